"""What the public could read of an item: its versions with their reasons, and one of them as it was."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.content import narrowing
from api.content.parameters import HISTORY, PUBLIC_ID
from api.content.queries import DUE_OF_ITEM, Head, Question, as_counted, ask, check_locale
from api.content.serializers import History as Described
from api.content.ways import KNOWN, REFUSED, ended, public_id_of
from api.http.cursors import NOT_OURS, Cursor, cursor_from, page_links
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.problems import Problem
from api.http.responses import Answer, answer
from api.http.views import PublicView
from api.publications.cards import cards_of
from api.publications.corrections import CORRECTIONS
from api.publications.enums import Kind, State
from api.publications.frames import moment
from api.publications.log import FRAME_ONLY
from api.publications.models import Version
from api.publications.payloads import row_of
from sites import clock
from workflows.passage.enums import WITHHELD, WithdrawalKind

# How a reader of the history is told of a cause; every other one goes out under its own name.
WHY: Mapping[str, str] = {
    WithdrawalKind.WITHDRAWN: "withdrawal",
    "unexplained": "withdrawal",
    "restricted": "withdrawal",
    "deleted": "gone",
    WithdrawalKind.UNLAWFUL: "erased",
    WithdrawalKind.SECRET: "erased",
    WithdrawalKind.PERSONAL: "erased",
}
SECOND = timedelta(seconds=1)


class History(PublicView):
    """`GET /content/{public_id}/history/`."""

    @described(
        "read_history",
        Described,
        parameters=HISTORY,
        path={"public_id": PUBLIC_ID},
        problems=(*REFUSED, "invalid_cursor", "not_found"),
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """The newest first; changes of what only surrounds the text are left out."""
        values = read_parameters(request, HISTORY)
        public_id = public_id_of(kwargs["public_id"])
        head = ask(request, values["site"], Question(KNOWN.sql, {"public_id": public_id}, due=DUE_OF_ITEM)).head
        check_locale(head, values["locale"])
        cursor = cursor_from(values["cursor"], length=1)
        locale = values["locale"] or head.first_locale
        rows, has_more = page_of(head, public_id, locale, cursor=cursor, limit=values["limit"])
        if not rows and cursor is None:
            raise Problem("not_found")
        ends: list[tuple[str, ...]] = [(str(row.seq),) for row in ((rows[0], rows[-1]) if rows else ())]
        links = page_links(request, ends, cursor=cursor, has_more=has_more)
        every = versions_told(head, public_id, locale)
        before = every.filter(seq__lt=rows[-1].seq).order_by("-seq").first() if rows else None
        counted = as_counted(every.count() if values["count"] else None)
        body = narrowing.written({"results": list(told(rows, before)), **links, **counted})
        return answer(
            request,
            body,
            keys=(head.key, f"item-{public_id}"),
            next_change_at=head.next_change_at,
            headers={"Content-Language": locale},
        )


def versions_of(head: Head, public_id: UUID, locale: str) -> QuerySet[Version]:
    """Every version of an item on a site in a language."""
    rows = Version.objects.filter(kind=Kind.PAGE, public_id=public_id, locale=locale, site=head.site)
    return rows.select_related("body")


def versions_told(head: Head, public_id: UUID, locale: str) -> QuerySet[Version]:
    """Those of them that readers are told of."""
    return versions_of(head, public_id, locale).exclude(causes=list(FRAME_ONLY)).defer("body__bytes")


def page_of(
    head: Head, public_id: UUID, locale: str, *, cursor: Cursor | None, limit: int
) -> tuple[list[Version], bool]:
    """One page of the versions that readers are told of, the newest first, and whether more follow."""
    rows = versions_told(head, public_id, locale)
    if cursor is None:
        rows = rows.order_by("-seq")
    elif cursor.is_backward:
        rows = rows.filter(seq__gt=_number(cursor)).order_by("seq")
    else:
        rows = rows.filter(seq__lt=_number(cursor)).order_by("-seq")
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return (shown[::-1] if cursor and cursor.is_backward else shown), len(found) > limit


def told(rows: Sequence[Version], before: Version | None) -> Iterator[dict[str, Any]]:
    """What a reader is told of each version, newest first; `before` is the one before the last of them."""
    for row, older in zip(rows, [*rows[1:], before], strict=False):
        known = len(older.frame.get(CORRECTIONS, ())) if older else 0
        said = [entry["notice"] for entry in row.frame.get(CORRECTIONS, ())[known:]]
        notice = row.frame.get("notice", "")
        yield {
            "version": row.seq,
            "at": moment(row.at),
            "state": row.state,
            "why": [WHY.get(cause, cause) for cause in row.causes],
            "notices": said if row.state == State.LIVE or not notice else [notice],
            "text": row.body_id,
            "withheld": is_withheld(row),
            "hash": row.hash,
        }


def as_of(head: Head, public_id: UUID, locale: str, at: datetime) -> bytes:
    """An item as the public could read it at a moment, to its second. Raises a Problem where it could not."""
    end = end_of(at)
    check_recorded(end)
    version = versions_of(head, public_id, locale).filter(at__lt=end).order_by("-seq").first()
    if version is None:
        raise Problem("not_found")
    form, is_live = as_it_was(version)
    if not is_live:
        raise ended(json.loads(form), (head.key, f"item-{public_id}"))
    return form


def check_passed(at: datetime) -> None:
    """Raise a Problem for a moment that is still to come."""
    if at > clock.now():
        raise Problem("invalid_parameter", errors={"as_of": [_("This moment is still to come.")]})


def end_of(at: datetime) -> datetime:
    """The end of the second of a moment: moments are told in seconds, and that of a version shows this version."""
    return at.replace(microsecond=0) + SECOND


def check_recorded(end: datetime) -> None:
    """Raise a Problem where nothing was recorded yet before this moment."""
    if not Version.objects.filter(at__lt=end).exists():
        raise Problem("before_records")


def as_it_was(version: Version) -> tuple[bytes, bool]:
    """What a version said, and whether that is a live item; how it ended where it must not be read any more."""
    body = version.body.bytes if version.body else None
    whole = bytes(row_of(version, None if body is None else bytes(body), cards_of([version])).whole)
    if version.state != State.LIVE:
        return whole, False
    same = {"kind": version.kind, "public_id": version.public_id, "locale": version.locale, "site": version.site}
    later = Version.objects.filter(**same, seq__gt=version.seq, causes__overlap=[str(kind) for kind in WITHHELD])
    if body is not None and not later.exists():
        return whole, True
    return narrowing.written(_withheld(version, later.first())), False


def _withheld(version: Version, later: Version | None) -> dict[str, Any]:
    """What is said of a text that was public and must not be read any more: state, cause, hash."""
    cause = later.causes[0] if later else "erased"
    return {
        "state": State.WITHDRAWN.value,
        "withheld": True,
        "cause": cause,
        "notice": later.frame.get("notice", "") if later else "",
        "successor": None,
        "ended_at": later.frame.get("ended_at") if later else None,
        "receipt": {"hash": version.hash},
    }


def is_withheld(row: Version) -> bool:
    """Whether nobody may read any more what a version said: its text is erased, or it says so of the item."""
    return bool(row.body and row.body.erased_at) or bool(WITHHELD.intersection(row.causes))


def _number(cursor: Cursor) -> int:
    if not cursor.key[0].isascii() or not cursor.key[0].isdigit() or len(cursor.key[0]) > 18:  # noqa: PLR2004 - bigint
        raise Problem("invalid_cursor", errors=NOT_OURS)
    return int(cursor.key[0])
