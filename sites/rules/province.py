"""The regulation as data: `rules.yaml` (and `deadlines.yaml`) hold the legal bases and the rules."""

from typing import Any

from sites.domains.selectors import site_named
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing
from sites.provisioning.sources import Row
from sites.rules.actions import correct_rule, keep_basis, set_rule
from sites.rules.models import LegalBasis, Rule
from sites.rules.sections import SECTIONS

EVERYWHERE = (
    "calendar.yaml",
    "defaults.yaml",
    "accounts.yaml",
    "changes.yaml",
    "secrecy.yaml",
    "agreement.yaml",
    "contributions.yaml",
    "search.yaml",
    "consumers.yaml",
    "preview.yaml",
    "receipts.yaml",
)  # in fixtures/reference
OWN = ("rules.yaml", "deadlines.yaml")


def read_bases(loading: Loading) -> Writing:
    """Read the documents that rules, boards and chains stand on."""
    loading.know("basis", LegalBasis.objects.values_list("code", flat=True))
    bases = {
        loading.define(row, "code", "basis"): {
            "title": row.text("title"),
            "number": row.text_or_empty("number"),
            "issued_on": row.day("issued_on"),
            "note": row.text_or_empty("note"),
        }
        for row in _rows(loading, "legal_bases")
    }

    def write() -> None:
        for code, values in bases.items():
            keep_basis(loading.actor, code=code, values=values)

    return write


def read_rules(loading: Loading) -> Writing:
    """Read the rules of the whole province, and which sections the sites of each kind have to have (Điều 8.5)."""
    rules = [rule for rule in _rules(loading) if not rule["site"]]
    sections = _sections(loading)

    def write() -> None:
        for rule in [*rules, *sections]:
            _write(loading, dict(rule))

    return write


def read_site_rules(loading: Loading) -> Writing:
    """Read the rules of single sites."""
    rules = [rule for rule in _rules(loading) if rule["site"]]

    def write() -> None:
        for rule in rules:
            _write(loading, dict(rule))

    return write


def _rules(loading: Loading) -> list[dict[str, Any]]:
    """What holds everywhere; the province's own word on the same key from the same day stands in its place."""
    rules = [_rule(loading, row) for row in _rows(loading, "rules")]
    return list({(rule["key"], rule["site"], rule["holds_from"]): rule for rule in rules}.values())


def _rows(loading: Loading, key: str) -> list[Row]:
    documents = [loading.reference(name) for name in EVERYWHERE] + [loading.document(name) for name in OWN]
    return [row for document in documents if document for row in document.rows(key)]


def _sections(loading: Loading) -> list[dict[str, Any]]:
    """The rule that a site opened later asks: `sections.yaml` as one value, on the province's own basis."""
    document, province = loading.document("sections.yaml"), loading.document("province.yaml")
    if document is None or province is None:
        return []
    rule = dict.fromkeys(("site", "holds_from", "holds_to"))
    basis = province.text("basis")
    value = document.value("sections")
    return [{**rule, "key": SECTIONS, "value": value, "unit": "list", "article": "", "basis": basis}] if basis else []


def _rule(loading: Loading, row: Row) -> dict[str, Any]:
    return {
        "key": row.text("key"),
        "value": row.value("value"),
        "unit": row.text("unit"),
        "article": row.text("article"),
        "basis": loading.refer(row, "basis", "basis"),
        "site": loading.refer_or_empty(row, "site", "site"),
        "holds_from": row.day("from"),
        "holds_to": row.day("to"),
    }


def _write(loading: Loading, fields: dict[str, Any]) -> None:
    """Set a rule; one that begins on the same day is the same rule, corrected where the data changed."""
    fields["basis"] = LegalBasis.objects.get(code=fields["basis"])
    fields["site"] = site_named(fields["site"]) if fields["site"] else None
    by = {name: fields[name] for name in ("key", "site", "holds_from")}
    there = Rule.objects.filter(**by).first()
    if there is None:
        set_rule(loading.actor, rule=Rule(**fields))
        return
    fields["holds_to"] = fields["holds_to"] or there.holds_to  # ended meanwhile by a later rule
    changed = {name: value for name, value in fields.items() if getattr(there, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(there, name, value)
        correct_rule(loading.actor, rule=there)


BASES = ProvincePart(Stage.BASES, read_bases)
RULES = ProvincePart(Stage.RULES, read_rules)
SITE_RULES = ProvincePart(Stage.SITE_RULES, read_site_rules)
