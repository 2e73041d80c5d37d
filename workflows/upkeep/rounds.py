"""After a change of the glossary every public translation is looked through once, batch after batch, by the worker:
pages, then what is no page (`names`).

Which texts use the old words is found by reading them, not by a query; so it is written down. A mark names the very
text that was found: a newer text is another one, and nothing has to be taken away (ADR 26).
"""

import json
import logging
import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, cast

from django.contrib.auth.models import AbstractUser
from django.db import connection, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from wagtail.models import Revision

from cms.blocks.marking import MARK
from cms.glossary.marking import tokens
from cms.glossary.models import Term
from cms.glossary.registry import TermChange
from cms.pages.models import BasePage
from cms.pages.segments import segments_of
from sites import clock
from sites.accounts.models import User
from sites.clock import VIETNAM
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Refused
from workflows.upkeep.enums import RoundPart, RoundState
from workflows.upkeep.models import Mark, Round
from workflows.upkeep.names import mark_names, next_names, number_of_names
from workflows.upkeep.searching import Searches

logger = logging.getLogger(__name__)

CARRY_ON = "workflows.upkeep.carry_on"  # the job; its module stands above this one
BATCH = 200
ESCAPED = re.compile(r"\\+u([0-9a-f]{4})")  # fields of blocks are JSON within JSON
PUBLIC = """
from wagtailcore_page t
join wagtailcore_locale tl on tl.id = t.locale_id and tl.language_code = %(language)s
join wagtailcore_page hp on hp.path = left(t.path, 8) and hp.depth = 2
join sites_domains_sitehome h on h.home_id = hp.id and h.position > 0
    and (%(site)s::bigint is null or h.site_id = %(site)s)
join sites_domains_sitehome first on first.site_id = h.site_id and first.position = 0
join wagtailcore_locale sl on sl.id = first.locale_id
"""
TEXTS = f"""
with batch as materialized (
    select t.id, t.translation_key, h.site_id, sl.language_code as source_locale {PUBLIC}
    where t.live and t.id > %(last)s order by t.id limit %(most)s
)
select batch.id, batch.site_id, batch.translation_key, mine.text_sha256, mine.revision_id, source.revision_id
from batch
join lateral (select r.text_sha256, r.revision_id from workflows_passage_release r
    where r.public_id = batch.translation_key and r.locale = %(language)s and r.revoked_at is null
        and coalesce(r.not_before, r.released_at) <= %(now)s order by r.id desc limit 1) mine on true
join lateral (select r.revision_id from workflows_passage_release r
    where r.public_id = batch.translation_key and r.locale = batch.source_locale and r.revoked_at is null
        and coalesce(r.not_before, r.released_at) <= %(now)s order by r.id desc limit 1) source on true
where mine.revision_id is not null and source.revision_id is not null
order by batch.id
"""  # noqa: S608 - constants
NEXT = f"select t.id {PUBLIC} where t.live and t.id > %(last)s order by t.id limit %(most)s"
LAST = f"select max(id), count(*) from ({NEXT}) b"  # noqa: S608
TOTAL = f"select count(*) {PUBLIC} where t.live"


def begin(actor: AbstractUser, changes: Sequence[TermChange]) -> None:
    """Have the texts looked through that the changed terms concern: a round for each site and language."""
    groups: dict[tuple[PublicSite | None, str], list[TermChange]] = {}
    for change in changes:
        if change.term.held_to is None or change.term.held_to > clock.today():
            groups.setdefault((change.term.site, change.term.language), []).append(change)
    for (site, language), of_group in groups.items():
        begun = Round.objects.create(
            by=cast("User", actor),
            site=site,
            language=language,
            before={str(change.term.pk): list(change.before) for change in of_group},
            at=clock.now(),
            total=_asked(TOTAL, {"language": language, "site": site.pk if site else None})[0][0]
            + number_of_names(site, language),
        )
        begun.terms.set([change.term for change in of_group])
        _leave_to_the_worker(begun, max((change.term.held_from or clock.today()) for change in of_group))


def carry_on_to_the_end(row: Round) -> Round:
    """Batch after batch, until it is done or stops. Safe to run twice."""
    while row.state == RoundState.RUNNING:
        row = carry_on(row)
    return row


def carry_on(row: Round) -> Round:
    """Look through the next batch. A fault stops the round and stands in it; going on tries again."""
    try:
        with transaction.atomic():
            return _batch(Round.objects.select_for_update(of=("self",)).get(pk=row.pk))
    except Exception as fault:
        logger.exception("The round %s stopped", row.pk)
        Round.objects.filter(pk=row.pk).update(state=RoundState.STOPPED, fault=f"{type(fault).__name__}: {fault}")
        row.refresh_from_db()
        return row


def may_resume(person: User, row: Round) -> bool:
    """Whoever changed the words, and administrators."""
    return person.is_active and (person.is_superuser or person.pk == row.by_id)


@transaction.atomic
def resume(actor: User, *, row: Round) -> Round:
    """Go on with a round that stopped. Conflict where it has not; refused to others than `may_resume` says."""
    now = Round.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not may_resume(actor, now):
        raise Refused(_("Only an administrator may do this."), code="not_entitled")
    if now.state != RoundState.STOPPED:
        raise Conflict(_("It does not wait for anybody."), code="not_stopped")
    now.state, now.fault = RoundState.RUNNING, ""
    now.save(update_fields=("state", "fault"))
    _leave_to_the_worker(now, clock.today())
    return now


def _batch(row: Round) -> Round:
    if row.state != RoundState.RUNNING:
        return row
    terms = list(row.terms.all())
    if row.part == RoundPart.PAGES:
        _look_through_pages(row, terms)
    else:
        _look_through_names(row, terms)
    row.save(update_fields=("last", "last_name", "part", "done", "state", "finished_at", "total"))
    return row


def _look_through_pages(row: Round, terms: Sequence[Term]) -> None:
    given = {"language": row.language, "site": row.site_id, "last": row.last, "most": BATCH, "now": clock.now()}
    last, number = _asked(LAST, given)[0]
    if number:
        _mark(row, terms, _asked(TEXTS, given))
        row.last, row.done = last, row.done + number
    if number < BATCH:
        row.part = RoundPart.NAMES


def _look_through_names(row: Round, terms: Sequence[Term]) -> None:
    names = next_names(row, BATCH)
    if names:
        mark_names(row, terms, names)
        kind, last = names[-1]
        row.last_name, row.done = kind.thing(last), row.done + len(names)
    if len(names) < BATCH:
        row.state, row.finished_at, row.total = RoundState.DONE, clock.now(), row.done


def _mark(row: Round, terms: Sequence[Term], texts: Sequence[tuple[Any, ...]]) -> None:
    revisions = Revision.objects.in_bulk({number for text in texts for number in text[4:]})
    wanted = [[token.key for token in tokens(term.vi)] for term in terms]
    searches, marks = Searches(row, terms), []
    for page, site, public_id, sha256, mine, source in texts:
        if not _may_say(revisions[source], wanted):
            continue
        words = searches.words(site, _plain(revisions[source]), _plain(revisions[mine]))
        if words:
            named = {"public_id": public_id, "locale": row.language, "text_sha256": sha256, "at": clock.now()}
            marks.append(Mark(round=row, page_id=page, site_id=site, words=words, **named))
    Mark.objects.bulk_create(marks, ignore_conflicts=True)


def _may_say(revision: Revision, wanted: Sequence[Sequence[str]]) -> bool:
    """Whether all words of a term stand anywhere in what a revision keeps: most texts need not be rebuilt."""
    kept = ESCAPED.sub(lambda found: chr(int(found[1], 16)), json.dumps(revision.content)).casefold()
    return any(all(word in kept for word in words) for words in wanted)


def _plain(revision: Revision) -> str:
    return "\n".join(MARK.sub("", segment.text) for segment in segments_of(cast("BasePage", revision.as_object())))


def _asked(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def _leave_to_the_worker(row: Round, day: Any) -> None:
    at = datetime.combine(day, time(), VIETNAM)
    app.configure_task(CARRY_ON, schedule_at=at if at > clock.now() else None).defer(round_id=row.pk)
