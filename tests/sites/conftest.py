"""The floor of the sites is tested with whatever rooms above have registered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests.factories.sites import register_plain_steps

register_plain_steps()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are compared in the language in which they are written."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> None:
    """The folder of static files exists, as after a deployment (whitenoise warns without it)."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
