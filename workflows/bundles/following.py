"""A bundle follows the passages of its items: they move together, and the first stands for all."""

from collections.abc import Mapping

from django.urls import reverse

from sites import clock
from workflows.bundles.enums import ActKind, BundleState
from workflows.bundles.models import Bundle
from workflows.bundles.recording import note
from workflows.bundles.registry import reading_rooms
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage
from workflows.passage.registry import Face

STATES: Mapping[str, tuple[BundleState, ActKind | None]] = {
    PassageState.IN_PROGRESS: (BundleState.UNDER_WAY, None),
    PassageState.RETURNED: (BundleState.OPEN, ActKind.RETURNED),
    PassageState.CANCELLED: (BundleState.OPEN, ActKind.CANCELLED),
    PassageState.SCHEDULED: (BundleState.SCHEDULED, ActKind.SCHEDULED),
    PassageState.PUBLISHED: (BundleState.PUBLISHED, ActKind.PUBLISHED),
}


def face(passage: Passage) -> Face | None:
    """What a bundle is called, and where those whom it concerns look at it."""
    bundle = Bundle.objects.filter(leader=passage.led_by_id).first()
    return Face(bundle.title, address_of(bundle)) if bundle else None


def address_of(bundle: Bundle) -> str:
    """Where a bundle is looked at now."""
    if bundle.state == BundleState.UNDER_WAY:
        return next((room(bundle) for room in reading_rooms), "") or reverse("bundles:bundle", args=(bundle.pk,))
    return reverse("bundles:bundle", args=(bundle.pk,))


def follow(leader: Passage) -> None:
    """Put the bundle where its items are, and write down what happened."""
    bundle = Bundle.objects.select_for_update(of=("self",)).filter(leader=leader).first()
    state, kind = STATES[leader.state]
    if bundle is None or bundle.state == state:
        return
    bundle.state = state
    if state == BundleState.PUBLISHED:
        bundle.public_at = clock.now()
        bundle.items.update(binds=False)
    bundle.save(update_fields=("state", "public_at"))
    last = leader.decisions.order_by("id").last()
    is_timetable = kind == ActKind.PUBLISHED and leader.go_live_at is not None
    if kind and last:
        note(bundle, kind, None if is_timetable else last.actor, reason=last.comment)
