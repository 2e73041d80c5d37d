"""Agencies as data: `reference/agency_kinds.yaml` and `agencies.yaml`."""

from collections.abc import Mapping
from typing import Any

from sites.agencies.actions import keep_agency, keep_kind, record_succession
from sites.agencies.enums import Membership
from sites.agencies.models import Agency, AgencyKind
from sites.agencies.selectors import agency_named
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing
from sites.provisioning.sources import Row

LANGUAGES = ("vi", "en")


def read_kinds(loading: Loading) -> Writing:
    """Read the kinds of agency."""
    loading.know("agency kind", AgencyKind.objects.values_list("code", flat=True))
    document = loading.reference("agency_kinds.yaml")
    kinds: dict[str, dict[str, Any]] = {}
    for position, row in enumerate(document.rows("agency_kinds") if document else [], 1):
        names = row.by_language("names", LANGUAGES)
        code = loading.define(row, "code", "agency kind")
        kinds[code] = {"name_vi": names["vi"], "name_en": names["en"], "position": position}

    def write() -> None:
        for code, values in kinds.items():
            keep_kind(loading.actor, code=code, values=values)

    return write


def read_agencies(loading: Loading) -> Writing:
    """Read the agencies: parents may stand after their children."""
    loading.know("agency", Agency.objects.values_list("code", flat=True))
    document = loading.document("agencies.yaml")
    agencies = [_agency(loading, row) for row in document.rows("agencies")] if document else []

    def write() -> None:
        kinds = {kind.code: kind for kind in AgencyKind.objects.all()}
        for agency in agencies:
            values = {**agency["values"], "kind": kinds[agency["kind"]]}
            keep_agency(loading.actor, code=agency["code"], values=values, names=agency["names"])
        for agency in agencies:
            if agency["parent"]:
                parent = {"parent": agency_named(agency["parent"])}
                keep_agency(loading.actor, code=agency["code"], values=parent, names=())
        for agency in agencies:
            _write_successions(loading, agency)

    return write


def _agency(loading: Loading, row: Row) -> dict[str, Any]:
    contact = row.row("contact") if row.has("contact") else None
    values: dict[str, Any] = {
        "membership": row.choice("membership", Membership.values, Membership.MANDATORY),
        "membership_basis": row.text_or_empty("membership_basis"),
        "valid_from": row.day("valid_from"),
        "valid_to": row.day("valid_to"),
    }
    for name in ("address_vi", "address_en", "phone", "fax", "email"):
        values[name] = contact.text_or_empty(name) if contact else ""
    return {
        "code": loading.define(row, "code", "agency"),
        "kind": loading.refer(row, "kind", "agency kind"),
        "parent": loading.refer_or_empty(row, "parent", "agency"),
        "values": values,
        "names": [_name(name) for name in row.rows("names")] or _no_names(row),
        "successions": [
            (loading.refer(item, "of", "agency"), item.day("on"), item.text("basis"))
            for item in row.rows("successor_of")
        ],
    }


def _name(row: Row) -> Mapping[str, Any]:
    return {
        "name_vi": row.text("vi"),
        "name_en": row.text("en"),
        "abbreviation_vi": row.text_or_empty("abbreviation_vi"),
        "abbreviation_en": row.text_or_empty("abbreviation_en"),
        "held_from": row.day("from"),
        "held_to": row.day("to"),
        "basis": row.text_or_empty("basis"),
    }


def _no_names(row: Row) -> list[Mapping[str, Any]]:
    row.text("names")  # notes that they are missing
    return []


def _write_successions(loading: Loading, agency: Mapping[str, Any]) -> None:
    for code, on, basis in agency["successions"]:
        record_succession(
            loading.actor,
            predecessor=agency_named(code),
            successor=agency_named(agency["code"]),
            on=on,
            basis=basis,
        )


KINDS = ProvincePart(Stage.REFERENCE, read_kinds)
AGENCIES = ProvincePart(Stage.AGENCIES, read_agencies)
