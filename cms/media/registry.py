"""Who else may see a private file."""

from collections.abc import Callable
from typing import Any

from cms.media.models import File
from sites.registry import Registry

# Asked with a person and a file that lies in no collection of his: is it in an item that waits for him?
file_viewers: Registry[Callable[[Any, File], bool]] = Registry("viewers of private files")
