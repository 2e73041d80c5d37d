"""Reading emergency releases."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from sites import clock
from sites.accounts.models import User
from workflows.boards.selectors import chain_for, item_of, steps_of
from workflows.boards.who import offices
from workflows.delegation.selectors import holders
from workflows.emergency.models import Emergency
from workflows.emergency.policies import reasons_not_to_judge
from workflows.emergency.rules import confirm_until

MOST = 20


@dataclass(frozen=True, slots=True)
class Open:
    """One emergency release that no second person has judged. `is_late`: its time has run out."""

    emergency: Emergency
    until: datetime | None
    is_late: bool
    is_mine_to_judge: bool


def unjudged() -> QuerySet[Emergency]:
    """The emergency releases that wait for a second person, the oldest first."""
    return Emergency.objects.filter(verdict="").select_related("page", "site", "by", "release__revision").order_by("pk")


def unjudged_near(person: User) -> QuerySet[Emergency]:
    """Those of sites where a person holds anything at all; what he may do there is asked one by one."""
    agencies, sites = person.posts.values("agency"), person.seats.values("site")
    return unjudged().filter(Q(by=person) | Q(site__agency__in=agencies) | Q(site__in=sites))


def open_for(person: User) -> list[Open]:
    """What a person sees on the first screen: what he may judge, and what he released himself."""
    rows = list(unjudged_near(person)[:MOST])
    until = confirm_until(rows)
    found = [
        Open(row, until[row.pk], _is_late(until[row.pk]), not reasons_not_to_judge(person, emergency=row))
        for row in rows
    ]
    return [line for line in found if line.is_mine_to_judge or line.emergency.by == person]


def judges_of(emergency: Emergency) -> list[User]:
    """Who may confirm: everyone who decides in the chain of the page and neither released nor wrote it."""
    page = emergency.page.specific
    item = item_of(page)
    deciding = [step for step in steps_of(chain_for(page)) if step.decides]
    asked = {office for step in deciding for office in offices([*step.who, *step.stand_ins], item)}
    people = holders(sorted(asked), clock.today())
    return [person for person in people if not reasons_not_to_judge(person, emergency=emergency)]


def _is_late(until: datetime | None) -> bool:
    return until is not None and clock.now() > until
