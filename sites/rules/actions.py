"""Writing the regulation down."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sites.refusals import Invalid, Refused
from sites.refusals.checking import check_fields, keep
from sites.rules.models import LegalBasis, Rule
from sites.rules.policies import reasons_not_to_set_rules


@transaction.atomic
def keep_basis(actor: AbstractUser, *, code: str, values: Mapping[str, Any]) -> LegalBasis:
    """Write down a document that rules stand on. Refused to everyone but administrators; Invalid names the fields."""
    _refuse(actor)
    return keep(LegalBasis, by={"code": code}, values=dict(values))


@transaction.atomic
def save_basis(actor: AbstractUser, *, basis: LegalBasis) -> None:
    """Save a document as a form filled it. Refused to everyone but administrators; Invalid names the fields."""
    _refuse(actor)
    check_fields(basis)
    basis.save()
    log(basis, "wagtail.edit", user=actor)


@transaction.atomic
def set_rule(actor: AbstractUser, *, rule: Rule) -> Rule:
    """Set a rule (an unsaved row) from its first day on. The running rule of its key and site ends the day before.

    Refused to everyone but administrators. Invalid, naming the fields, where another rule begins on one of its days:
    history is not overwritten. Setting what holds already changes nothing and answers with the row that is there.
    """
    _refuse(actor)
    others = list(_overlapping(rule).select_for_update(of=("self",)))
    for other in others:
        if _same(other, rule):
            return other
    for other in others:
        _end_before(other, rule)
        log(other, "wagtail.edit", user=actor)
    check_fields(rule)
    rule.save()
    log(rule, "wagtail.create", user=actor)
    return rule


@transaction.atomic
def correct_rule(actor: AbstractUser, *, rule: Rule) -> Rule:
    """Correct a rule that was written down wrongly. Refused to everyone but administrators; Invalid names fields."""
    _refuse(actor)
    check_fields(rule)
    rule.save()
    log(rule, "wagtail.edit", user=actor)
    return rule


def _end_before(other: Rule, rule: Rule) -> None:
    begins = rule.holds_from
    if begins is None or (other.holds_from is not None and other.holds_from >= begins):
        message = _("Another rule of “%(key)s” begins on one of these days.") % {"key": rule.key}
        raise Invalid(message, code="rule_overlaps", errors={"holds_from": [message]})
    other.holds_to = begins
    other.save(update_fields=["holds_to"])


def _overlapping(rule: Rule) -> QuerySet[Rule]:
    begins, ends = rule.holds_from or date.min, rule.holds_to or date.max
    return Rule.objects.filter(
        Q(holds_from__isnull=True) | Q(holds_from__lt=ends),
        Q(holds_to__isnull=True) | Q(holds_to__gt=begins),
        key=rule.key,
        site=rule.site,
    )


def _same(one: Rule, other: Rule) -> bool:
    names = ("value", "unit", "article", "basis_id", "holds_from", "holds_to")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _refuse(actor: AbstractUser) -> None:
    if reasons := reasons_not_to_set_rules(actor):
        raise Refused(reasons=reasons)
