"""What rooms above hang on bundles."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from sites.registry import Registry
from workflows.bundles.models import Bundle


@dataclass(frozen=True, slots=True)
class Door:
    """A way from the screen of a bundle to what another room does with it."""

    label: str | Promise
    path: str


# The address where a bundle under way is read and decided about.
reading_rooms: Registry[Callable[[Bundle], str]] = Registry("where a bundle is decided about")
# Offered on the screen of a bundle to everybody who sees it.
doors: Registry[Callable[[Bundle], Door]] = Registry("what else is done with a bundle")
