"""What rooms above hang on bundles."""

from collections.abc import Callable

from sites.registry import Registry
from workflows.bundles.models import Bundle

# The address where a bundle under way is read and decided about.
reading_rooms: Registry[Callable[[Bundle], str]] = Registry("where a bundle is decided about")
