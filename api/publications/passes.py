"""One pass: subjects are presented, compared with the log, and what differs is appended."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from api.publications.addresses import AddressDesk
from api.publications.alarms import bring_alarms_in_line
from api.publications.enums import Kind, State
from api.publications.faces import Faces
from api.publications.hosts import Atlas, remake_host_rows
from api.publications.lexicon import KINDS_OF_WORDS, remake_lexicon
from api.publications.lists import touched_by
from api.publications.log import append
from api.publications.marks import mark_at_once, mark_following, subjects_made_from
from api.publications.media import let_go_after_commit, media_in, put_out
from api.publications.models import Due
from api.publications.navigation import beside
from api.publications.origins import sources_of
from api.publications.pages import PageDesk, PutOut
from api.publications.places import PlaceDesk
from api.publications.selectors import held_things, last_versions, live_faces
from api.publications.things import Last, Presented, Subject, Thing
from sites import clock
from sites.memory import remembering

KINDS_OF_HOSTS = frozenset({"site", "place", "locale", "everything"})


def present(
    subjects: Collection[Subject], last: dict[Thing, Last], atlas: Atlas, *, put_out: PutOut = lambda _names: None
) -> list[Presented]:
    """What is to be said of these subjects now; writes nothing but what `put_out` does."""
    faces = Faces()
    pages = PageDesk(atlas=atlas, last=last, faces=faces, at=clock.now(), put_out=put_out)
    with remembering():  # which site, whose name, by which rule: the same for all pages of a pass
        presented = pages.present(subject.public_id for subject in subjects if subject.kind == Kind.PAGE)
    places = PlaceDesk(atlas=atlas, last=last, faces=faces, pages=tuple(presented), put_out=put_out)
    for kind in (Kind.SITE, Kind.NAVIGATION):
        presented += places.present(kind, (subject.public_id for subject in subjects if subject.kind == kind))
    addresses = AddressDesk(atlas=atlas, last=last, faces=faces)
    presented += addresses.present(subject.public_id for subject in subjects if subject.kind == Kind.ADDRESS)
    return presented


def present_and_append(subjects: Collection[Subject], *, kinds: Collection[str] = ()) -> int:
    """Present these subjects and append what differs. `kinds` of marks say what else to bring in line."""
    atlas = Atlas()
    if KINDS_OF_HOSTS & set(kinds):
        remake_host_rows(atlas)
    if KINDS_OF_WORDS & set(kinds):
        remake_lexicon()
    last = last_versions(subjects)
    menus = beside(subjects, last, atlas) - set(subjects)
    subjects, last = {*subjects, *menus}, {**last, **last_versions(menus)}
    presented = present(subjects, last, atlas, put_out=put_out)
    bring_alarms_in_line(presented)
    bring_dues_in_line(presented)
    entries = [entry for entry in presented if entry.differs_from(last.get(entry.thing))]
    before = {face.thing: face for face in live_faces({entry.thing.public_id for entry in entries})}
    append(entries)
    turned = [entry for entry in entries if entry.face is None or before.get(entry.thing) != entry.face]
    follow_up(_affected_by(turned))
    follow_up(sources_of(turned, (last[entry.thing].frame for entry in turned if entry.thing in last)))
    _follow_lists(entries)
    let_go_after_commit(names for entry in entries for names in media_in(last.get(entry.thing)))
    return len(entries)


def follow_up(subjects: Iterable[Subject]) -> None:
    """Have subjects presented again that were made from something that has changed."""
    mark_following(subjects)


def _follow_lists(entries: Collection[Presented]) -> None:
    """Lists that show one of these. The title of what has ended stands on no front page any longer than it must."""
    with_ended = subjects_made_from(touched_by(entry for entry in entries if entry.state != State.LIVE))
    mark_at_once(with_ended)
    follow_up(subjects_made_from(touched_by(entries)) - with_ended)


def bring_dues_in_line(presented: Iterable[Presented]) -> None:
    """Keep the planned moment of each thing, and forget it where nothing is planned."""
    dues: dict[Thing, datetime] = {}
    seen = Q(pk__in=[])
    for entry in presented:
        thing = entry.thing
        seen |= Q(kind=thing.kind, public_id=thing.public_id, locale=thing.locale, site=thing.site)
        if entry.due_at is not None:
            dues[thing] = entry.due_at
    Due.objects.filter(seen).delete()
    Due.objects.bulk_create([Due(**thing._asdict(), at=at) for thing, at in dues.items()])


def _affected_by(turned: Iterable[Presented]) -> set[Subject]:
    """Whoever shows something of a page whose face has changed, or leads to where it leads now that it has ended.

    And whoever waits for a path that became free.
    """
    changed = {entry.thing.subject for entry in turned if entry.thing.kind == Kind.PAGE}
    if not changed:
        return set()
    waiting = {Thing.named(name).subject for name in held_things()}
    return (subjects_made_from(f"page:{subject.public_id}" for subject in changed) | waiting) - changed
