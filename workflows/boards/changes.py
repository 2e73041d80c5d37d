"""Chains and the names of seats, as kinds of change: whoever changes a chain changes who decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from sites.accounts.models import User
from sites.changes.kinds import Description, Json, Line, Words, register
from sites.domains.selectors import site_of
from sites.refusals import Conflict, Missing
from sites.rules.models import LegalBasis
from workflows.boards.drawing import words_of
from workflows.boards.editing import Version, end_chain, give_chain, rename_roles, revise_chain
from workflows.boards.models import Board, ChainUse
from workflows.boards.selectors import chain_instead
from workflows.boards.steps import Step, steps_in, steps_of

CHANGED = _("It was changed by somebody else since this was proposed.")
GONE = _("What was to be changed is not there any more.")
OF_CHAIN = _("Chain of approval")
OF_END = _("End of a chain of approval")
OF_ROLES = _("Names of the seats of a board")


def _version(after: Json, steps: Sequence[Step] = ()) -> Version:
    basis = LegalBasis.objects.filter(pk=after["basis"]).first()
    if basis is None:
        raise Missing(str(GONE), code="gone")
    limits, was = ({int(place): number for place, number in after[name].items()} for name in ("limits", "was"))
    return Version(date.fromisoformat(after["holds_from"]), basis, after["article"], steps, limits, was)


def _after(version: Version) -> Json:
    return {
        "holds_from": version.holds_from.isoformat(),
        "basis": version.basis.pk,
        "article": version.article,
        "limits": {str(position): hours for position, hours in version.limits.items()},
        "was": {str(position): before for position, before in version.was.items()},
    }


def _section(data: Json) -> Page | None:
    return Page.objects.filter(pk=data["section"]).first() if "section" in data else None


def _unchanged(data: Json, state: Callable[[ChainUse], Json]) -> ChainUse:
    """The use that is to be changed, locked. Missing where it is gone, Conflict where another chain holds by now."""
    use = ChainUse.objects.select_for_update(of=("self",)).filter(pk=data["use"]).first()
    if use is None:
        raise Missing(str(GONE), code="gone")
    if state(use) != data["before"]:
        raise Conflict(str(CHANGED), code="changed_meanwhile")
    return use


def _source(after: Json) -> str:
    basis = LegalBasis.objects.filter(pk=after["basis"]).first()
    return ", ".join(part for part in (after["article"], str(basis or "")) if part)


@dataclass(frozen=True)
class Revising:
    """Other steps at the place of a chain, or in one section there, from a day on."""

    key: str = "chain"
    label: Words = OF_CHAIN

    def data(self, use: ChainUse, version: Version, section: Page | None = None) -> Json:
        """As a form asks for it."""
        after = {**_after(version), "steps": [asdict(step) for step in version.steps]}
        where = (
            {"place": f"{site_of(section)} › {section}", "section": section.pk}
            if section
            else {"place": str(use.place)}
        )
        return {"use": use.pk, **where, "before": self.state(use), "after": after}

    def describe(self, data: Json) -> Description:
        """Step by step."""
        before, after = steps_in(data["before"]), steps_in(data["after"])
        limits = data["after"]["limits"]
        lines = [
            Line(
                _now("Step %(number)s") % {"number": number + 1},
                _said(before[number]) if number < len(before) else "",
                _said(after[number], limits.get(str(number + 1))) if number < len(after) else "",
            )
            for number in range(max(len(before), len(after)))
        ]
        if section := _section(data):
            lines.insert(0, Line(_now("Only in this section"), "", section.title))
        use = ChainUse.objects.select_related("site").filter(pk=data["use"]).first()
        return Description(
            title=data["place"],
            lines=[line for line in lines if line.is_changed],
            site=site_of(section) if section else use.site if use else None,
            target=f"workflows_boards.chainuse:{data['use']}",
            holds_from=date.fromisoformat(data["after"]["holds_from"]),
            basis=_source(data["after"]),
        )

    def apply(self, actor: User, data: Json) -> ChainUse:
        """Revise it, or give the section its own. Conflict where another chain holds there by now."""
        use = _unchanged(data, self.state)
        version = _version(data["after"], steps_in(data["after"]))
        if "section" not in data:
            return revise_chain(actor, use=use, version=version)
        section = _section(data)
        if section is None:
            raise Missing(str(GONE), code="gone")
        return give_chain(actor, use=use, section=section, version=version)

    def takes_away(self, data: Json) -> bool:
        """Never."""
        return False

    def state(self, use: ChainUse) -> Json:
        """What holds at the place of a use: should it be another by the time, the change is one of something else."""
        ends = use.holds_to.isoformat() if use.holds_to else None
        return {"chain": use.chain.code, "ends": ends, "steps": [asdict(step) for step in steps_of(use.chain)]}


@dataclass(frozen=True)
class Ending:
    """The chain of a section, a site or a language ends on a day."""

    key: str = "chain.end"
    label: Words = OF_END

    def data(self, use: ChainUse, version: Version) -> Json:
        """As a form asks for it."""
        instead = chain_instead(use, version.holds_from)
        after = {**_after(version), "chain": str(instead or "")}
        return {"use": use.pk, "place": str(use.place), "before": self._state(use), "after": after}

    def describe(self, data: Json) -> Description:
        """Which chain holds instead."""
        use = ChainUse.objects.select_related("site").filter(pk=data["use"]).first()
        return Description(
            title=data["place"],
            lines=[Line(str(OF_CHAIN), data["before"]["chain"], data["after"]["chain"])],
            site=use.site if use else None,
            target=f"workflows_boards.chainuse:{data['use']}",
            holds_from=date.fromisoformat(data["after"]["holds_from"]),
            basis=_source(data["after"]),
        )

    def apply(self, actor: User, data: Json) -> ChainUse:
        """End it. Conflict where another chain holds there by now."""
        use, version = _unchanged(data, self._state), _version(data["after"])
        return end_chain(actor, use=use, day=version.holds_from, basis=version.basis, article=version.article)

    def takes_away(self, data: Json) -> bool:
        """Never."""
        return False

    def _state(self, use: ChainUse) -> Json:
        return {**CHAIN.state(use), "chain": str(use.chain)}


@dataclass(frozen=True)
class Renaming:
    """Other names of the seats of a board, from a day on."""

    key: str = "chain.roles"
    label: Words = OF_ROLES

    def data(self, board: Board, names: Mapping[str, Mapping[str, str]], version: Version) -> Json:
        """As a form asks for it."""
        after = {**_after(version), "names": {code: dict(one) for code, one in names.items()}}
        return {"board": board.pk, "before": self._state(board), "after": after}

    def describe(self, data: Json) -> Description:
        """Name by name."""
        before, after = data["before"]["names"], data["after"]["names"]
        lines = [Line(code, _both(before.get(code, {})), _both(names)) for code, names in after.items()]
        board = Board.objects.select_related("site").filter(pk=data["board"]).first()
        return Description(
            title=str(board or self.label),
            lines=[line for line in lines if line.is_changed],
            site=board.site if board else None,
            target=f"workflows_boards.board:{data['board']}",
            holds_from=date.fromisoformat(data["after"]["holds_from"]),
            basis=_source(data["after"]),
        )

    def apply(self, actor: User, data: Json) -> Board:
        """Rename them. Conflict where they are called otherwise by now."""
        board = Board.objects.select_for_update(of=("self",)).filter(pk=data["board"]).first()
        if board is None:
            raise Missing(str(GONE), code="gone")
        if self._state(board) != data["before"]:
            raise Conflict(str(CHANGED), code="changed_meanwhile")
        return rename_roles(actor, board=board, names=data["after"]["names"], version=_version(data["after"]))

    def takes_away(self, data: Json) -> bool:
        """Never."""
        return False

    def _state(self, board: Board) -> Json:
        names = {
            role.seat_kind.code: {"vi": role.label_vi, "en": role.label_en, "level": role.level}
            for role in board.roles.select_related("seat_kind")
        }
        return {"names": names, "ends": board.holds_to.isoformat() if board.holds_to else None}


def _said(step: Step, hours: int | None = None) -> str:
    who = ", ".join(words_of(one, {}) for one in step.who)
    stand_ins = ", ".join(words_of(one, {}) for one in step.stand_ins)
    parts = [f"{step.label} ({step.kind.label}): {who}"]
    if stand_ins:
        parts.append(_now("Stand-ins: %(people)s") % {"people": stand_ins})
    if step.answers:
        people = ", ".join(words_of(one, {}) for one in step.answers)
        parts.append(_now("Answers for it: %(people)s") % {"people": people})
    if step.reopens_on_edit:
        parts.append(_now("An edit here sends it back to the first step"))
    if hours:
        parts.append(_now("%(hours)s working hours") % {"hours": hours})
    return ". ".join(parts)


def _both(names: Mapping[str, str]) -> str:
    return " / ".join(names[one] for one in ("vi", "en") if names.get(one))


CHAIN = register(Revising())
END = register(Ending())
ROLES = register(Renaming())
