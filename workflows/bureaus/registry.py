"""What rooms above hang into files for bureaus: texts that are no pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.registry import Registry
from workflows.bureaus.enums import Which
from workflows.bureaus.texts import Text, page_text


@dataclass(frozen=True, slots=True)
class MoreTexts:
    """`of` are the texts of a site that stand on a person's desk in a language, with all that stands there or with what
    is open; `named` is the one that a file names, None where it is not that person's.
    """

    of: Callable[[User, PublicSite, str, Which], Sequence[Text]]
    named: Callable[[User, UUID, str], Text | None]


more_texts: Registry[MoreTexts] = Registry("texts of files for bureaus")


def texts_of_site(person: User, site: PublicSite, *, locale: str, which: str) -> list[Text]:
    """What of a site is no page and goes out with it."""
    return [text for more in more_texts for text in more.of(person, site, locale, Which(which))]


def text_named(person: User, public_id: UUID, *, locale: str) -> Text | None:
    """What a file names, if the person may know of it; None otherwise."""
    if (page := page_text(person, public_id, locale=locale)) is not None:
        return page
    return next((found for more in more_texts if (found := more.named(person, public_id, locale)) is not None), None)
