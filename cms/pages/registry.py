"""What other rooms and floors hang on the life of a page.

All are asked before anything is written. A gate raises `Refused`, or says which pages stay; a guard answers with
reasons.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise
from wagtail.models import Page, Revision

from cms.pages.public import Json, Wanted
from sites.refusals import Reason
from sites.registry import Registry

if TYPE_CHECKING:
    from cms.pages.models import BasePage

type Gate = Callable[["BasePage", Revision | None], None]
type RevisionGate = Callable[["BasePage", Revision], None]
type DeletionGate = Callable[[Sequence[Page]], Mapping[int, Reason]]
type Guard = Callable[["BasePage"], Iterable[Reason]]

# Asked whenever a page goes live or a live page changes, with the page as it will be and the revision that it is of.
publication_gate: Registry[Gate] = Registry("publication gate")
# Asked whenever a live page stops being live, with the page and None.
unpublication_gate: Registry[Gate] = Registry("unpublication gate")
# Asked before pages are deleted, by whatever door: which of these stay, by their key, and why.
deletion_gate: Registry[DeletionGate] = Registry("deletion gate")
# Asked before a revision is overwritten in place (autosave), with the page and that revision.
revision_gate: Registry[RevisionGate] = Registry("revision gate")
# Asked by button and action: why may this page not be submitted as it is?
submission_guards: Registry[Guard] = Registry("submission guard")
# Told when a page was drafted in another language, in the transaction that did it.
drafted_in: Registry[Callable[["BasePage"], None]] = Registry("who follows drafts in other languages")


def _nothing(_page: Any) -> Json:
    return {}


@dataclass(frozen=True, slots=True)
class PublicType:
    """One page type as the public sees it.

    `text(page)` gives what this type adds to the common text (`presenters.text_of`), `facts_extra(page)` what it adds
    to the facts; `category(page)`, `tags(page)` and `term(page)` fill those of the facts; `lists(text)` says which
    lists of other items belong to the text. All are pure functions of a page, live or rebuilt from a revision.
    `origin(page)` says which text of another site it was made from: that belongs to the text, and to the facts.
    `is_listed`: whether items of this type stand in lists of items; homes and sections do not.
    """

    name: str
    model: type[Model]
    text: Callable[[Any], Json]
    facts_extra: Callable[[Any], Json] = _nothing
    category: Callable[[Any], Json | None] = lambda _page: None
    tags: Callable[[Any], tuple[Json, ...]] = lambda _page: ()
    lists: Callable[[Json], Mapping[str, Wanted]] = lambda _text: {}
    term: Callable[[Any], tuple[date | None, date | None]] = lambda _page: (None, None)
    origin: Callable[[Any], Json | None] = lambda _page: None
    is_listed: bool = True


# By name: "news", "page", "section", "home" ...
public_types: Registry[PublicType] = Registry("public type")


# What items are filed under: functions that answer with the choices of a form.
filings: Registry[Callable[[], list[tuple[str, str]]]] = Registry("filing")


@dataclass(frozen=True, slots=True)
class ListingColumn:
    """One column more in lists of pages: its heading, and what stands there by number of page, asked once a list."""

    label: str | Promise
    values: Callable[[Sequence[Page]], Mapping[int, str]]


listing_columns: Registry[ListingColumn] = Registry("columns of lists of pages")


POINTING_MENU = "menu"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Something public that points at a page: which thing on which site, and what readers know it by.

    `kind` is its public type, or `POINTING_MENU` for the menu of a site, whose public id is then the site's.
    """

    kind: str
    public_id: UUID
    locale: str
    site: UUID
    title: str


# What the public reads that points at one of these public ids. Hung by whoever knows what is public.
pointers_to: Registry[Callable[[Sequence[UUID]], Iterable[Pointer]]] = Registry("what points at a page")
# What the public reads on these sites (by public id) that points at something that has ended.
broken_pointers: Registry[Callable[[Sequence[UUID]], Iterable[Pointer]]] = Registry("what points at what has ended")


def listed_types() -> list[PublicType]:
    """The types whose items stand in lists."""
    return [entry for entry in public_types if entry.is_listed]


def public_type_of(page: Any) -> PublicType | None:
    """How this page, which is of its specific class, is presented; None where it is not public at all."""
    return next((entry for entry in public_types if entry.model is type(page)), None)


def reasons_not_to_submit(page: "BasePage") -> list[Reason]:
    """Every reason against submitting this page as it is, in the order of the guards."""
    return [reason for guard in submission_guards for reason in guard(page)]
