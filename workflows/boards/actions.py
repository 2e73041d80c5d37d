"""Writing the chains and boards of a regulation. Keeping the same twice changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.models import Page

from sites.accounts.models import SeatKind
from sites.domains.models import PublicSite
from sites.refusals import Invalid, Refused
from sites.rules.models import LegalBasis
from workflows.boards.checks import reasons_not_to_use
from workflows.boards.models import Board, BoardRole, Chain, ChainStep, ChainUse
from workflows.boards.policies import reasons_not_to_keep
from workflows.boards.steps import Step


@dataclass(frozen=True, slots=True)
class Use:
    """Where and when a chain holds: for a kind of sites, one site or one section of it; in one language or in all."""

    site_kind: str = ""
    site: PublicSite | None = None
    section: Page | None = None
    holds_from: date | None = None
    holds_to: date | None = None
    locale: str = ""


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """A board as data; `roles` is by the code of the kind of seat: names in Vietnamese and English, `level`."""

    names: Mapping[str, str]
    basis: LegalBasis
    article: str = ""
    roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    holds_from: date | None = None
    holds_to: date | None = None


def keep_chain(actor: AbstractUser | None, *, code: str, values: Mapping[str, Any], steps: Sequence[Step]) -> Chain:
    """Write a chain with its steps, or make it what the data say. Items under way keep the chain they began with.

    Refused to everyone but administrators; Invalid for steps that make no chain, or that ask whom there is not.
    """
    _check(actor)
    if reasons := reasons_not_to_use(steps):
        raise Invalid(reasons=reasons)
    with transaction.atomic():
        chain, _made = Chain.objects.update_or_create(code=code, defaults=dict(values))
        chain.steps.filter(position__gt=len(steps)).delete()
        for step in steps:
            given = {name: getattr(step, name) for name in Step.__dataclass_fields__ if name != "position"}
            ChainStep.objects.update_or_create(chain=chain, position=step.position, defaults=given)
        return chain


def use_chain(actor: AbstractUser | None, *, chain: Chain, use: Use) -> ChainUse:
    """Let a chain hold for a kind of sites, for one site or for a section of it.

    The use that began on the same day is corrected.
    Refused to everyone but administrators; the database refuses two chains for one site or kind on a day.
    """
    _check(actor)
    where: dict[str, Any] = {
        name: getattr(use, name) for name in ("site", "section", "site_kind", "locale", "holds_from")
    }
    row, _made = ChainUse.objects.update_or_create(**where, defaults={"chain": chain, "holds_to": use.holds_to})
    return row


def keep_board(actor: AbstractUser | None, *, site: PublicSite, plan: BoardPlan) -> Board:
    """Write the board of a site with the names of its roles, or make it what the data say.

    Refused to everyone but administrators.
    """
    _check(actor)
    with transaction.atomic():
        board, _made = Board.objects.update_or_create(
            site=site,
            holds_from=plan.holds_from,
            defaults={
                "name_vi": plan.names["vi"],
                "name_en": plan.names["en"],
                "basis": plan.basis,
                "article": plan.article,
                "holds_to": plan.holds_to,
            },
        )
        board.roles.exclude(seat_kind__code__in=plan.roles).delete()
        for code, names in plan.roles.items():
            labels = {"label_vi": names["vi"], "label_en": names["en"], "level": names.get("level", "")}
            kind = SeatKind.objects.get(code=code)
            BoardRole.objects.update_or_create(board=board, seat_kind=kind, defaults=labels)
        return board


def _check(actor: AbstractUser | None) -> None:
    if reasons := reasons_not_to_keep(actor):
        raise Refused(reasons=reasons)
