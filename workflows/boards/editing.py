"""Changing a chain from a day on: the running version ends, a new one begins, with its own legal basis.

Or a section leaves it: there a chain of its own holds, elsewhere everything stays as it was.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from sites import clock
from sites.domains.selectors import site_of
from sites.refusals import Invalid, Reason, Refused
from sites.rules.actions import set_rule
from sites.rules.models import LegalBasis, Rule
from workflows.boards.actions import BoardPlan, Use, keep_board, keep_chain, use_chain
from workflows.boards.checks import reasons_not_to_use
from workflows.boards.drawing import day_of_use, limit_of
from workflows.boards.models import Board, Chain, ChainUse
from workflows.boards.policies import reasons_not_to_keep
from workflows.boards.selectors import chain_instead, versions_beside
from workflows.boards.steps import Step, steps_of

DAY_IN_CODE = re.compile(r"-\d{8}(-\d+)?$")
HOURS = "working_hour"


@dataclass(frozen=True, slots=True)
class Version:
    """A chain from a day on: its steps, its basis, and working hours by position of a step.

    `was` says by position where a step stood before: what the rules say of its limit goes with it.
    """

    holds_from: date
    basis: LegalBasis
    article: str
    steps: Sequence[Step]
    limits: Mapping[int, int] = field(default_factory=dict)
    was: Mapping[int, int] = field(default_factory=dict)


def reasons_not_to_revise(actor: AbstractUser | None, *, use: ChainUse, version: Version) -> list[Reason]:
    """Why a chain may not be changed like this: who asks, from when, on which basis, and what the steps make."""
    reasons = [*reasons_not_to_keep(actor), *_of_days(use, version.holds_from), *reasons_not_to_use(version.steps)]
    if not version.article.strip():
        words = _("A change names the article that it stands on.")
        reasons.append(Reason("no_article", words, "article"))
    return reasons


def revise_chain(actor: AbstractUser, *, use: ChainUse, version: Version) -> ChainUse:
    """Let other steps hold at the place of a use from a day on, until the use would have ended.

    Refused to everyone but administrators. Invalid for a day that has come, for one on which another version holds,
    without an article, and for steps that make no chain. Items under way finish under the chain they began with.
    """
    if reasons := reasons_not_to_keep(actor):
        raise Refused(reasons=reasons)
    with transaction.atomic():
        now = ChainUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
        if reasons := reasons_not_to_revise(actor, use=now, version=version):
            raise Invalid(reasons=reasons, errors={"": [str(reason) for reason in reasons if not reason.field]})
        chain = _chain(actor, now, version)
        end = now.holds_to
        ChainUse.objects.filter(pk=now.pk).update(holds_to=version.holds_from)
        log(now, "wagtail.edit", user=actor, data={"holds_to": version.holds_from.isoformat()})
        place = Use(now.site_kind, now.site, now.section, version.holds_from, end, now.locale)
        return use_chain(actor, chain=chain, use=place)


def reasons_not_to_give(actor: AbstractUser | None, *, use: ChainUse, section: Page, version: Version) -> list[Reason]:
    """Why a section may not have this chain of its own: the same as for a change, and what holds in the section."""
    reasons = reasons_not_to_revise(actor, use=use, version=version)
    site = site_of(section)
    if site is None or (use.site_id or site.pk, use.site_kind or site.kind) != (site.pk, site.kind):
        words = _("This is no section of a site where this chain holds.")
        reasons.append(Reason("other_site", words, "section"))
    there = ChainUse.objects.filter(section=section, locale=use.locale)
    if there.exclude(holds_to__lte=version.holds_from).exists():
        words = _("This section has a chain of its own already: change that one.")
        reasons.append(Reason("has_its_own", words, "section"))
    return reasons


def give_chain(actor: AbstractUser, *, use: ChainUse, section: Page, version: Version) -> ChainUse:
    """Let a chain of its own hold in one section from a day on; elsewhere that of the use stays (Kon Tum SXD Điều 7.1).

    Refused to everyone but administrators. Invalid as a change is, for a section elsewhere or for one that has its own.
    Items under way finish under the chain they began with.
    """
    if reasons := reasons_not_to_keep(actor):
        raise Refused(reasons=reasons)
    with transaction.atomic():
        now = ChainUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
        if reasons := reasons_not_to_give(actor, use=now, section=section, version=version):
            raise Invalid(reasons=reasons, errors={"": [str(reason) for reason in reasons if not reason.field]})
        chain = _chain(actor, now, version, titles=_titles(section))
        place = Use(site=site_of(section), section=section, holds_from=version.holds_from, locale=now.locale)
        return use_chain(actor, chain=chain, use=place)


def reasons_not_to_end(
    actor: AbstractUser | None, *, use: ChainUse, day: date, basis: LegalBasis, article: str
) -> list[Reason]:
    """Why a chain may not end on a day: who asks, when, on which basis, and whether another one holds there then."""
    reasons = reasons_not_to_revise(actor, use=use, version=Version(day, basis, article, steps_of(use.chain)))
    if versions_beside(use).filter(holds_from__gt=day).exists():
        words = _("Another version of this chain holds later: it would be left alone. Change that one first.")
        reasons.append(Reason("overlaps", words, "holds_from"))
    if chain_instead(use, day) is None:
        words = _("Nothing would hold here: only a chain of a section, a site or a language of its own can end.")
        reasons.append(Reason("nothing_holds", words))
    return reasons


def end_chain(actor: AbstractUser, *, use: ChainUse, day: date, basis: LegalBasis, article: str) -> ChainUse:
    """Let the chain of a section, a site or a language end: from a day on that of the wider place holds there again.

    Refused to everyone but administrators. Invalid for a day that has come or on which the use does not hold, without
    an article, and where nothing else would hold. Items under way finish under the chain they began with.
    """
    if reasons := reasons_not_to_keep(actor):
        raise Refused(reasons=reasons)
    with transaction.atomic():
        now = ChainUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
        if reasons := reasons_not_to_end(actor, use=now, day=day, basis=basis, article=article):
            raise Invalid(reasons=reasons, errors={"": [str(reason) for reason in reasons if not reason.field]})
        now.holds_to = day
        now.save(update_fields=("holds_to",))
        said = {"holds_to": day.isoformat(), "basis": str(basis), "article": article.strip()}
        log(now, "wagtail.edit", user=actor, data=said)
        return now


def rename_roles(
    actor: AbstractUser, *, board: Board, names: Mapping[str, Mapping[str, str]], version: Version
) -> Board:
    """Let the seats of a board be called otherwise from a day on; `names` by kind of seat, vi, en and level.

    Refused to everyone but administrators; Invalid for a day that has come or on which the board does not hold.
    """
    if reasons := reasons_not_to_keep(actor):
        raise Refused(reasons=reasons)
    if reasons := _days(board.holds_from, board.holds_to, version.holds_from):
        raise Invalid(reasons=reasons)
    with transaction.atomic():
        end = board.holds_to
        Board.objects.filter(pk=board.pk).update(holds_to=version.holds_from)
        log(board, "wagtail.edit", user=actor, data={"holds_to": version.holds_from.isoformat()})
        plan = BoardPlan(
            {"vi": board.name_vi, "en": board.name_en}, version.basis, version.article, names, version.holds_from, end
        )
        return keep_board(actor, site=board.site, plan=plan)


def _of_days(use: ChainUse, day: date) -> list[Reason]:
    reasons = _days(use.holds_from, use.holds_to, day)
    for other in versions_beside(use):
        if other.holds_from is not None and other.holds_from == day and not reasons:
            reasons.append(_overlap(day))
    return reasons


def _days(begins: date | None, ends: date | None, day: date) -> list[Reason]:
    if day <= clock.today():
        words = _("A change holds from tomorrow on at the earliest: what was decided today stays as it was.")
        return [Reason("in_the_past", words, "holds_from")]
    if (begins is not None and day <= begins) or (ends is not None and day >= ends):
        return [_overlap(day)]
    return []


def _overlap(day: date) -> Reason:
    words = _("On %(day)s another version holds: change that one.") % {"day": day.strftime("%d/%m/%Y")}
    return Reason("overlaps", words, "holds_from")


def _chain(actor: AbstractUser, use: ChainUse, version: Version, *, titles: Mapping[str, str] | None = None) -> Chain:
    before, day = use.chain, day_of_use(use)
    code = _code(before.code, version.holds_from)
    names = {
        f"name_{language}": ": ".join(filter(None, (called, (titles or {}).get(language))))[:300]
        for language, called in (("vi", before.name_vi), ("en", before.name_en))
    }
    values = {
        **names,
        "basis": version.basis,
        "article": version.article.strip(),
    }
    chain = keep_chain(actor, code=code, values=values, steps=version.steps)
    kept = {step.position: limit_of(before, step.position, day) for step in steps_of(before)}
    for position, hours in version.limits.items():
        value = {**(kept.get(version.was.get(position, position)) or {}), "hours": hours}
        rule = Rule(key=f"limit.{code}.{position}", value=value, unit=HOURS, basis=version.basis)
        rule.article, rule.holds_from = version.article.strip(), version.holds_from
        set_rule(actor, rule=rule)
    return chain


def _titles(section: Page) -> dict[str, str]:
    """What a section is called in each language; where it has no English name, by its own."""
    twins = section.get_translations(inclusive=True).select_related("locale")
    return dict.fromkeys(("vi", "en"), section.title) | {twin.locale.language_code: twin.title for twin in twins}


def _code(before: str, day: date) -> str:
    stem = f"{DAY_IN_CODE.sub('', before)[:46]}-{day:%Y%m%d}"
    taken = set(Chain.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 99))) if code not in taken)
