"""Reading passages and releases: what may be public, what waits for whom, what is due."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from workflows.passage.models import Release


def releases_in_force(public_id: UUID, locale: str, at: datetime) -> QuerySet[Release]:
    """The releases of a thing that are neither revoked nor under embargo at a moment, the newest first."""
    return Release.objects.filter(
        Q(not_before__isnull=True) | Q(not_before__lte=at), public_id=public_id, locale=locale, revoked_at__isnull=True
    ).order_by("-id")


def release_for(public_id: UUID, locale: str, text_sha256: str, at: datetime, *, since_id: int = 0) -> Release | None:
    """The newest release that allows this text of this thing to be public at a moment.

    `since_id` is the release of the newest version in the log: an older text does not come back by itself.
    """
    return releases_in_force(public_id, locale, at).filter(text_sha256=text_sha256, id__gte=since_id).first()
