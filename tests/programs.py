"""Programs that some tests drive, and where they lie."""

import shutil
from collections.abc import Sequence

# Debian's Chromium: without windows it takes half the processor's time of the one that could show some.
BROWSERS = ("chromium-headless-shell", "chromium")
PROGRAMS = {"browser": BROWSERS, "node": ("npm",)}  # what a marked test drives: the first that is found


def found_of(names: Sequence[str]) -> str | None:
    """The path of the first of these programs that the machine has."""
    return next((path for name in names if (path := shutil.which(name))), None)
