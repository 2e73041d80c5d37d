"""Reading endings: what waits for a second person."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.pages.models import PageIdentity
from sites import clock
from sites.accounts.models import User
from sites.accounts.selectors import sites_held
from sites.domains.enums import SiteState
from sites.domains.models import PublicSite
from sites.memory import remembered
from sites.refusals import Missing
from workflows.boards.selectors import chain_for, item_of, steps_of
from workflows.boards.who import offices
from workflows.delegation.selectors import holders
from workflows.endings.policies import reasons_not_to_review
from workflows.endings.rules import review_until
from workflows.passage.models import Withdrawal

MOST = 10
DEPTH_OF_HOMES = 2  # in the tree: homes stand directly under Root


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """One act that no second person has looked at: its first ending, and how many it ended together."""

    ending: Withdrawal
    number: int
    until: datetime | None
    is_late: bool
    is_mine_to_review: bool


def unreviewed() -> QuerySet[Withdrawal]:
    """What persons ended and nobody else has looked at, the oldest first."""
    rows = Withdrawal.objects.filter(review__isnull=True, by__isnull=False, page__isnull=False, site__isnull=False)
    return rows.select_related("page", "site", "by").order_by("pk")


def ended_together(ending: Withdrawal) -> list[Withdrawal]:
    """What was ended by the same act."""
    rows = Withdrawal.objects.filter(act=ending.act) if ending.act else Withdrawal.objects.filter(pk=ending.pk)
    return list(rows.select_related("page", "site", "by", "review__by").order_by("pk"))


def unreviewed_near(person: User) -> QuerySet[Withdrawal]:
    """Those of sites where a person holds anything at all; what he may do there is asked one by one."""
    agencies, sites = person.posts.values("agency"), person.seats.values("site")
    return unreviewed().filter(Q(by=person) | Q(site__agency__in=agencies) | Q(site__in=sites))


def unreviewed_for(person: User) -> list[Unreviewed]:
    """What a person sees on the first screen: what he may look at, and what he ended himself."""
    acts: dict[object, list[Withdrawal]] = {}
    for row in unreviewed_near(person)[: MOST * MOST]:
        acts.setdefault(row.act or row.pk, []).append(row)
    firsts = [rows[0] for rows in list(acts.values())[:MOST]]
    until = review_until(firsts)
    found = [
        Unreviewed(
            ending=row,
            number=len(acts[row.act or row.pk]),
            until=until[row.pk],
            is_late=_is_late(until[row.pk]),
            is_mine_to_review=not reasons_not_to_review(person, ending=row),
        )
        for row in firsts
        if row.pk in until
    ]
    return [line for line in found if line.is_mine_to_review or line.ending.by == person]


def reviewers_of(ending: Withdrawal) -> list[User]:
    """Who may look at an ending: everyone who decides in the chain of the page and did not end it."""
    if ending.page is None:
        return []
    page = ending.page.specific
    try:
        deciding = [step for step in steps_of(chain_for(page)) if step.decides]
    except Missing:
        return []
    item = item_of(page)
    asked = {office for step in deciding for office in offices([*step.who, *step.stand_ins], item)}
    people = holders(sorted(asked), clock.today())
    return [person for person in people if not reasons_not_to_review(person, ending=ending)]


def _is_late(until: datetime | None) -> bool:
    return until is not None and clock.now() > until


@remembered(by=lambda person: person.pk)
def sites_of(person: User) -> list[PublicSite]:
    """The open sites on which a person holds anything today; all for administrators."""
    if person.is_superuser:
        return list(PublicSite.objects.filter(state=SiteState.OPEN).order_by("code"))
    held = [site for site in sites_held(person) if site.state == SiteState.OPEN]
    return sorted(held, key=attrgetter("code"))


def public_on(site: PublicSite, words: str = "") -> QuerySet[Page]:
    """What is public on a site below its homes, the newest first; only titles with these words, accents or not."""
    own = PageIdentity.objects.filter(site=site).values("page")
    rows = Page.objects.filter(pk__in=own, live=True, depth__gt=DEPTH_OF_HOMES)
    if words:
        rows = rows.filter(title__unaccent__icontains=words)
    found: QuerySet[Page] = rows.order_by("-first_published_at", "-pk").specific()
    return found
