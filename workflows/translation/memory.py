"""What was written before on a site for the same or a similar source. Drafts of other sites are never shown."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity

from cms.pages.segments import Segment
from workflows.translation.models import Wording

LEAST = 0.45
MOST = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wording from elsewhere, and how much its source is like this one, in percent."""

    wording: Wording
    percent: int


def suggestions(segment: Segment, *, locale: str, site: int) -> list[Suggestion]:
    """What was written for the same source first, then for the most similar ones, the newest first; each text once."""
    same = _rows(locale, site).filter(source_sha256=segment.sha256).order_by("-id")[:MOST]
    found = [Suggestion(row, 100) for row in same]
    if len(found) < MOST:
        like: Any = (
            _rows(locale, site).filter(source__trigram_similar=segment.text).exclude(source_sha256=segment.sha256)
        )
        like = like.annotate(similarity=TrigramSimilarity("source", segment.text)).filter(similarity__gte=LEAST)
        found += [
            Suggestion(row, round(row.similarity * 100)) for row in like.order_by("-similarity", "-id")[: MOST * 2]
        ]
    once = {one.wording.target: one for one in reversed(found)}
    return sorted(once.values(), key=lambda one: -one.percent)[:MOST]


def _rows(locale: str, site: int) -> Any:
    return Wording.objects.filter(locale=locale, translation__site=site).select_related("translation__site", "by")
