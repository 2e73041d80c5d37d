"""The floor of the sites is tested with whatever rooms above have registered."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.factories.sites import register_plain_steps

register_plain_steps()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are compared in the language in which they are written."""
    with translation.override("en"):
        yield
