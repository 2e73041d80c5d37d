"""A translation opened: source and target side by side, segment by segment, as they stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from wagtail.models import Page, Revision

from cms.blocks.marking import marks_in
from cms.pages.models import BasePage
from cms.pages.segments import Segment, aligned, by_shape, by_text, in_terms_of, segments_of
from sites import clock
from sites.refusals import Missing
from workflows.passage.selectors import releases_in_force
from workflows.passage.texts import hash_of
from workflows.translation.enums import SegmentState
from workflows.translation.models import Translation, Wording


@dataclass(frozen=True, slots=True)
class Source:
    """The text that is translated: the newest one in force; before there is one, the newest draft."""

    page: BasePage
    revision: Revision | None
    sha256: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One segment: source and target as they are, and what the source said when the target was written."""

    segment: Segment
    target: str
    state: SegmentState
    before: str = ""
    wording: Wording | None = None

    @property
    def key(self) -> str:
        """The name of the segment."""
        return self.segment.key

    @property
    def marks(self) -> list[str]:
        """The marks that the target needs."""
        return marks_in(self.segment.text) if self.segment.tags else []


@dataclass(frozen=True, slots=True)
class Opened:
    """A translation with both texts. `dropped` are wordings of segments that the source does not have any more."""

    translation: Translation
    source: Source
    before: BasePage
    page: BasePage
    lines: Sequence[Line]
    dropped: Sequence[Wording] = field(default_factory=tuple)

    def line(self, key: str) -> Line:
        """The line of a segment; raises Missing."""
        for line in self.lines:
            if line.key == key:
                return line
        raise Missing(code="unknown_segment")

    def count(self, state: SegmentState) -> int:
        """How many segments stand so."""
        return sum(line.state == state for line in self.lines)

    @property
    def is_done(self) -> bool:
        """Whether every segment corresponds to the source as it is now."""
        return all(line.state == SegmentState.CURRENT for line in self.lines)


def source_of(public_id: UUID, locale: str) -> Source:
    """The source of translations as it stands now; raises Missing where there is no such page."""
    release = releases_in_force(public_id, locale, clock.now()).select_related("revision").first()
    if release and release.revision:
        return Source(_rebuilt(release.revision), release.revision, release.text_sha256, is_public=True)
    row = Page.objects.filter(translation_key=public_id, locale__language_code=locale).first()
    if row is None:
        raise Missing(code="no_source")
    page = cast("BasePage", row.specific)
    if not page.live and page.latest_revision:
        page = _rebuilt(page.latest_revision)
    return Source(page, page.latest_revision, hash_of(page), is_public=page.live)


def opened(translation: Translation) -> Opened:
    """Everything about a translation that has a page."""
    if translation.page is None:
        raise Missing(code="no_draft")
    source = source_of(translation.public_id, translation.source_locale)
    page = cast("BasePage", translation.page.specific.get_latest_revision_as_object())
    shaped = translation.shaped_after
    same = shaped is None or (source.revision is not None and shaped.pk == source.revision.pk)
    before = source.page if same or shaped is None else _rebuilt(shaped)
    lines, dropped = _lines(before, source.page, page, newest_wordings(translation))
    return Opened(translation, source, before, page, lines, dropped)


def newest_wordings(translation: Translation) -> dict[str, Wording]:
    """The newest wording of each segment, by name."""
    rows = Wording.objects.filter(translation=translation).select_related("by")
    return {row.key: row for row in rows.order_by("key", "-id").distinct("key")}


def targets_beside(source: Sequence[Segment], page: BasePage) -> dict[str, str]:
    """What a page in another language says for each segment of its source, with marks as the source numbers them."""
    own = segments_of(page)
    by_key = {segment.key: segment for segment in own}
    return {
        segment.key: in_terms_of(segment, by_key[other]).text
        for segment in source
        if (other := aligned(own, source, same=by_shape).get(segment.key))
    }


def _lines(
    before: BasePage, now: BasePage, page: BasePage, wordings: Mapping[str, Wording]
) -> tuple[list[Line], list[Wording]]:
    old, new = segments_of(before), segments_of(now)
    targets, by_key = targets_beside(old, page), {segment.key: segment for segment in old}
    ways = aligned(old, new, same=by_text)
    lines, used = [], set()
    for segment in new:
        way = ways.get(segment.key, segment.key)
        wording = wordings.get(segment.key) or wordings.get(way)
        used |= {segment.key, way}
        lines.append(_line(segment, by_key.get(way), targets.get(way, ""), wording))
    return lines, [wording for key, wording in wordings.items() if key not in used]


def _line(segment: Segment, old: Segment | None, target: str, wording: Wording | None) -> Line:
    """A target that only repeats the source is none, unless somebody wrote it."""
    if wording is None and (old is None or target in ("", old.text)):
        return Line(segment, "", SegmentState.NONE)
    target = target or (wording.target if wording else "")
    before, sha256 = (wording.source, wording.source_sha256) if wording else (old.text, old.sha256) if old else ("", "")
    state = SegmentState.CURRENT if sha256 == segment.sha256 else SegmentState.OUTDATED
    return Line(segment, target, state, "" if state == SegmentState.CURRENT else before, wording)


def _rebuilt(revision: Revision) -> BasePage:
    return cast("BasePage", revision.as_object())
