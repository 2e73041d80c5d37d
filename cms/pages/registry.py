"""What other rooms and floors hang on the life of a page.

All are asked before anything is written. A gate raises `Refused`; a guard answers with reasons.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.models import Revision

from cms.pages.public import Json
from sites.refusals import Reason
from sites.registry import Registry

if TYPE_CHECKING:
    from cms.pages.models import BasePage

type Gate = Callable[["BasePage", Revision | None], None]
type RevisionGate = Callable[["BasePage", Revision], None]
type DeletionGate = Callable[["BasePage"], None]
type Guard = Callable[["BasePage"], Iterable[Reason]]

# Asked whenever a page goes live or a live page changes, with the page as it will be and the revision that it is of.
publication_gate: Registry[Gate] = Registry("publication gate")
# Asked whenever a live page stops being live, with the page and None.
unpublication_gate: Registry[Gate] = Registry("unpublication gate")
# Asked before a page is deleted, by whatever door.
deletion_gate: Registry[DeletionGate] = Registry("deletion gate")
# Asked before a revision is overwritten in place (autosave), with the page and that revision.
revision_gate: Registry[RevisionGate] = Registry("revision gate")
# Asked by button and action: why may this page not be submitted as it is?
submission_guards: Registry[Guard] = Registry("submission guard")


def _nothing(_page: Any) -> Json:
    return {}


@dataclass(frozen=True, slots=True)
class PublicType:
    """One page type as the public sees it.

    `text(page)` gives what this type adds to the common text (`presenters.text_of`), `facts_extra(page)` what it adds
    to the facts; `category(page)` and `tags(page)` fill those of the facts. All are pure functions of a page, live or
    rebuilt from a revision.
    """

    name: str
    model: type
    text: Callable[[Any], Json]
    facts_extra: Callable[[Any], Json] = _nothing
    category: Callable[[Any], Json | None] = lambda _page: None
    tags: Callable[[Any], tuple[Json, ...]] = lambda _page: ()


# By name: "news", "page", "section", "home".
public_types: Registry[PublicType] = Registry("public type")


def public_type_of(page: Any) -> PublicType | None:
    """How this page, which is of its specific class, is presented; None where it is not public at all."""
    return next((entry for entry in public_types if entry.model is type(page)), None)


def reasons_not_to_submit(page: "BasePage") -> list[Reason]:
    """Every reason against submitting this page as it is, in the order of the guards."""
    return [reason for guard in submission_guards for reason in guard(page)]
