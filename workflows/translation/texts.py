"""A translation opened: source and target side by side, segment by segment, as they stand now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from wagtail.models import Page, Revision

from cms.blocks.marking import MARK, marks_in
from cms.pages.models import BasePage
from cms.pages.segments import (
    Segment,
    aligned,
    asked_of_translation,
    by_place,
    by_shape,
    by_text,
    in_terms_of,
    is_a_place,
    segments_of,
)
from sites import clock
from sites.accounts.models import User
from sites.refusals import Missing
from workflows.passage.selectors import releases_in_force
from workflows.passage.texts import hash_of
from workflows.translation.enums import How, SegmentState
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
    """One segment: source and target as they are, and what the source said when the target was written. `tags` are
    what the marks in the target stand for.
    """

    segment: Segment
    target: str
    state: SegmentState
    tags: tuple[str, ...] = ()
    before: str = ""
    before_sha256: str = ""
    wording: Wording | None = None

    @property
    def key(self) -> str:
        """The name of the segment."""
        return self.segment.key

    @property
    def marks(self) -> list[str]:
        """The marks that the target needs."""
        return marks_in(self.segment.text) if self.segment.tags else []

    def written(self, actor: User, translation: Translation, text: str, how: How) -> Wording:
        """The wording, not yet saved, by which a person gives the segment its words of the source as it is now."""
        return Wording(
            translation=translation,
            locale=translation.locale,
            key=self.key,
            shape=self.segment.shape,
            source=self.segment.text,
            source_sha256=self.segment.sha256,
            target=text,
            how=how,
            by=actor,
            at=clock.now(),
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A translation with both texts. `dropped` are wordings of segments that the source does not have any more, `loose`
    what the draft says beside them, written elsewhere: it is written down before the draft is reshaped.
    """

    translation: Translation
    source: Source
    before: BasePage
    page: BasePage
    lines: Sequence[Line]
    dropped: Sequence[Wording] = field(default_factory=tuple)
    loose: Sequence[Segment] = field(default_factory=tuple)

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


def is_behind(translation: Translation) -> bool:
    """Whether the source says something else than what the translation was made of."""
    return translation.source_sha256 != source_of(translation.public_id, translation.source_locale).sha256


def opened(translation: Translation) -> Opened:
    """Everything about a translation that has a page, as it stands at this moment; raises Missing where it has none."""
    rows = Translation.objects.select_related("page", "site", "handled_by", "shaped_after")
    translation = rows.get(pk=translation.pk)
    if translation.page is None:
        raise Missing(code="no_draft")
    source = source_of(translation.public_id, translation.source_locale)
    page = cast("BasePage", translation.page.specific.get_latest_revision_as_object())
    shaped = translation.shaped_after
    same = shaped is None or (source.revision is not None and shaped.pk == source.revision.pk)
    before = source.page if same or shaped is None else _rebuilt(shaped)
    wordings = wordings_of(translation)
    asked = asked_of_translation(page, source=source.page, before=before)
    lines, dropped = _lines(before, asked, page, wordings)
    return Opened(translation, source, before, page, lines, dropped, _loose(page, before, lines, wordings))


def wordings_of(translation: Translation) -> list[Wording]:
    """Everything that was written for it, the newest first; what only lies beside it is none of it."""
    rows = Wording.objects.filter(translation=translation).exclude(how=How.BESIDE)
    return list(rows.select_related("by").order_by("-id"))


def targets_beside(source: Sequence[Segment], page: BasePage) -> dict[str, Segment]:
    """What a page in another language says for each segment of its source, with marks as the source numbers them."""
    own = segments_of(page)
    by_key = {segment.key: segment for segment in own}
    ways = aligned(own, source, same=by_shape, near=by_shape)
    return {segment.key: in_terms_of(segment, by_key[ways[segment.key]]) for segment in source if segment.key in ways}


def _lines(
    before: BasePage, now: BasePage, page: BasePage, wordings: Sequence[Wording]
) -> tuple[list[Line], list[Wording]]:
    old, new = segments_of(before), segments_of(now)
    targets, by_key = targets_beside(old, page), {segment.key: segment for segment in old}
    ways = aligned(old, new, same=by_text, near=by_place)
    lines, written = [], Written(wordings)
    for segment in new:
        way = ways.get(segment.key, "")
        beside = targets.get(way)
        found = written.of(segment, way, beside.text if beside else "")
        lines.append(_line(segment, by_key.get(way), in_terms_of(segment, beside) if beside else None, found))
    return lines, _dropped(lines, wordings)


class Written:
    """Everything that was written for a translation, by its words and by the name of its segment, the newest first."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self.by_words: dict[str, list[Wording]] = {}
        self.by_name: dict[str, Wording] = {}
        for one in wordings:
            self.by_words.setdefault(one.target, []).append(one)
            self.by_name.setdefault(one.key, one)

    def of(self, segment: Segment, way: str, target: str) -> Wording | None:
        """The wording that the draft has at a segment: the newest with these words, first of the same source.

        Words that were changed in the editor since are another version of the newest wording under that name, where
        the name does not only hold a place.
        """
        if not target:
            return None
        written = [one for one in self.by_words.get(target, ()) if one.shape == segment.shape]
        same = (one for one in written if one.source_sha256 == segment.sha256)
        found = next(same, None) or next(iter(written), None)
        return self.by_name.get(way) if found is None and not is_a_place(way) else found


def _dropped(lines: Sequence[Line], wordings: Sequence[Wording]) -> list[Wording]:
    """The newest wording for each source that no line has any more, neither as it is nor as it was."""
    here = {line.target for line in lines}
    sources = {line.segment.sha256 for line in lines} | {line.wording.source_sha256 for line in lines if line.wording}
    names = {line.key for line in lines if not is_a_place(line.key)}
    gone: dict[str, Wording] = {}
    for one in wordings:
        if one.target not in here and one.source_sha256 not in sources and one.key not in names:
            gone.setdefault(one.source_sha256 or one.target, one)
    return list(gone.values())


def _loose(page: BasePage, before: BasePage, lines: Sequence[Line], wordings: Sequence[Wording]) -> list[Segment]:
    """What the draft says that stands in no line, in no wording, and was not copied from the source."""
    known = {line.target for line in lines} | {wording.target for wording in wordings}
    known |= {segment.text for segment in segments_of(before)}
    return [
        segment for segment in segments_of(page) if segment.text not in known and not _is_renumbered(segment, known)
    ]


def _is_renumbered(segment: Segment, known: Collection[str]) -> bool:
    """Whether it is one of these but for the numbers of its marks."""
    return bool(segment.tags) and MARK.sub("", segment.text) in {MARK.sub("", text) for text in known}


def _line(segment: Segment, old: Segment | None, beside: Segment | None, wording: Wording | None) -> Line:
    """A target that only repeats the words of the source is none, unless somebody wrote it."""
    target = beside.text if beside else ""
    is_copied = wording is None and old is not None and target == old.text and any(map(str.isalpha, target))
    if beside is None or old is None or is_copied:
        return Line(segment, "", SegmentState.NONE, segment.tags)
    before, sha256 = (wording.source, wording.source_sha256) if wording else (old.text, old.sha256)
    is_current = sha256 == segment.sha256
    state = SegmentState.CURRENT if is_current else SegmentState.OUTDATED
    tags = beside.tags or segment.tags  # those of the source as they are now, then those that the target alone has
    return Line(segment, target, state, tags, "" if is_current else before, sha256, wording)


def _rebuilt(revision: Revision) -> BasePage:
    return cast("BasePage", revision.as_object())
