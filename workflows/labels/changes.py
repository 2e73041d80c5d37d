"""What a row is called in another language, as a kind of change: one kind for each language, so that its rule may name
who approves that language (`changes.translation.en`).
"""

from collections.abc import Mapping
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
from sites.languages.selectors import readings_of
from sites.refusals import Conflict, Missing

PREFIX = "translation"


@dataclass(frozen=True)
class LabelChange:
    """Words of one row in one language. The data hold the Vietnamese that they were made of."""

    locale: str

    @property
    def key(self) -> str:
        """One for each language."""
        return f"{PREFIX}.{self.locale}"

    @property
    def label(self) -> str:
        """The name for people."""
        return _("Translation of names and titles: %(language)s") % {"language": name_of(self.locale)}

    def data(self, kind: Labelled, row: Any, *, words: Mapping[str, str], by: list[int]) -> Json:
        """As the desk asks for it; `by` are the people who wrote these words."""
        readings = readings_of([row], self.locale)
        said = {field: readings[kind.thing(row), field] for field in words}
        return {
            "kind": kind.key,
            "row": row.pk,
            "site": row.site_number,
            "title": kind.title(row)[:200],
            "before": {field: one.own for field, one in said.items()},
            "after": dict(words),
            "source": {field: one.source for field, one in said.items()},
            "by": sorted(by),
        }

    def describe(self, data: Json) -> Description:
        """Field by field, with the Vietnamese beside it."""
        kind = labelled[data["kind"]]
        lines = [_line(kind, data, field) for field in data["source"]]
        site = PublicSite.objects.filter(pk=data["site"]).first() if data["site"] else None
        target = target_of(kind, data["row"], self.locale)
        return Description(data["title"][:300], lines, site=site, target=target, concerned=tuple(data["by"]))

    def apply(self, actor: User, data: Json) -> Any:
        """Let it be said. Conflict where the Vietnamese, or what was said before, is another one by now."""
        kind = labelled[data["kind"]]
        if not kind.model._base_manager.select_for_update(of=("self",)).filter(pk=data["row"]).exists():
            raise Missing(_("What was to be changed is not there any more."), code="gone")
        row = kind.model._base_manager.get(pk=data["row"])
        readings = readings_of([row], self.locale)
        for field in data["after"]:
            one = readings[kind.thing(row), field]
            if one.source != data["source"][field]:
                raise Conflict(_("The Vietnamese has changed since this was translated."), code="source_changed")
            if one.own != data["before"][field]:
                raise Conflict(_("It was changed by somebody else since this was proposed."), code="changed_meanwhile")
        say(kind, row, locale=self.locale, words=data["after"])
        return row

    def takes_away(self, data: Json) -> bool:
        """It gives."""
        return False


KINDS = {code: LabelChange(code) for code in every_language() if code != SOURCE}


def _line(kind: Labelled, data: Json, field: str) -> Line:
    """Words beside the Vietnamese; what was chosen, by its name."""
    before, after = data["before"][field], data["after"][field]
    if field in kind.chosen:
        named = kind.chosen[field].named
        return Line(str(capfirst(kind.heading(field))), named(before), named(after))
    return Line(f"{capfirst(kind.heading(field))}: “{data['source'][field]}”", before, after)


def target_of(kind: Labelled, number: int, locale: str) -> str:
    """By which proposals for a row in a language are found."""
    return f"{kind.key}:{number}:{locale}"


def register_all() -> None:
    """Called when the room is ready."""
    for one in KINDS.values():
        register(one)
