"""Who translates and approves in a language that is opened: the seats, the chain and the rule of English, for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import translation

from sites import clock
from sites.accounts.models import SeatKind, User
from sites.domains.models import PublicSite
from sites.languages.codes import name_of
from sites.refusals import Missing
from sites.rules.actions import correct_rule, set_rule
from sites.rules.models import Rule
from sites.rules.selectors import rule_for
from workflows.boards.actions import Use, keep_chain, use_chain
from workflows.boards.models import Chain, ChainUse
from workflows.boards.selectors import steps_of, uses_on

LIKE = "en"  # the language whose seats, chain and rules are the pattern


def seat_kinds_for(locale: str) -> dict[str, str]:
    """Which kind of seat stands in a language for each kind of English: code by code."""
    return {kind.code: f"{kind.code}-{locale}" for kind in SeatKind.objects.filter(languages=[LIKE])}


def make_seat_kinds(locale: str) -> dict[str, str]:
    """A kind of seat in this language beside each kind of English; who gives those gives these. Twice is once."""
    codes = seat_kinds_for(locale)
    for kind in SeatKind.objects.filter(code__in=codes):
        names = {"name_vi": _named(kind.name_vi, locale, "vi"), "name_en": _named(kind.name_en, locale, "en")}
        rights = {"page_rights": kind.page_rights, "media_rights": kind.media_rights, "languages": [locale]}
        SeatKind.objects.get_or_create(code=codes[kind.code], defaults={**names, **rights})
    for giver in SeatKind.objects.filter(gives__overlap=list(codes)):
        given = [codes[code] for code in giver.gives if code in codes]
        giver.gives = list(dict.fromkeys([*giver.gives, *given]))
        giver.save(update_fields=["gives"])
    return codes


def english_chain(site: PublicSite) -> Chain | None:
    """The chain that holds for English texts of a site; None where the one for all languages does."""
    uses = [use for use in uses_on(site) if use.locale == LIKE and not use.section_id]
    return uses[0].chain if uses else None


def make_chain(actor: User, *, site: PublicSite, locale: str, codes: Mapping[str, str]) -> ChainUse | None:
    """The steps of the English chain, asked of those who sit for this language; None where English has none."""
    pattern = english_chain(site)
    if pattern is None or ChainUse.objects.filter(site=site, locale=locale, section=None).exists():
        return None
    values = {
        "name_vi": _named(pattern.name_vi, locale, "vi"),
        "name_en": _named(pattern.name_en, locale, "en"),
        "basis": pattern.basis,
        "article": pattern.article,
    }
    steps = [
        replace(
            step,
            who=_for(step.who, codes),
            stand_ins=_for(step.stand_ins, codes),
            answers=_for(step.answers, codes),
        )
        for step in steps_of(pattern)
    ]
    chain = keep_chain(actor, code=f"{pattern.code[:40]}-{locale}", values=values, steps=steps)
    return use_chain(actor, chain=chain, use=Use(site=site, locale=locale))


def set_rules(actor: User, *, site: PublicSite, locale: str, codes: Mapping[str, str], owes_like_english: bool) -> None:
    """Who approves names and titles in this language; and, where it is wished, that it is owed as English is."""
    if rule := _rule(f"changes.translation.{LIKE}", site):
        _set(actor, rule, site, f"changes.translation.{locale}", _in_value(rule.value, codes))
    owed = _rule("translation.owed", site)
    if owes_like_english and owed and owed.value.get(LIKE) and locale not in owed.value:
        _set(actor, owed, site, "translation.owed", {**owed.value, locale: owed.value[LIKE]})


def _set(actor: User, like: Rule, site: PublicSite, key: str, value: Any) -> None:
    if _rule(key, site) is not None and key != like.key:
        return
    rule = Rule(key=key, value=value, unit=like.unit, site=site, basis=like.basis, article=like.article)
    rule.holds_from = clock.today()
    own = Rule.objects.filter(key=key, site=site, holds_from=rule.holds_from).first()
    if own is None:
        set_rule(actor, rule=rule)
    else:
        own.value = value
        correct_rule(actor, rule=own)


def _rule(key: str, site: PublicSite) -> Rule | None:
    try:
        return rule_for(key, site=site)
    except Missing:
        return None


def _for(selectors: Sequence[Any], codes: Mapping[str, str]) -> list[Any]:
    """The same selectors, with the seats of this language in the place of those of English."""
    return [{**one, "seat": codes[one["seat"]]} if one.get("seat") in codes else one for one in selectors]


def _in_value(value: Mapping[str, Any], codes: Mapping[str, str]) -> dict[str, Any]:
    return {name: _for(one, codes) if isinstance(one, list) else one for name, one in value.items()}


def _named(name: str, locale: str, language: str) -> str:
    with translation.override(language):
        return f"{name} ({name_of(locale)})"[:200]
