"""The domains of a province as data: `domain` and `domains` of `province.yaml`."""

from typing import Any

from django.utils.translation import gettext as _

from sites.domains.actions import save_domain
from sites.domains.models import ProvinceDomain
from sites.provisioning.checks import is_hostname
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing
from sites.provisioning.province_sites import HERE
from sites.provisioning.sources import Row


def read_domains(loading: Loading) -> Writing:
    """Read the domains with their days. A trial system has its own besides."""
    document = loading.document("province.yaml")
    rows = [_domain(row) for row in document.rows("domains")] if document else []
    if stand_in := loading.option("domain"):
        rows += [_trial(name) for name in (stand_in, *HERE)]

    def write() -> None:
        for values in rows:
            by = {name: values[name] for name in ("name", "held_from")}
            there = ProvinceDomain.objects.filter(**by).first()
            row = there or ProvinceDomain(**by)
            if there is None or any(getattr(there, name) != value for name, value in values.items()):
                row.held_to, row.basis = values["held_to"], values["basis"]
                save_domain(loading.actor, domain=row)

    return write


def _domain(row: Row) -> dict[str, Any]:
    name = row.text("name")
    if name and not is_hostname(name):
        row.fault("name", _("“%(text)s” is not a host name.") % {"text": name})
    return {"name": name, "held_from": row.day("from"), "held_to": row.day("to"), "basis": row.text("basis")}


def _trial(name: str) -> dict[str, Any]:
    return {"name": name, "held_from": None, "held_to": None, "basis": _("trial system")}


DOMAINS = ProvincePart(Stage.DOMAINS, read_domains)
