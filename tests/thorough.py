"""How much a run tries: an ordinary one some of what could be tried, one with `THOROUGH=1` all of it."""

import os

THOROUGH = bool(os.environ.get("THOROUGH"))


def tries(some: int, everything: int) -> int:
    """How many examples a machine plays through."""
    return everything if THOROUGH else some
