"""Sites of this floor's tests."""

import pytest

from sites.domains.models import PublicSite
from tests.factories.api import settle
from tests.factories.sites import make_site


@pytest.fixture
def portal(db: None) -> PublicSite:
    """The portal, and nothing else, in the log."""
    site = make_site("portal", kind="portal", agency_code="vpub")
    settle()
    return site


@pytest.fixture
def site(portal: PublicSite) -> PublicSite:
    """A department's site below the portal, in the log."""
    site = make_site("stc", parent_code="portal")
    settle()
    return site
