"""`GET /changes/`: what is there, and then everything that changes, in order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.content import narrowing
from api.content.queries import Found, ask
from api.content.ways import REFUSED
from api.following.entries import written
from api.following.parameters import CHANGES
from api.following.queries import Place, Row, place_in, question_of
from api.following.serializers import ChangePage
from api.http.callers import note_position
from api.http.cursors import address_from
from api.http.cursors import written as written_cursor
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.problems import Problem
from api.http.reading import ask_the_primary
from api.http.responses import Answer, answer
from api.http.views import PublicView
from api.publications.payloads import PRESENTER

SHORT = {"Cache-Control": "public, max-age=5, stale-while-revalidate=5"}


class Changes(PublicView):
    """`GET /changes/`."""

    @described("list_changes", ChangePage, parameters=CHANGES, problems=(*REFUSED, "invalid_cursor", "cursor_unknown"))
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Without `since`, what is public now; with it, every change since then in order, deletions included."""
        values = read_parameters(request, CHANGES)
        if values["since"] is not None and values["cursor"] is not None:
            raise Problem("invalid_parameter", errors={"cursor": [_("Give either this or `since`.")]})
        place = place_in(values["since"], values["cursor"])
        found = ask(request, values["site"], question_of(place, values))
        _check(found)
        rows = [Row(*row) for row in found.rows]
        shown = rows[: values["limit"]]
        start, on = _where_to(place, found, shown, has_more=len(rows) > len(shown))
        rest = {
            "next": address_from(request, "cursor" if on.is_snapshot else "since", on.cursor) if on else None,
            "cursor": written_cursor(start.cursor),
            "form": PRESENTER,
        }
        if start.number is not None and (on is None or not on.is_snapshot):
            note_position(request, start.number)
        body = narrowing.page([written(row, values["fields"]) for row in shown], narrowing.written(rest))
        return answer(request, body, keys=(found.head.key, "changes"), headers=SHORT)


def _check(found: Found) -> None:
    """Raise a Problem if the site never spoke the language, or the log does not know where the reader stands."""
    is_known, has_locale, *_place = found.padding
    if not (is_known and has_locale):
        ask_the_primary()
    if not has_locale:
        raise Problem("unknown_locale", members={"languages": list(found.head.languages)})
    if not is_known:
        raise Problem("cursor_unknown", _("Begin anew: ask without `since`."))


def _where_to(place: Place, found: Found, shown: Sequence[Row], *, has_more: bool) -> tuple[Place, Place | None]:
    """From where a reader follows when he has read to the end, and where he reads on now, if there is more."""
    number, sha256, beyond = found.padding[2:]
    if place.is_snapshot:
        begun = Place(number, sha256)
        last = shown[-1].seq if has_more else beyond
        return begun, None if last is None else replace(begun, after=last)
    if has_more:
        return (last := Place(shown[-1].seq, shown[-1].hash)), last
    return (end := Place(number, sha256)), end if beyond else None
