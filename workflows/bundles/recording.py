"""Writing down what was done with a bundle."""

from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from workflows.bundles.enums import ActKind
from workflows.bundles.models import Bundle, BundleAct


def note(bundle: Bundle, kind: ActKind, actor: User | None, *, reason: str = "", page: Page | None = None) -> BundleAct:
    """Add an act."""
    return BundleAct.objects.create(
        bundle=bundle, kind=kind, actor=actor, page=page, passage=bundle.leader, reason=reason, at=clock.now()
    )
