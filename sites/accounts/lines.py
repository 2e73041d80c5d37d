"""A post or seat in words, in the language of the moment."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import Post, Seat
from sites.agencies.selectors import name_today


@dataclass(frozen=True, slots=True)
class Line:
    """One post or seat as a person reads it."""

    row: Post | Seat

    def __str__(self) -> str:
        return f"{self.what}, {self.where}"

    @property
    def is_post(self) -> bool:
        """Whether it is a post; else it is a seat."""
        return isinstance(self.row, Post)

    @property
    def what(self) -> str:
        """The title of the post, or the name of the seat."""
        named = self.row if isinstance(self.row, Post) else self.row.kind
        word = "title" if isinstance(self.row, Post) else "name"
        said = getattr(named, f"{word}_en") if _english() else ""
        return str(said or getattr(named, f"{word}_vi"))

    @property
    def where(self) -> str:
        """The agency, or the site, and its section where the seat is on one."""
        if isinstance(self.row, Post):
            return name_today(self.row.agency)
        site = (self.row.site.name_en if _english() else "") or self.row.site.name_vi
        if self.row.section is None:
            return site
        return _("%(site)s: %(section)s") % {"site": site, "section": self.row.section.title}

    def lasts(self, on: date | None = None) -> bool:
        """Whether it has begun and not ended."""
        day = on or clock.today()
        return not self.begins_later(day) and (self.row.held_to is None or self.row.held_to > day)

    def begins_later(self, on: date | None = None) -> bool:
        """Whether it has not begun yet."""
        return self.row.held_from is not None and self.row.held_from > (on or clock.today())


def _english() -> bool:
    return (get_language() or "vi").startswith("en")
