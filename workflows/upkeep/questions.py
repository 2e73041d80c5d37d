"""Where the rule asks: a source was withdrawn, its translation is public. It is withdrawn too, or kept for a reason.

Nothing is stored that says "asked": a question is a withdrawal of which the translation is still public, that nobody
has answered. It goes away by an answer, by the translation's own withdrawal, and when the source is public again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from sites.calendar.selectors import working_calendars
from sites.domains.models import PublicSite
from sites.refusals import Invalid, Reason
from sites.rules.selectors import values_by_site
from workflows.endings.selectors import sites_of
from workflows.passage.actions.recording import refuse
from workflows.passage.enums import WITHHELD
from workflows.passage.locks import lock_page
from workflows.passage.models import Withdrawal
from workflows.passage.policies import reasons_of_entitlement
from workflows.translation.rules import REMIND, WITHDRAWN, then_withdraws
from workflows.upkeep.models import Kept

OPEN = """
select w.id, t.id
from workflows_passage_withdrawal w
join wagtailcore_page t on t.translation_key = w.public_id and t.live
join wagtailcore_locale tl on tl.id = t.locale_id and tl.language_code <> w.locale
join wagtailcore_page hp on hp.path = left(t.path, 8) and hp.depth = 2
join sites_domains_sitehome h on h.home_id = hp.id and h.position > 0 and h.site_id = w.site_id
join sites_domains_sitehome first on first.site_id = h.site_id and first.position = 0
join wagtailcore_locale fl on fl.id = first.locale_id and fl.language_code = w.locale
where w.site_id = any(%(sites)s) and w.kind <> all(%(withheld)s)
    and not exists (select 1 from workflows_passage_withdrawal n
        where n.public_id = w.public_id and n.locale = w.locale and n.id > w.id)
    and not exists (select 1 from workflows_passage_release r
        where r.public_id = w.public_id and r.locale = w.locale and r.revoked_at is null
            and coalesce(r.not_before, r.released_at) <= %(now)s)
    and not exists (select 1 from workflows_upkeep_kept k
        where k.withdrawal_id = w.id and k.locale = tl.language_code)
order by w.id, t.id
"""
MOST = 10


@dataclass(frozen=True, slots=True)
class Question:
    """One translation whose source is gone, until when somebody is to answer, and from when that is near."""

    withdrawal: Withdrawal
    page: Page
    due_at: datetime | None
    near_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether it should have been answered by now."""
        return self.due_at is not None and clock.now() > self.due_at


def questions(sites: Collection[int]) -> list[Question]:
    """What waits for an answer on these sites, the oldest first. As many queries however many."""
    given: dict[str, Any] = {"sites": list(sites), "withheld": sorted(WITHHELD), "now": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(OPEN, given)
        pairs = cursor.fetchall()
    if not pairs:
        return []
    withdrawals = Withdrawal.objects.select_related("site", "by").in_bulk([row[0] for row in pairs])
    pages = {page.pk: page for page in Page.objects.filter(pk__in=[row[1] for row in pairs]).select_related("locale")}
    limits, calendars = values_by_site(WITHDRAWN), working_calendars(list(sites))
    found = []
    for number, page in pairs:
        withdrawal = withdrawals[number]
        said: Mapping[str, int] = limits.get(withdrawal.site_id) or limits.get(None) or {}
        calendar, hours = calendars.get(withdrawal.site_id, calendars[None]), said.get("hours", 0)
        due = calendar.add(withdrawal.at, timedelta(hours=hours)) if hours else None
        near = calendar.back(due, timedelta(hours=min(said.get(REMIND, 0), hours))) if due else None
        found.append(Question(withdrawal, pages[page], due, near))
    return found


def questions_for(person: User) -> list[Question]:
    """What a person may answer, the first few: he decides about the publication of the translation."""
    found = questions([site.pk for site in sites_of(person)])[: MOST * MOST]
    return [one for one in found if not reasons_of_entitlement(person, one.page.specific)][:MOST]


def question_about(withdrawal: Withdrawal, page: Page) -> Question | None:
    """The question of a withdrawal and a translation, while it waits for an answer."""
    found = questions([withdrawal.site_id]) if withdrawal.site_id else []
    return next((one for one in found if (one.withdrawal, one.page.pk) == (withdrawal, page.pk)), None)


def reasons_not_to_keep(actor: User | None, *, withdrawal: Withdrawal, page: Page) -> list[Reason]:
    """Why this person may not keep a translation without its source: not his to decide, or nobody asks (any more)."""
    if reasons := reasons_of_entitlement(actor, page.specific):
        return reasons
    if question_about(withdrawal, page) is None:
        return [Reason("not_asked", _("Nobody asks about this translation any more."))]
    return []


@transaction.atomic
def keep(actor: User, *, withdrawal: Withdrawal, page: Page, reason: str) -> Kept:
    """Say that a translation stays public without its source. Readers go on being told that it is outdated.

    Invalid without a reason; refused to who does not decide about the translation, where somebody has answered, where
    the translation went or the source is public again, and for what a law forbids.
    """
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why it stays."), "reason")])
    locked = lock_page(page.pk)
    refuse(reasons_not_to_keep(actor, withdrawal=withdrawal, page=locked))
    site: PublicSite | None = withdrawal.site
    return Kept.objects.create(
        withdrawal=withdrawal,
        page=locked,
        public_id=locked.translation_key,
        locale=locked.locale.language_code,
        reason=reason.strip(),
        basis=then_withdraws(site)[1] if site else "",
        by=actor,
        at=clock.now(),
    )
