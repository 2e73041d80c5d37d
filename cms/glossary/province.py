"""The reader of terms: `reference/terms.yaml` for what holds everywhere, `terms.yaml` for a province's own."""

from typing import Any

from cms.glossary.enums import Kind
from cms.glossary.models import Term
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing, province_parts
from sites.provisioning.sources import Row


def read_terms(loading: Loading) -> Writing:
    """Read the terms of the whole province. One that is no longer named stays; people's own words stay too."""
    documents = [loading.reference("terms.yaml"), loading.document("terms.yaml")]
    rows = [_term(row) for document in documents if document for row in document.rows("terms")]
    terms = list({(row["vi"], row["language"], row["held_from"]): row for row in rows}.values())

    def write() -> None:
        for row in terms:
            by = {name: row.pop(name) for name in ("vi", "language", "held_from")}
            Term.objects.get_or_create(**by, site=None, defaults=row)

    return write


def _term(row: Row) -> dict[str, Any]:
    return {
        "vi": row.text("vi"),
        "language": row.text_or_empty("language") or "en",
        "words": row.text("words"),
        "also": "\n".join(row.texts("also")),
        "kind": row.choice("kind", Kind.values),
        "note": row.text_or_empty("note"),
        "held_from": row.day("from"),
        "held_to": row.day("to"),
    }


def register() -> None:
    """Called when the room is ready."""
    province_parts.register("terms", ProvincePart(Stage.CATEGORIES, read_terms))
