"""Reading the log: what it says last of a thing, what others show of it, what is held."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from api.publications.enums import AlarmKind, Kind, State
from api.publications.models import Alarm, Body, Current, Version
from api.publications.things import Face, Last, Subject, Thing
from workflows.passage.models import Release, Withdrawal

NO_HASH = "0" * 64
LAST_FIELDS = ("kind", "public_id", "locale", "site", "seq", "state", "body_id", "release_id", "frame")


def last_versions(subjects: Iterable[Subject]) -> dict[Thing, Last]:
    """The newest version of every thing of these subjects."""
    by_kind: dict[str, list[UUID]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject.public_id)
    wanted = Q(pk__in=[])
    for kind, public_ids in by_kind.items():
        wanted |= Q(kind=kind, public_id__in=public_ids)
    rows = Version.objects.filter(pk__in=Current.objects.filter(wanted).values("seq")).values_list(*LAST_FIELDS)
    return {
        Thing(kind, public_id, locale, site): Last(seq, state, body, release, frame)
        for kind, public_id, locale, site, seq, state, body, release, frame in rows
    }


def live_faces(public_ids: Collection[UUID]) -> list[Face]:
    """What others may show of these pages: the live ones, in every language and on every site.

    Read from what is sent, not from frames: a title that has been erased is then nowhere.
    """
    rows = Current.objects.filter(kind=Kind.PAGE, state=State.LIVE, public_id__in=public_ids)
    fields = ("kind", "public_id", "locale", "site", "list_form")
    return [_face(Thing(*key), json.loads(form)) for *key, form in rows.values_list(*fields)]


def _face(thing: Thing, form: dict[str, str]) -> Face:
    return Face(thing=thing, type=form["type"], title=form["title"], path=form["path"], url=form["url"])


def live_things_on(paths: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], Thing]:
    """Which live page stands on each of these (site, path)."""
    rows = Current.objects.filter(
        kind=Kind.PAGE, state=State.LIVE, site__in={site for site, _ in paths}, path__in={path for _, path in paths}
    ).values_list("kind", "public_id", "locale", "site", "path")
    return {(site, path): Thing(kind, public_id, locale, site) for kind, public_id, locale, site, path in rows}


def releases_of(public_ids: Collection[UUID]) -> dict[tuple[UUID, str], list[Release]]:
    """The releases of these things that are not revoked, by public id and language, the oldest first."""
    found: dict[tuple[UUID, str], list[Release]] = {}
    for release in Release.objects.filter(public_id__in=public_ids, revoked_at__isnull=True).order_by("id"):
        found.setdefault((release.public_id, release.locale), []).append(release)
    return found


def embargo_of(releases: Iterable[Release], text_sha256: str, at: datetime) -> datetime | None:
    """Until when one of these releases of this text forbids it to be public."""
    moments = (release.not_before for release in releases if release.text_sha256 == text_sha256 and release.not_before)
    return min((moment for moment in moments if moment > at), default=None)


def erased_among(hashes: Collection[str]) -> set[str]:
    """Which of these texts were erased."""
    return set(Body.objects.filter(pk__in=hashes, erased_at__isnull=False).values_list("pk", flat=True))


def withdrawal_after(release_id: int | None, public_id: UUID, locale: str) -> Withdrawal | None:
    """The newest withdrawal of a thing that took back what this release had made public."""
    withdrawals = Withdrawal.objects.filter(public_id=public_id, locale=locale).order_by("-id")
    released_at = Release.objects.filter(pk__in=[release_id]).values_list("released_at", flat=True).first()
    if released_at is not None:
        withdrawals = withdrawals.filter(at__gte=released_at)
    return withdrawals.first()


def ending_of(public_id: UUID, locale: str) -> Withdrawal | None:
    """How a thing ended last, in a language or, where it never was in it, in any."""
    endings = Withdrawal.objects.filter(public_id=public_id).order_by("-id")
    return endings.filter(locale=locale).first() or endings.first()


def ended_among(public_ids: Collection[UUID]) -> set[UUID]:
    """Which of these were public once and are live nowhere."""
    rows = Current.objects.filter(kind=Kind.PAGE, public_id__in=public_ids).values_list("public_id", "state")
    states: dict[UUID, set[str]] = {}
    for public_id, state in rows:
        states.setdefault(public_id, set()).add(state)
    return {public_id for public_id, found in states.items() if State.LIVE not in found}


def held_things() -> dict[str, str]:
    """The things that are held, with the reason."""
    return dict(Alarm.objects.filter(kind=AlarmKind.HELD, cleared_at__isnull=True).values_list("thing", "detail"))


def head() -> tuple[int, str]:
    """Number and hash of the newest version; (0, zeros) before the first."""
    seq = Version.objects.aggregate(seq=Max("seq"))["seq"]
    if seq is None:
        return 0, NO_HASH
    return seq, Version.objects.values_list("hash", flat=True).get(pk=seq)
