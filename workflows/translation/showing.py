"""What the screens of one text and of one row show alike: a segment, figures, and what a script is answered."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.http import HttpRequest, JsonResponse

from cms.pages.comparison import word_differences
from sites.refusals import Conflict, Refusal
from workflows.translation.enums import SegmentState
from workflows.translation.seen import fingerprint
from workflows.translation.texts import Line

LETTERS_A_LINE = 60


class Counted(Protocol):
    """What has segments: a text, a row."""

    def count(self, state: SegmentState) -> int:
        """How many segments stand so."""

    @property
    def is_done(self) -> bool:
        """Whether every segment that is needed corresponds to the source as it is now."""


def segment_shown(number: int, line: Line, mine: Any, terms: list[str], *, tallest: int) -> dict[str, Any]:
    """One segment as a screen shows it; what somebody wrote and could not save (`mine`) stands in its field."""
    is_mine = mine is not None and mine.get("key") == line.key and mine.get("act") == "write"
    before, now = word_differences(line.before, line.segment.text) if line.before else ("", "")
    return {
        "number": number,
        "line": line,
        "label": str(line.segment.label),
        "text": mine.get("text", "") if is_mine else line.target,
        "seen": fingerprint(line.target),
        "terms": terms,
        "before": before,
        "now": now,
        "height": min(tallest, 1 + len(line.segment.text) // LETTERS_A_LINE),
    }


def counts_shown(found: Counted) -> dict[str, int]:
    """How many segments stand how."""
    return {str(state): found.count(state) for state in SegmentState}


def given_in(request: HttpRequest, *names: str) -> dict[str, str]:
    """What a form of a segment says."""
    return {name: request.POST.get(name, "") for name in names}


def is_asked_by_script(request: HttpRequest) -> bool:
    """Whether the answer is for a script on the screen."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


def saved(found: Counted, line: Line, against: Callable[[Line], list[str]]) -> JsonResponse:
    """What a script is told of a segment that was saved."""
    said: Mapping[str, Any] = {
        "state": line.state,
        "label": str(SegmentState(line.state).label),
        "seen": fingerprint(line.target),
        "target": line.target,
        "counts": counts_shown(found),
        "terms": against(line),
        "is_done": found.is_done,
    }
    return JsonResponse(said)


def refused(refusal: Refusal) -> JsonResponse:
    """What a script is told of what was not saved."""
    said = [str(reason) for reason in refusal.reasons if str(reason)]
    return JsonResponse({"code": refusal.code, "reasons": said}, status=409 if isinstance(refusal, Conflict) else 400)
