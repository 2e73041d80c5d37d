"""How texts stand in other languages: derived from pages, passages, releases and withdrawals, in one query for many.

A released translation is outdated while the newest text of its source that is in force is another one than the one of
which it was made, and some change since then did not keep the meaning. Nothing of this is stored: nothing goes stale.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from sites import clock
from workflows.passage.enums import PassageState
from workflows.translation.enums import State

# the newest release in force of a thing: (public id, language)
IN_FORCE = """
left join lateral (
    select r.id, r.text_sha256, r.cause, coalesce(r.not_before, r.released_at) as since
    from workflows_passage_release r
    where r.public_id = s.translation_key and r.locale = {language} and r.revoked_at is null
        and coalesce(r.not_before, r.released_at) <= %(now)s
    order by r.id desc limit 1
) {name} on true
"""
# what changed in the source since the text of which the translation was made, and did not keep the meaning
CHANGES = """
left join lateral (
    select array_agg(coalesce(r.not_before, r.released_at) order by r.id) as since,
        array_agg(r.cause order by r.id) as causes
    from workflows_passage_release r
    where mine.id is not null and source.text_sha256 is distinct from c.source_sha256  -- else nothing is looked for
        and r.public_id = s.translation_key and r.locale = sl.language_code
        and coalesce(r.not_before, r.released_at) <= %(now)s
        and r.text_sha256 <> coalesce(c.source_sha256, '')
        and not exists (select 1 from workflows_translation_meaningkept k where k.release_id = r.id)
        and r.id > coalesce((
            select max(b.id) from workflows_passage_release b
            where b.public_id = s.translation_key and b.locale = sl.language_code and case
                when c.source_sha256 is not null then b.text_sha256 = c.source_sha256
                else coalesce(b.not_before, b.released_at) <= mine.since end), 0)
) o on true
"""
GONE = """
left join lateral (
    select w.at from workflows_passage_withdrawal w
    where {unless}.id is null and w.public_id = s.translation_key and w.locale = {language} order by w.id desc limit 1
) {name} on true
"""
WHO_WORKS = """
left join workflows_translation_translation tr on tr.public_id = s.translation_key and tr.locale = tl.language_code
left join lateral (
    select p.state from workflows_passage_passage p where p.page_id = t.id order by p.id desc limit 1
) run on run.state = any(%(under_way)s)
"""


# the home above a text (h), the first language of its site (sl) and each other one (tl)
HOMES = """
join wagtailcore_page hp on hp.path = left(s.path, 8) and hp.depth = 2
join sites_domains_sitehome h on h.home_id = hp.id and h.position = 0
join wagtailcore_locale sl on sl.id = h.locale_id
join sites_domains_sitehome ht on ht.site_id = h.site_id and ht.position > 0
join wagtailcore_locale tl on tl.id = ht.locale_id
"""


def standing_query(translation: str, passage: str, joins: str, *, more: str = "", homes: str = HOMES) -> str:
    """The query of standings: of whose work, of which passage, joined with what; `more` is said behind each row.

    `homes` says in other words what `HOMES` says.
    """
    return f"""
select s.translation_key, tl.language_code, sl.language_code, h.site_id, s.id, s.title, s.content_type_id, s.path,
    t.id, {translation}, source.since, source.cause, mine.since, o.since, o.causes, {passage}, gone.at,
    source_gone.at{more}
from wagtailcore_page s
{homes}
left join wagtailcore_page t on t.translation_key = s.translation_key and t.locale_id = tl.id
{IN_FORCE.format(language="sl.language_code", name="source")}
{IN_FORCE.format(language="tl.language_code", name="mine")}
left join workflows_translation_counterpart c on c.release_id = mine.id
{CHANGES}
{GONE.format(language="tl.language_code", name="gone", unless="mine")}
{GONE.format(language="sl.language_code", name="source_gone", unless="source")}
{joins}
"""  # noqa: S608 - constants


QUERY = standing_query("tr.id, tr.handled_by_id", "run.state", WHO_WORKS)
OF_THINGS = "where s.translation_key = any(%(things)s) and (%(locale)s = '' or tl.language_code = %(locale)s)"
FOR_READERS = standing_query("null, null", "null", "")  # what is still being worked on is no business of readers


@dataclass(frozen=True, slots=True)
class Standing:
    """How one text stands in one other language. `changes` are those of the source that it has not followed."""

    public_id: UUID
    locale: str
    source_locale: str
    site_id: int
    source_page: int
    title: str
    content_type: int
    path: str
    page: int | None
    translation: int | None
    handled_by: int | None
    source_since: datetime | None
    source_cause: str | None
    public_since: datetime | None
    changes: tuple[tuple[datetime, str], ...]
    passage: str | None
    withdrawn_at: datetime | None
    source_withdrawn_at: datetime | None

    @property
    def outdated_since(self) -> datetime | None:
        """Since when readers get a translation that its source does not bear out any more."""
        if self.public_since is None:
            return None
        if self.source_since is None:
            return self.source_withdrawn_at
        return min((since for since, _cause in self.changes), default=None)

    @property
    def state(self) -> State:
        """What readers get; where they get nothing, how far the work is."""
        if self.public_since is not None:
            return State.OUTDATED if self.outdated_since else State.CURRENT
        if self.is_in_approval:
            return State.IN_APPROVAL
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        return State.DRAFT if self.page else State.NONE

    @property
    def is_in_approval(self) -> bool:
        """Whether a new version is on its way through its chain."""
        return self.passage is not None

    @property
    def owed_changes(self) -> tuple[tuple[datetime, str], ...]:
        """What of the source has to be followed: for what was never translated, its newest text."""
        if self.public_since is not None or self.source_since is None:
            return self.changes
        return ((self.source_since, self.source_cause or ""),)


def standings_of(public_ids: Collection[UUID], *, locale: str = "") -> list[Standing]:
    """How these texts stand in every other language of their sites, or in one; one query."""
    if not public_ids:
        return []
    return read(QUERY + OF_THINGS, {"things": list(public_ids), "locale": locale})


def outdated_since(public_ids: Iterable[UUID], at: datetime) -> Mapping[tuple[UUID, str], datetime]:
    """Since when the translations among these texts are outdated, by public id and language; one query."""
    wanted = list(set(public_ids))
    found = read(FOR_READERS + OF_THINGS, {"things": wanted, "locale": ""}, at=at) if wanted else []
    return {(one.public_id, one.locale): one.outdated_since for one in found if one.outdated_since}


def read(query: str, values: Mapping[str, Any], *, at: datetime | None = None) -> list[Standing]:
    """The standings that a query with the columns of `QUERY` finds."""
    given = {
        "now": at or clock.now(),
        "under_way": [PassageState.IN_PROGRESS, PassageState.SCHEDULED],
        **values,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return [standing_in(row) for row in cursor.fetchall()]


def standing_in(row: tuple[Any, ...]) -> Standing:
    """The standing that a row with the columns of `QUERY` is."""
    *before, since, causes, passage, gone, source_gone = row
    values: list[Any] = [*before, tuple(zip(since or (), causes or (), strict=True)), passage, gone, source_gone]
    return Standing(*values)
