"""Who handles an item, and how pressing it is: reading it, and who may change it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sites.accounts.models import User
from sites.refusals import Reason
from workflows.desk.enums import Priority
from workflows.desk.models import Claim
from workflows.passage.asking import asked
from workflows.passage.models import Passage
from workflows.passage.policies import reasons_of_entitlement


@dataclass(frozen=True, slots=True)
class Handling:
    """What the desk knows of an item besides its limit: how pressing it is, who has claimed it, its site."""

    priority: int = Priority.NORMAL
    holder_id: int | None = None
    holder: str = ""
    site_id: int = 0
    site: str = ""


def handlings(passage_ids: Collection[int]) -> dict[int, Handling]:
    """The same of many items, in the order of their sites: one query. A claim on an item that moved on is none."""
    standing = Q(claim__position=F("position"), claim__arrived_at=F("waiting_since"))
    rows = Passage.objects.filter(pk__in=passage_ids).annotate(standing=FilteredRelation("claim", condition=standing))
    found = rows.order_by("site__code").values_list(
        "pk",
        Coalesce("mark__priority", Value(Priority.NORMAL.value)),
        "standing__person",
        Coalesce("standing__person__full_name", Value("")),
        "site",
        "site__name_vi",
    )
    return {pk: Handling(*rest) for pk, *rest in found}


def standing_claims() -> QuerySet[Claim]:
    """The claims on items that have not moved since."""
    return Claim.objects.filter(position=F("passage__position"), arrived_at=F("passage__waiting_since"))


def handler_of(passage: Passage) -> User | None:
    """Who has claimed an item, if he may still decide about it."""
    claim = standing_claims().filter(passage=passage).select_related("person").first()
    return claim.person if claim and claim.person in asked(passage) else None


def reasons_not_to_claim(actor: User, *, passage: Passage) -> list[Reason]:
    """Why a person may not take an item upon himself: it does not wait for him, or a colleague handles it."""
    if reasons := _reasons_not_asked(actor, passage):
        return reasons
    handler = handler_of(passage)
    if handler and handler != actor:
        return [Reason("handled", _("%(person)s handles this item.") % {"person": handler})]
    return []


def reasons_not_to_release(actor: User, *, passage: Passage) -> list[Reason]:
    """Why a person may not lay an item down: he has not claimed it."""
    if handler_of(passage) == actor:
        return []
    return [Reason("not_handled", _("You have not claimed this item."))]


def reasons_not_to_hand_over(actor: User, *, passage: Passage, to: User) -> list[Reason]:
    """Why an item may not go to this colleague: it is not the actor's to give, or not the colleague's to decide."""
    if reasons := reasons_not_to_claim(actor, passage=passage):
        return reasons
    if to == actor or to not in asked(passage):
        return [Reason("not_of_this_desk", _("%(person)s may not decide about this item.") % {"person": to})]
    return []


def reasons_not_to_prioritise(actor: User, *, passage: Passage) -> list[Reason]:
    """Why a person may not say how pressing an item is: only those who decide about it may, here or further on."""
    return reasons_of_entitlement(actor, passage.page.specific) if _reasons_not_asked(actor, passage) else []


def _reasons_not_asked(actor: User, passage: Passage) -> list[Reason]:
    if actor in asked(passage):
        return []
    return [Reason("not_asked", _("This item does not wait for you."))]
