"""From the log to receipts: each publication gets one for every place where it is read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from api.consumers.selectors import head_number
from api.preview.models import PreviewAddress
from api.publications.enums import Kind, State
from api.publications.log import FRAME_ONLY
from api.publications.models import Version
from api.receipts.enums import Fault
from api.receipts.enums import State as Stands
from api.receipts.models import OPEN, Reach, Receipt
from sites import clock
from workflows.passage.enums import ReleaseKind

AT_ONCE = 500  # versions
THING = ("kind", "public_id", "locale", "site")

type Frontends = Mapping[tuple[UUID, str], Sequence[PreviewAddress]]


def publications() -> QuerySet[Version]:
    """The versions that somebody decided: a text, an ending, another address. What follows from others has none."""
    before = Version.objects.filter(**{name: OuterRef(name) for name in THING}, seq__lt=OuterRef("seq"))
    path_before = before.order_by("-seq").annotate(stood=KT("frame__path")).values("stood")[:1]
    rows = Version.objects.filter(kind=Kind.PAGE).annotate(path=KT("frame__path"), path_before=Subquery(path_before))
    return rows.filter(~Q(causes=list(FRAME_ONLY)) | ~Q(path=F("path_before")))


def place_of(site: UUID, frontend: PreviewAddress | None) -> str:
    """What is asked: our own address of a site, or a frontend."""
    return f"frontend:{frontend.pk}" if frontend else f"site:{site}"


@transaction.atomic
def follow() -> int:
    """Make the receipts of the next versions of the log; answers how many. A newer one ends those that wait before it.

    Twice does nothing: how far it came is written down with them.
    """
    reach, _is_new = Reach.objects.select_for_update().get_or_create(defaults={"position": 0})
    upto = min(head_number(), reach.position + AT_ONCE)
    if upto <= reach.position:
        return 0
    rows = publications().filter(seq__gt=reach.position, seq__lte=upto).select_related("release").order_by("seq")
    made = Receipt.objects.bulk_create(list(_receipts(rows, _frontends())))
    if made:
        supersede({receipt.version.public_id for receipt in made})
    reach.position = upto
    reach.save()
    return len(made)


def supersede(public_ids: Collection[UUID]) -> None:
    """End what of these things was not seen before the next publication."""
    newer = Receipt.objects.filter(
        **{f"version__{name}": OuterRef(f"version__{name}") for name in THING},
        place=OuterRef("place"),
        version__gt=OuterRef("version"),
    )
    late = Receipt.objects.filter(OPEN, Exists(newer), version__public_id__in=public_ids)
    Receipt.objects.filter(pk__in=late.values("pk")).update(state=Stands.SUPERSEDED, ended_at=clock.now())


def let_go_of_frontends() -> None:
    """End what waits for a frontend whose pages are no longer looked at: it was never seen there, and that stays."""
    rows = Receipt.objects.filter(OPEN, frontend__public="")
    now = clock.now()
    Receipt.objects.filter(pk__in=rows.filter(state=Stands.WAITING).values("pk")).update(
        state=Stands.ALARM, alarmed_at=now, fault=Fault.NOT_ASKED
    )
    Receipt.objects.filter(pk__in=rows.values("pk")).update(ended_at=now)


def _frontends() -> Frontends:
    found: dict[tuple[UUID, str], list[PreviewAddress]] = {}
    for row in PreviewAddress.objects.exclude(public="").select_related("site"):
        found.setdefault((row.site.public_id, row.locale), []).append(row)
    return found


def _receipts(rows: QuerySet[Version], frontends: Frontends) -> Iterator[Receipt]:
    now = clock.now()
    for version in rows:
        for frontend in (None, *frontends.get((version.site, version.locale), ())):
            yield Receipt(
                version=version,
                frontend=frontend,
                place=place_of(version.site, frontend),
                since=_decided_at(version),
                made_at=now,
                next_try_at=now,
            )


def _decided_at(version: Version) -> datetime:
    """When what the version says was to become true: the release or its moment, the ending; else the version itself."""
    release = version.release
    if version.causes == list(FRAME_ONLY):
        return version.at
    if version.state != State.LIVE:
        ended = version.frame.get("ended_at")
        return min(datetime.fromisoformat(ended), version.at) if ended else version.at
    if release is None or release.kind == ReleaseKind.IMPORT:
        return version.at
    return min(max(filter(None, (release.released_at, release.not_before))), version.at)
