"""What rooms above hang on items that go together, and beside the text in the editor."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.models import Page

from sites.registry import Registry
from workflows.passage.models.records import Passage


@dataclass(frozen=True, slots=True)
class Face:
    """What a company is called, and its address in the admin."""

    title: str
    path: str


# Asked with any item of a company.
faces: Registry[Callable[[Passage], Face | None]] = Registry("what a company is called")
# Told with the first item of a company when it was returned, taken off its way, scheduled or published, in the
# transaction in which that is done.
moved: Registry[Callable[[Passage], None]] = Registry("who follows a company")
side_panels: Registry[type[BaseSidePanel]] = Registry("side panels of the editor")
# What is known of a page since it was published, above its way there.
standings: Registry[Callable[[Page], SafeString]] = Registry("what became of a publication")


def tell_moved(leader: Passage) -> None:
    """Tell everyone who follows."""
    for follow in moved if leader.led_by_id else ():
        follow(leader)
