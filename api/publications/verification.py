"""Does the log say what the tables say, and does the chain hold? Reads only."""

import hashlib
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Max

from api.publications import lexicon
from api.publications.cards import cards_of
from api.publications.enums import Kind
from api.publications.hosts import SAID_BY_SITES, Atlas, host_rows
from api.publications.log import COLUMNS, hash_of
from api.publications.marks import every_subject
from api.publications.media import public_names_stored, referred_to
from api.publications.models import Body, Current, HostRow, Version
from api.publications.passes import present
from api.publications.payloads import row_of
from api.publications.selectors import NO_HASH, held_things, last_versions
from api.publications.things import Last, Presented, Subject, Thing

CHUNK = 200
UNFOUND = """
select coalesce(c.id, f.current_id) from (
  select * from api_publications_current where kind = 'page' and state = 'live'
) c full join api_publications_findable f on f.current_id = c.id
where (c.public_id, c.locale, c.site, c.type, c.sort_at, c.scope, c.terms)
    is distinct from (f.public_id, f.locale, f.site, f.type, f.sort_at, f.scope, f.terms)
  or f.plain is distinct from publications_plain(c.words, c.locale)
  or f.exact is distinct from publications_exact(c.words)
  or f.lead is distinct from publications_lead(c.words, c.locale)
  or f.files is distinct from publications_files(c.words[8], c.locale)
"""
UNFILED = """
select coalesce(c.current_id, f.current_id) from (
  select f.* from api_publications_current c cross join publications_filed(c) f
) c full join api_publications_filed f using (site, term, locale, sort_at, public_id)
where (c.type, c.month, c.current_id) is distinct from (f.type, f.month, f.current_id)
"""
FILES_ASTRAY = """
select t.name from api_publications_filetext t full join (
  select distinct unnest(publications_names(words[8])) as name from api_publications_current
  where kind = 'page' and state = 'live'
) c using (name) where t.name is null or c.name is null
"""


def differences() -> list[str]:
    """Everything in which log, current rows and tables do not agree; one sentence each."""
    return [*_of_chain(), *_of_bodies(), *_of_hosts(), *_of_things(), *_of_media(), *_of_lists(), *_of_search()]


def _of_chain() -> Iterator[str]:
    """Numbers without holes, each version under its hash and behind the one before."""
    expected, previous = 1, NO_HASH
    for version in Version.objects.order_by("seq").iterator(CHUNK):
        if version.seq != expected:
            yield f"version {version.seq}: {expected} was expected"
        if version.previous_hash != previous:
            yield f"version {version.seq}: does not follow the one before"
        if hash_of(version) != version.hash:
            yield f"version {version.seq}: is not what its hash says"
        expected, previous = version.seq + 1, version.hash


def _of_bodies() -> Iterator[str]:
    for sha256, content in Body.objects.filter(bytes__isnull=False).values_list("sha256", "bytes").iterator(CHUNK):
        if hashlib.sha256(content or b"").hexdigest() != sha256:
            yield f"text {sha256}: is not what its hash says"


def _of_media() -> Iterator[str]:
    """What is public lies in the public storage, and nothing else does."""
    stored, wanted = public_names_stored(), referred_to()
    yield from (f"medium {name}: is not in the public storage" for name in sorted(wanted - stored))
    yield from (f"medium {name}: nothing live refers to it" for name in sorted(stored - wanted))


def _of_lists() -> Iterator[str]:
    """What is live is filed under its own keys, and nothing else is."""
    with connection.cursor() as cursor:
        cursor.execute(UNFILED)
        yield from (f"current row {pk}: is not filed as it says" for (pk,) in cursor.fetchall())


def _of_search() -> Iterator[str]:
    """What can be found is what is live, word for word."""
    with connection.cursor() as cursor:
        cursor.execute(UNFOUND)
        yield from (f"current row {pk}: is not what search looks through" for (pk,) in cursor.fetchall())
        cursor.execute(FILES_ASTRAY)
        yield from (f"words of the file {name}: kept without an item, or not entered" for (name,) in cursor.fetchall())
    if not lexicon.is_in_line():
        yield "words taken for the same: are not what list and register say"


def _of_hosts() -> Iterator[str]:
    wanted, present_rows = host_rows(Atlas()), {row.hostname: row for row in HostRow.objects.all()}
    for name in sorted(set(wanted) | set(present_rows)):
        if _columns(wanted.get(name)) != _columns(present_rows.get(name)):
            yield f"host {name}: is not what the sites say"


def _columns(row: HostRow | None) -> dict[str, object] | None:
    return None if row is None else {name: getattr(row, name) for name in SAID_BY_SITES}


def _of_things() -> Iterator[str]:
    atlas, held = Atlas(), held_things()
    order = [Kind.PAGE, Kind.SITE, Kind.NAVIGATION, Kind.ADDRESS]
    subjects = sorted(every_subject(), key=lambda subject: (order.index(Kind(subject.kind)), subject))
    for start in range(0, len(subjects), CHUNK):
        yield from _of_some(subjects[start : start + CHUNK], atlas, held)


def _of_some(subjects: list[Subject], atlas: Atlas, held: dict[str, str]) -> Iterator[str]:
    last = last_versions(subjects)
    presented = present(subjects, last, atlas)
    for entry in presented:
        if entry.differs_from(last.get(entry.thing)):
            yield f"{entry.thing}: the tables say {_said(entry, last.get(entry.thing))}"
        if held.get(str(entry.thing), "") != entry.held:
            yield f"{entry.thing}: held for {held.get(str(entry.thing))!r}, should be {entry.held!r}"
    missing = set(last) - {entry.thing for entry in presented}
    yield from (f"{thing}: the tables say nothing of it" for thing in sorted(missing))
    yield from _of_rows(last, held)


def _said(entry: Presented, last: Last | None) -> str:
    """In what the fresh presentation differs."""
    if last is None:
        return "it is live, the log does not know it"
    if entry.state != last.state:
        return f"{entry.state}, the log says {last.state}"
    if entry.body != last.body:
        return "another text"
    keys = {key for key in {*entry.frame, *last.frame} if entry.frame.get(key) != last.frame.get(key)}
    return f"another frame ({', '.join(sorted(keys))})"


def _of_rows(last: dict[Thing, Last], held: dict[str, str]) -> Iterator[str]:
    """The rows of `Current` against the versions that they were made from, and against newer ones."""
    versions = {
        version.seq: version for version in Version.objects.filter(pk__in=[entry.seq for entry in last.values()])
    }
    bodies = dict(Body.objects.filter(versions__in=versions.values()).values_list("sha256", "bytes"))
    cards = cards_of(versions.values())
    rows, newest = {row.seq: row for row in Current.objects.filter(seq__in=versions)}, _newest_of(last)
    for thing, entry in last.items():
        row, version = rows[entry.seq], versions[entry.seq]
        body = bodies.get(version.body_id or "")
        if body is not None and hashlib.sha256(body).hexdigest() != version.body_id:
            continue  # said by `_of_bodies`
        wanted = row_of(version, None if body is None else bytes(body), cards)
        wrong = [name for name in COLUMNS if _value(row, name) != _value(wanted, name)]
        if (row.held, row.held_reason) != (str(thing) in held, held.get(str(thing), "")):
            wrong.append("held")
        if wrong:
            yield f"{thing}: its row is not what version {entry.seq} makes ({', '.join(wrong)})"
        if newest[thing] > entry.seq:
            yield f"{thing}: its row is older than the log"


def _newest_of(things: Iterable[Thing]) -> dict[Thing, int]:
    """The number of the newest version of each of these things, in the log itself."""
    rows = Version.objects.filter(public_id__in={thing.public_id for thing in things})
    numbers = rows.order_by().values_list(*Thing._fields).annotate(Max("seq"))
    return {Thing(*key): number for *key, number in numbers}


def _value(row: Current, name: str) -> object:
    value = getattr(row, name)
    return bytes(value) if isinstance(value, memoryview) else value
