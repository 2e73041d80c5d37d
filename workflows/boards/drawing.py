"""A chain in words, to be drawn: who is asked at each step, who stands in, until when, what happens otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.enums import PostKind
from sites.accounts.models import SeatKind
from sites.agencies.models import Agency
from sites.agencies.selectors import name_today
from sites.domains.models import PublicSite
from sites.rules.selectors import value_for
from workflows.boards.clauses import Clause, named_in, rule_of
from workflows.boards.enums import ClauseRule, StandInRule
from workflows.boards.models import Chain, ChainUse
from workflows.boards.selectors import role_names
from workflows.boards.steps import Step, steps_of
from workflows.boards.who import ITEM, SITE, Selector


@dataclass(frozen=True, slots=True)
class Box:
    """One step as it is drawn."""

    step: Step
    kind: str
    asked: list[str]
    stand_ins: list[str]
    stand_in_when: str
    answers: list[str]
    clauses: list[tuple[str, str]]
    limit: str


@dataclass(frozen=True, slots=True)
class Line:
    """One version at a place: the use, and whether it is over, holds or is to come."""

    use: ChainUse
    state: str


def boxes_of(use: ChainUse) -> list[Box]:
    """The steps of the chain of a use, in words, as they are called and limited on the days of that use."""
    site, day = site_of_use(use), day_of_use(use)
    names = role_names(site, day) if site else {}
    return [_box(use.chain, step, names, day) for step in steps_of(use.chain)]


def day_of_use(use: ChainUse) -> date:
    """The day as of which a version is shown: today, or its first or last day where it does not hold today."""
    today = clock.today()
    if use.holds_from is not None and use.holds_from > today:
        return use.holds_from
    return use.holds_to - timedelta(days=1) if use.holds_to is not None and use.holds_to <= today else today


def limit_of(chain: Chain, position: int, on: date) -> dict[str, Any]:
    """The limit that a rule sets for a step of a chain on a day; empty where none does."""
    value = value_for(f"limit.{chain.code}.{position}", on=on, default={})
    return value if isinstance(value, dict) else {}


def _hours(chain: Chain, step: Step, on: date) -> float | None:
    """How long a step may take: by its own rule, else by that of its kind (`workflows.deadlines`)."""
    own = limit_of(chain, step.position, on) or value_for(f"limit.{step.kind}", on=on, default={})
    return own.get("hours") if isinstance(own, dict) else None


def state_of(use: ChainUse, on: date | None = None) -> str:
    """Whether a version is over, holds or is to come."""
    day = on or clock.today()
    if use.holds_to is not None and use.holds_to <= day:
        return "past"
    return "future" if use.holds_from is not None and use.holds_from > day else "now"


def words_of(selector: Selector, names: Mapping[str, str]) -> str:
    """A post or seat as people call it."""
    if "post" in selector:
        return _("%(post)s, %(agency)s") % {
            "post": PostKind(selector["post"]).label,
            "agency": _agency(selector["agency"]),
        }
    name = names.get(selector["seat"]) or _seat(selector["seat"])
    return _("%(seat)s (of the portal)") % {"seat": name} if selector.get("site") == "portal" else name


def _box(chain: Chain, step: Step, names: Mapping[str, str], day: date) -> Box:
    def said(selectors: Sequence[Selector]) -> list[str]:
        return [words_of(selector, names) for selector in selectors]

    hours = _hours(chain, step, day)
    clauses = [(_("wrote it himself"), step.own_text), (_("approved it before"), step.same_person)]
    return Box(
        step=step,
        kind=str(step.kind.label),
        asked=said(step.who),
        stand_ins=said(step.stand_ins),
        stand_in_when=str(StandInRule(step.stand_in_when).label) if step.stand_ins else "",
        answers=said(step.answers),
        clauses=[(when, _clause(clause, said(named_in(clause)))) for when, clause in clauses if clause],
        limit=_("%(hours)s working hours") % {"hours": hours} if hours else "",
    )


def _clause(clause: Clause, named: list[str]) -> str:
    rule = rule_of(clause)
    words = str(rule.label) if rule else ""
    if rule == ClauseRule.NAMED:
        words = f"{words}: {', '.join(named)}"
    return f"{words} ({clause['article']})" if clause.get("article") else words


def _agency(code: str) -> str:
    if code in (ITEM, SITE):
        return _("agency of the item") if code == ITEM else _("agency of the site")
    found = Agency.objects.filter(code=code).first()
    return name_today(found) if found else code


def _seat(code: str) -> str:
    kind = SeatKind.objects.filter(code=code).first()
    if kind is None:
        return code
    return kind.name_en if (get_language() or "vi").startswith("en") else kind.name_vi


def site_of_use(use: ChainUse) -> PublicSite | None:
    """The site whose board names the seats of a use: its own, else any of its kind."""
    return use.site or PublicSite.objects.filter(kind=use.site_kind).order_by("pk").first()
