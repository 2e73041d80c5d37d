"""Keeping the register of agencies."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.log_actions import log

from sites.agencies.models import Agency, AgencyKind, AgencyName, Succession
from sites.agencies.policies import reasons_not_to_keep_register
from sites.refusals import Refused
from sites.refusals.checking import check_fields, keep


@transaction.atomic
def keep_kind(actor: AbstractUser, *, code: str, values: Mapping[str, Any]) -> AgencyKind:
    """Write down a kind of agency. Refused to everyone but administrators; Invalid names the fields."""
    _refuse(actor)
    return keep(AgencyKind, by={"code": code}, values=dict(values))


@transaction.atomic
def keep_agency(
    actor: AbstractUser, *, code: str, values: Mapping[str, Any], names: Sequence[Mapping[str, Any]]
) -> Agency:
    """Write down an agency and its names (each found again by its first day, `held_from`).

    Refused to everyone but administrators; Invalid for names whose days overlap.
    """
    _refuse(actor)
    agency = keep(Agency, by={"code": code}, values=dict(values))
    for name in names:
        row = dict(name)
        held_from = row.pop("held_from", None)
        by = {"agency": agency, "held_from": held_from} if held_from else {"agency": agency, "held_from__isnull": True}
        existing = AgencyName.objects.filter(**by).first()
        known = {"pk": existing.pk} if existing else {"agency": agency, "held_from": held_from}
        keep(AgencyName, by=known, values=row)
    return agency


@transaction.atomic
def save_agency(actor: AbstractUser, *, row: Agency | AgencyName) -> None:
    """Save an agency or one of its names as a form filled it. Refused to everyone but administrators; Invalid names
    the fields.
    """
    _refuse(actor)
    check_fields(row)
    row.save()
    log(row, "wagtail.edit", user=actor)


@transaction.atomic
def record_succession(
    actor: AbstractUser, *, predecessor: Agency, successor: Agency, on: date, basis: str
) -> Succession:
    """Write down that one agency came after another. Refused to everyone but administrators."""
    _refuse(actor)
    return keep(Succession, by={"predecessor": predecessor, "successor": successor}, values={"on": on, "basis": basis})


def _refuse(actor: AbstractUser) -> None:
    if reasons := reasons_not_to_keep_register(actor):
        raise Refused(reasons=reasons)
