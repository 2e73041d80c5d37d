"""What is no page in the files of bureaus: all rows of a kind on a site are one text, each field a segment of it."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from cms.pages.segments import Segment
from cms.textstandard import slug_of
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.languages.codes import SOURCE
from sites.languages.labels import Labelled, labelled
from sites.refusals import Reason
from workflows.bureaus.enums import Which
from workflows.bureaus.registry import MoreTexts, more_texts
from workflows.bureaus.texts import Given
from workflows.labels import actions
from workflows.labels.desk import opened_on, rows_of_sites
from workflows.labels.policies import reasons_not_to_translate, sites_translated_by
from workflows.labels.texts import NAMES, OpenedRow, longest, opened_rows
from workflows.translation.enums import How, State
from workflows.translation.models import Translation
from workflows.translation.remembering import Beside, keep_beside
from workflows.translation.texts import Line

BETWEEN = "/"


@dataclass(frozen=True)
class NamesText:
    """The rows of one kind on one site in a language, for whoever may translate them."""

    actor: User
    site: PublicSite
    kind: Labelled
    locale: str
    rows: Sequence[OpenedRow]

    @property
    def public_id(self) -> uuid.UUID:
        """Made of site and kind."""
        return name_of(self.site.pk, self.kind.key)

    @property
    def title(self) -> str:
        """What kind of rows, of which site."""
        return f"{self.kind.label[:1].upper()}{self.kind.label[1:]} – {self.site}"

    @property
    def source_locale(self) -> str:
        """Rows are kept in Vietnamese."""
        return SOURCE

    @property
    def path(self) -> str:
        """In a folder of its own beside the sections."""
        return f"_{slug_of(_('Names'))}/{slug_of(self.kind.label)}"  # no section's address begins like this

    @property
    def above(self) -> uuid.UUID | None:
        """Nothing has to be begun before."""
        return None

    @cached_property
    def lines(self) -> Sequence[Line]:
        """Field by field, row after row; what is chosen and not written is left out."""
        return [line for _row, line in self._found.values()]

    @cached_property
    def limits(self) -> Mapping[str, int]:
        """How long each may be."""
        every = {key: longest(self.kind, key.partition(BETWEEN)[2]) for key in self._found}
        return {key: most for key, most in every.items() if most}

    @cached_property
    def barred(self) -> Collection[str]:
        """What waits for approval."""
        return {key for key, (row, _line) in self._found.items() if row.proposal is not None}

    def reasons_not_to_write(self) -> list[Reason]:
        """As on the desk."""
        return reasons_not_to_translate(self.actor, site_number=self.site.pk, locale=self.locale, waits=False)

    def locked(self) -> "NamesText":
        """What was begun is locked, then read again."""
        begun = Translation.objects.select_for_update(of=("self",)).filter(locale=self.locale)
        list(begun.filter(public_id__in=[row.public_id for row in self.rows]).order_by("pk"))
        return replace(self, rows=opened_rows(((row.kind, row.row) for row in self.rows), self.locale))

    def begun(self) -> "NamesText":
        """Rows are there."""
        return self

    def write(self, given: Given, *, how: How) -> None:
        """Row by row, all or none."""
        by_row: dict[int, tuple[OpenedRow, dict[str, tuple[str, str, str]]]] = {}
        for key, said in given.items():
            row, line = self._found[key]
            by_row.setdefault(row.row.pk, (row, {}))[1][line.key.partition(BETWEEN)[2]] = said
        actions.write_all(self.actor, given=list(by_row.values()), how=how)

    def keep_beside(self, line: Line | None, said: Beside) -> None:
        """In the memory: beside its row, or, of a row that is not there any more, beside its kind."""
        row = self._found[line.key][0] if line is not None else None
        public_id = row.public_id if row else self.public_id
        made = {"source_locale": SOURCE, "site": self.site, "at": clock.now()}
        translation, _made = Translation.objects.get_or_create(public_id=public_id, locale=self.locale, defaults=made)
        key = said.key.partition(BETWEEN)[2] if row else said.key
        keep_beside(self.actor, translation=translation, line=line, said=replace(said, key=key))

    @cached_property
    def _found(self) -> dict[str, tuple[OpenedRow, Line]]:
        return {line.key: (row, line) for row in self.rows for line in self._of(row)}

    def _of(self, row: OpenedRow) -> Iterator[Line]:
        for line in row.lines:
            if line.key not in self.kind.chosen:
                yield replace(line, segment=_named(line.segment, row))


def _named(segment: Segment, row: OpenedRow) -> Segment:
    """A field among those of other rows."""
    label = f"{segment.label}: {row.title}" if row.title != segment.text else segment.label
    return replace(segment, key=f"{row.row.pk}{BETWEEN}{segment.key}", label=label)


def name_of(site: int, kind: str) -> uuid.UUID:
    """The public id of the rows of a kind on a site, in files."""
    return uuid.uuid5(NAMES, f"{site}:{kind}")


def texts_of(person: User, site: PublicSite, locale: str, which: Which) -> list[NamesText]:
    """What of the rows of a site stands on a person's desk, all or what is open, kind by kind."""
    if site.pk not in sites_translated_by(person, locale):
        return []
    every = opened_on({site.pk: site}, locale)
    found = [row for row, standing, _site in every if which == Which.ALL or standing.state != State.CURRENT]
    return [
        NamesText(person, site, labelled[key], locale, list(rows))
        for key, rows in groupby(found, key=lambda row: row.kind.key)
    ]


def text_named(person: User, public_id: uuid.UUID, locale: str) -> NamesText | None:
    """The rows that a file names, all of them, if they are the person's to translate."""
    for site in sites_translated_by(person, locale).values():
        for key, kind in labelled.items():
            if name_of(site.pk, key) == public_id:
                rows = opened_rows(((kind, row) for row in rows_of_sites(kind, [site])), locale)
                return NamesText(person, site, kind, locale, rows)
    return None


def register() -> None:
    """Called when the room is ready."""
    more_texts.register("labels", MoreTexts(texts_of, text_named))
