"""Files of what is public: put out before the version that names them commits, taken back after the last reference."""

from collections.abc import Iterable

from api.publications.things import Presented


def publish_media_of(entries: Iterable[Presented]) -> None:
    """Put out every rendition and file that these versions name."""


def withdraw_unused_media_after_commit() -> None:
    """Once the pass has committed, take back what no live page names any more."""
