"""What readers are told of changes: notices of corrections and supplements, and the date of the newest change."""

from collections.abc import Iterable
from typing import Any

from api.publications.things import Json, Last, Presented
from sites.clock import VIETNAM
from sites.domains.models import PublicSite
from workflows.passage.enums import Cause
from workflows.passage.kinds import minor_rule
from workflows.passage.models import Release

CORRECTIONS = "corrections"


def said_of(releases: Iterable[Release]) -> tuple[Json, ...]:
    """The notices of releases: when, what kind of change, what readers are told."""
    return tuple(
        {
            "at": (row.not_before or row.released_at).astimezone(VIETNAM).isoformat(timespec="seconds"),
            "kind": row.cause,
            "notice": row.notice,
        }
        for row in releases
        if row.notice
    )


def changes_frame(entry: Presented, *, last: Last | None, site: PublicSite) -> dict[str, Any]:
    """What the frame of a live page says of its changes. Notices that were public once stay.

    A minor change leaves the date that readers see as it was, where the rule says so.
    """
    if last is None:
        return kept(None, entry.said)
    shown = last.frame.get("updated_at") if last.is_live else None
    is_quiet = not entry.causes or (set(entry.causes) == {Cause.MINOR} and not minor_rule(site).renews_date)
    date = {"updated_at": shown} if shown and is_quiet else {}
    return {**kept(last, entry.said), **date}


def kept(last: Last | None, said: tuple[Json, ...] = ()) -> dict[str, list[Json]]:
    """Every notice that was public, the oldest first; nothing where there is none."""
    notices = [*(last.frame.get(CORRECTIONS, ()) if last else ()), *said]
    return {CORRECTIONS: notices} if notices else {}
