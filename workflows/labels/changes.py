"""What a row is called in another language, as a kind of change: one kind for each language, so that its rule may name
who approves that language (`changes.translation.en`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sites.accounts.models import User
from sites.changes.kinds import Description, Json, Line, register
from sites.domains.models import PublicSite
from sites.languages.actions import say
from sites.languages.codes import SOURCE, every_language, name_of
from sites.languages.labels import Labelled, labelled
from sites.languages.selectors import Reading, readings_of
from sites.refusals import Conflict, Missing

type Said = tuple[Labelled, Any, Mapping[str, str]]  # of a row, the words of its fields

PREFIX = "translation"


@dataclass(frozen=True)
class LabelChange:
    """Words of rows in one language. The data hold the Vietnamese that they were made of."""

    locale: str

    @property
    def key(self) -> str:
        """One for each language."""
        return f"{PREFIX}.{self.locale}"

    @property
    def label(self) -> str:
        """The name for people."""
        return _("Translation of names and titles: %(language)s") % {"language": name_of(self.locale)}

    def data(self, said: Sequence[Said], *, by: Collection[int]) -> Json:
        """As the desk asks for it, of one row or of several of one site; `by` are the people who wrote these words."""
        readings = readings_of([row for _kind, row, _words in said], self.locale)
        rows = [
            _row(kind, row, {name: readings[kind.thing(row), name] for name in words}, words)
            for kind, row, words in said
        ]
        every = {"by": sorted(by)}
        return {**rows[0], **every} if len(rows) == 1 else {"rows": rows, "site": said[0][1].site_number, **every}

    def describe(self, data: Json) -> Description:
        """Row by row and field by field, with the Vietnamese beside it."""
        rows = rows_in(data)
        lines = [_line(row, field, is_one=len(rows) == 1) for row in rows for field in row["source"]]
        site = PublicSite.objects.filter(pk=data["site"]).first() if data["site"] else None
        title, target = rows[0]["title"], targets_in(data, self.locale)[0]
        if len(rows) > 1:
            title, target = _("%(number)s names and titles") % {"number": len(rows)}, target_of_several(self.locale)
        return Description(title[:300], lines, site=site, target=target, concerned=tuple(data["by"]))

    def apply(self, actor: User, data: Json) -> Any:
        """Let it be said, all of it. Conflict where the Vietnamese, or what was said before, is another one by now."""
        return [self._say(row) for row in rows_in(data)]

    def _say(self, said: Json) -> Any:
        kind = labelled[said["kind"]]
        if not kind.model._base_manager.select_for_update(of=("self",)).filter(pk=said["row"]).exists():
            raise Missing(_("What was to be changed is not there any more."), code="gone")
        row = kind.model._base_manager.get(pk=said["row"])
        readings = readings_of([row], self.locale)
        for field in said["after"]:
            one = readings[kind.thing(row), field]
            if one.source != said["source"][field]:
                words = _("The Vietnamese has changed since this was translated: “%(title)s”.")
                raise Conflict(words % {"title": said["title"]}, code="source_changed")
            if one.own != said["before"][field]:
                raise Conflict(_("It was changed by somebody else since this was proposed."), code="changed_meanwhile")
        say(kind, row, locale=self.locale, words=said["after"])
        return row

    def takes_away(self, data: Json) -> bool:
        """It gives."""
        return False


KINDS = {code: LabelChange(code) for code in every_language() if code != SOURCE}


def _row(kind: Labelled, row: Any, readings: Mapping[str, Reading], words: Mapping[str, str]) -> Json:
    return {
        "kind": kind.key,
        "row": row.pk,
        "site": row.site_number,
        "title": kind.title(row)[:200],
        "before": {field: one.own for field, one in readings.items()},
        "after": dict(words),
        "source": {field: one.source for field, one in readings.items()},
    }


def _line(row: Json, field: str, *, is_one: bool) -> Line:
    """Words beside the Vietnamese; what was chosen, by its name."""
    kind, before, after = labelled[row["kind"]], row["before"][field], row["after"][field]
    heading = str(capfirst(kind.heading(field)))
    if field in kind.chosen:
        named = kind.chosen[field].named
        return Line(heading if is_one else f"{row['title']}: {heading}", named(before), named(after))
    return Line(f"{heading}: “{row['source'][field]}”", before, after)


def rows_in(data: Json) -> list[Json]:
    """What a change says, row by row: one row is its own data."""
    return data.get("rows") or [data]


def targets_in(data: Json, locale: str) -> list[str]:
    """The rows that a change is about, as `target_of` names them."""
    return [target_of(labelled[row["kind"]], row["row"], locale) for row in rows_in(data)]


def target_of_several(locale: str) -> str:
    """By which proposals for several rows at once are found."""
    return f"rows:{locale}"


def target_of(kind: Labelled, number: int, locale: str) -> str:
    """By which proposals for a row in a language are found."""
    return f"{kind.key}:{number}:{locale}"


def register_all() -> None:
    """Called when the room is ready."""
    for one in KINDS.values():
        register(one)
