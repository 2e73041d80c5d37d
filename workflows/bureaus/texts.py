"""What a file is about: a page and its translation, or what other rooms hang here; each as it stands at this moment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol
from uuid import UUID

from cms.pages.models import BasePage
from cms.pages.segments import longest_of
from sites.accounts.models import User
from sites.refusals import Reason
from workflows.bureaus.selectors import lines_of, page_named
from workflows.passage.locks import lock_page
from workflows.translation.actions import begin, write_all
from workflows.translation.enums import How
from workflows.translation.models import Translation
from workflows.translation.policies import reasons_not_to_begin, reasons_not_to_write
from workflows.translation.remembering import Beside, keep_beside
from workflows.translation.selectors import locale_named
from workflows.translation.texts import Line

type Given = Mapping[str, tuple[str, str, str]]  # by segment: its text, the wording that it replaces, its source

LONGEST_NAME = 60


class Text(Protocol):
    """One text of a file."""

    @property
    def public_id(self) -> UUID:
        """Under which it comes back."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def source_locale(self) -> str:
        """The language of its source."""

    @property
    def path(self) -> str:
        """Where its file lies among others, without an ending."""

    @property
    def above(self) -> UUID | None:
        """What has to be begun before it."""

    @property
    def lines(self) -> Sequence[Line]:
        """Its segments."""

    @property
    def limits(self) -> Mapping[str, int]:
        """How long the wordings of segments may be, where that is bounded."""

    @property
    def barred(self) -> Collection[str]:
        """The segments that nobody may write now."""

    def reasons_not_to_write(self) -> list[Reason]:
        """Why nothing of it may be written now."""

    def locked(self) -> "Text":
        """The same, held until the transaction ends."""

    def begun(self) -> "Text":
        """The same, with everything there that is written to."""

    def write(self, given: Given, *, how: How) -> None:
        """Write these segments, all or none."""

    def keep_beside(self, line: Line | None, said: Beside) -> None:
        """Keep a wording beside it."""


@dataclass(frozen=True)
class PageText:
    """A page in a language, for whoever may translate it."""

    actor: User
    locale: str
    source: BasePage
    translation: Translation | None

    @property
    def public_id(self) -> UUID:
        """That of the page."""
        found: UUID = self.source.translation_key
        return found

    @property
    def title(self) -> str:
        """That of the source."""
        return str(self.source.title)

    @property
    def source_locale(self) -> str:
        """The language of the source."""
        return str(self.source.locale.language_code)

    @property
    def path(self) -> str:
        """As the page lies on the site."""
        parts = self.source.url_path.strip("/").split("/")[1:] or [self.source.slug]
        return "/".join(part[:LONGEST_NAME] for part in parts)

    @property
    def above(self) -> UUID | None:
        """The section that it lies in."""
        found: UUID = self.source.get_parent().translation_key
        return found

    @cached_property
    def lines(self) -> Sequence[Line]:
        """Its segments."""
        return lines_of(self.source, self.translation)

    @property
    def limits(self) -> Mapping[str, int]:
        """How long each may be."""
        return longest_of(self.source)

    @property
    def barred(self) -> Collection[str]:
        """A page is written as a whole, or not."""
        return ()

    def reasons_not_to_write(self) -> list[Reason]:
        """As on the desk."""
        if self._draft is not None:
            return reasons_not_to_write(self.actor, translation=self._draft)
        return reasons_not_to_begin(self.actor, source=self.source, locale=locale_named(self.locale))

    def locked(self) -> "PageText":
        """The draft is locked, where there is one."""
        if self._draft is not None and self._draft.page_id is not None:
            lock_page(self._draft.page_id)
        return self

    def begun(self) -> "PageText":
        """Drafted, where nobody has begun."""
        if self._draft is not None:
            return self
        return replace(self, translation=begin(self.actor, source=self.source, locale=self.locale))

    def write(self, given: Given, *, how: How) -> None:
        """Into the draft."""
        if self.translation is not None:
            write_all(self.actor, translation=self.translation, given=given, how=how)

    def keep_beside(self, line: Line | None, said: Beside) -> None:
        """In the memory."""
        if self.translation is not None:
            keep_beside(self.actor, translation=self.translation, line=line, said=said)

    @property
    def _draft(self) -> Translation | None:
        return self.translation if self.translation is not None and self.translation.page_id else None


def page_text(person: User, public_id: UUID, *, locale: str) -> PageText | None:
    """The page that a file names, if the person may know of it."""
    known = page_named(person, public_id, locale=locale)
    return PageText(person, locale, *known) if known else None
