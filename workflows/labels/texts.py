"""One row opened on the desk: each field with its Vietnamese beside it, as both stand now."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cms.blocks.segments import THING, WORDS
from cms.pages.segments import Segment
from sites.domains.enums import SiteKind
from sites.domains.models import PublicSite
from sites.languages.codes import SOURCE
from sites.languages.labels import Labelled, labelled
from sites.languages.selectors import Reading, readings_of
from sites.refusals import Missing
from workflows.changes.models import Proposal
from workflows.changes.selectors import waiting
from workflows.labels.changes import PREFIX, target_of, target_of_several, targets_in
from workflows.translation.enums import How, SegmentState
from workflows.translation.models import Translation, Wording
from workflows.translation.texts import Line

NAMES = uuid.UUID("5a0c1e54-0000-4000-8000-00000000ab01")


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """A row in a language. `translation` is there once somebody has claimed it or written, `proposal` as it waits."""

    kind: Labelled
    row: Any
    locale: str
    lines: Sequence[Line]
    readings: Mapping[str, Reading]
    translation: Translation | None
    proposal: Proposal | None

    @property
    def public_id(self) -> uuid.UUID:
        """Under which its translations are kept."""
        return name_of_thing(self.kind.thing(self.row))

    @property
    def title(self) -> str:
        """How a list names it."""
        return self.kind.title(self.row)

    def line(self, field: str) -> Line:
        """The line of a field; raises Missing."""
        for line in self.lines:
            if line.key == field:
                return line
        raise Missing(code="unknown_segment")

    def count(self, state: SegmentState) -> int:
        """How many fields stand so."""
        return sum(line.state == state for line in self.lines)

    @property
    def words(self) -> int:
        """How many words its source has."""
        return sum(line.segment.words for line in self.lines if line.segment.kind == WORDS)

    @property
    def words_left(self) -> int:
        """How many of them are not translated yet, as the source is now."""
        open_lines = (line for line in self.lines if line.state != SegmentState.CURRENT)
        return sum(line.segment.words for line in open_lines if line.segment.kind == WORDS)

    @property
    def is_done(self) -> bool:
        """Whether the first field is said, and all that is said corresponds to the source as it is now."""
        return bool(self.lines) and all(
            line.state == SegmentState.CURRENT or (line.state == SegmentState.NONE and number)
            for number, line in enumerate(self.lines)
        )

    @property
    def is_ready(self) -> bool:
        """Whether it may be sent to the second person: done, with something that readers do not get yet."""
        return self.proposal is None and self.is_done and bool(self.new_words)

    @property
    def new_words(self) -> dict[str, str]:
        """What readers do not get yet."""
        return {
            line.key: line.target
            for line in self.lines
            if line.target and (line.target != self.readings[line.key].own or self.readings[line.key].is_outdated)
        }


def name_of_thing(thing: str) -> uuid.UUID:
    """The public id under which translations of a row are kept."""
    return uuid.uuid5(NAMES, thing)


def row_named(key: str, number: int) -> tuple[Labelled, Any]:
    """A row that is labelled, with `site_number`; raises Missing."""
    if key not in labelled:
        raise Missing(code="unknown_row")
    row = labelled[key].found().filter(pk=number).first()
    if row is None:
        raise Missing(code="unknown_row")
    return labelled[key], row


def opened_row(kind: Labelled, row: Any, locale: str) -> OpenedRow:
    """One row as it stands at this moment."""
    return opened_rows([(kind, row)], locale)[0]


def opened_rows(pairs: Iterable[tuple[Labelled, Any]], locale: str) -> list[OpenedRow]:
    """Many of them, with four queries."""
    every = list(pairs)
    readings = readings_of([row for _kind, row in every], locale)
    names = {name_of_thing(kind.thing(row)): (kind.key, row.pk) for kind, row in every}
    rows = Translation.objects.filter(public_id__in=names, locale=locale).select_related("site", "handled_by")
    translations = {names[row.public_id]: row for row in rows}
    wordings = _newest(translations.values())
    proposals = _proposals(every, locale)
    found = []
    for kind, row in every:
        own = {field: readings[kind.thing(row), field] for field in kind.fields}
        translation = translations.get((kind.key, row.pk))
        lines = _lines(kind, row, own, wordings.get(translation.pk, {}) if translation else {})
        proposal = proposals.get(target_of(kind, row.pk, locale))
        found.append(OpenedRow(kind, row, locale, lines, own, translation, proposal))
    return found


def _proposals(pairs: Iterable[tuple[Labelled, Any]], locale: str) -> dict[str, Proposal]:
    """What waits for a second person, by row: alone, or together with other rows."""
    targets = [target_of(kind, row.pk, locale) for kind, row in pairs]
    rows = waiting().filter(kind=f"{PREFIX}.{locale}", target__in=[*targets, target_of_several(locale)])
    return {target: row for row in rows.order_by("pk") for target in targets_in(row.data, locale)}


def site_for(number: int | None) -> PublicSite | None:
    """The site whose translators see to a row: what belongs to none is the portal's."""
    rows = PublicSite.objects.all()
    return (rows.filter(pk=number) if number else rows.filter(kind=SiteKind.PORTAL)).first()


def longest(kind: Labelled, field: str) -> int:
    """How many characters a field holds; 0 where that is not bounded."""
    return getattr(kind.model._meta.get_field(kind.column(field, SOURCE)), "max_length", None) or 0


def segment_of(kind: Labelled, row: Any, field: str) -> Segment:
    """One field as a segment: memory and glossary know it like those of pages."""
    text = kind.source(row, field).strip()
    if field in kind.chosen:
        return Segment(field, f"{kind.key}.{field}", THING, text, (), kind.heading(field))
    return Segment(field, f"{kind.key}.{field}", WORDS, text, (), kind.heading(field))


def _lines(kind: Labelled, row: Any, readings: Mapping[str, Reading], wordings: Mapping[str, Wording]) -> list[Line]:
    return [
        _line(segment_of(kind, row, field), one, wordings.get(field))
        for field, one in readings.items()
        if one.source.strip()
    ]


def _line(segment: Segment, public: Reading, wording: Wording | None) -> Line:
    """What was written last, on the desk or for readers."""
    is_draft = wording is not None and (public.at is None or wording.at >= public.at)
    if wording is not None and is_draft:
        target, made_of, made_sha256 = wording.target, wording.source, wording.source_sha256
    else:
        target, made_of = public.own, public.made_of.strip()
        made_sha256 = Segment("", "", WORDS, made_of).sha256
    if not target:
        return Line(segment, "", SegmentState.NONE)
    state = SegmentState.CURRENT if made_of == segment.text else SegmentState.OUTDATED
    before = made_of if state == SegmentState.OUTDATED else ""
    return Line(segment, target, state, (), before, made_sha256, wording if is_draft else None)


def _newest(translations: Iterable[Translation]) -> dict[int, dict[str, Wording]]:
    """The newest wording of each field, by translation; what only lies beside it is none."""
    rows = Wording.objects.filter(translation__in=[one.pk for one in translations]).exclude(how=How.BESIDE)
    rows = rows.select_related("by").order_by("id")
    found: dict[int, dict[str, Wording]] = {}
    for row in rows:
        found.setdefault(row.translation_id, {})[row.key] = row
    return found
