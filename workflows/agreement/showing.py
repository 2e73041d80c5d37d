"""Disagreements in words, as they stand beside a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.pages.asked import language_of
from cms.pages.models import BasePage
from sites.languages.codes import name_of
from workflows.agreement.comparing import READ, Disagreement, Said
from workflows.agreement.enums import How, Kind, Treatment
from workflows.agreement.rules import article_of
from workflows.agreement.selectors import Compared, affirmations_of, compared, is_translation

REFERRED = frozenset({Kind.LINK, Kind.FILE, Kind.PICTURE})


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the texts says, with the words before and behind it."""

    place: str
    words: str
    before: str
    behind: str


@dataclass(frozen=True, slots=True)
class Point:
    """One disagreement on a screen."""

    kind: str
    how: str
    label: str
    source: Side | None
    target: Side | None
    expected: str
    stops: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """All that is shown beside a translation. `unread`: its language, where no reader knows the words of it."""

    points: Sequence[Point]
    stops: bool
    article: str
    unread: str = ""


def beside(draft: BasePage) -> Beside | None:
    """What stands beside a translation; None where there is nothing to compare with."""
    found = compared(draft)
    if found is None:
        return None
    language = language_of(draft).language_code
    points = [_point(one, treatment) for one, treatment in found.points]
    return Beside(points, bool(found.stopping), _article(found), "" if language in READ else name_of(language))


def comparison_of(page: BasePage) -> dict[str, Any]:
    """For a screen: what stands beside a translation, and who called it right; nothing beside a Vietnamese text."""
    if not is_translation(page):
        return {}
    return {"beside": beside(page), "affirmations": affirmations_of(page)}


def sentence(point: Disagreement) -> str:
    """One disagreement in one sentence: kind, both values, both places."""
    said = {
        "kind": point.kind.label,
        "source": _quoted(point.kind, point.source),
        "target": _quoted(point.kind, point.target),
        "forms": "” / “".join(point.expected[:3]),
    }
    if point.expected and point.how != How.ADDED:
        return _("%(kind)s: the Vietnamese text says %(source)s, the translation does not say “%(forms)s”.") % said
    return WORDS[point.how]() % said


WORDS = {
    How.DIFFERS: lambda: _("%(kind)s: the Vietnamese text says %(source)s, the translation %(target)s."),
    How.MISSING: lambda: _("%(kind)s: %(source)s is missing in the translation."),
    How.ADDED: lambda: _("%(kind)s: %(target)s stands only in the translation."),
    How.ORDER: lambda: _("%(kind)s: another order; %(source)s in Vietnamese, %(target)s in the translation."),
}


def place_of(said: Said) -> str:
    """Where something stands, for people."""
    if said.block:
        return _("block %(number)s") % {"number": said.block}
    names = {
        "title": _("title"),
        "summary": _("summary"),
        "seo": _("search engines"),
        "image": _("lead picture"),
        "body": _("body"),
    }
    return names.get(said.field, _("text"))


def _article(found: Compared) -> str:
    return article_of(found.site)


def _point(one: Disagreement, treatment: Treatment) -> Point:
    return Point(
        kind=one.kind.value,
        how=str(one.how.label),
        label=str(one.kind.label),
        source=_side(one.kind, one.source),
        target=_side(one.kind, one.target),
        expected=" / ".join(one.expected[:3]),
        stops=treatment == Treatment.BLOCK,
    )


def _side(kind: Kind, said: Said | None) -> Side | None:
    if said is None:
        return None
    if kind in REFERRED and said.behind:
        return Side(place_of(said), said.behind, "", "")
    return Side(place_of(said), said.words, said.before, said.behind)


def _quoted(kind: Kind, said: Said | None) -> str:
    if said is None:
        return ""
    words = said.behind if kind in REFERRED and said.behind else said.words
    return f"“{words}” ({place_of(said)})"
