"""The reader of words for search: `reference/synonyms.yaml` for everywhere, `synonyms.yaml` for a province's own."""

from typing import Any

from cms.synonyms.enums import Kind
from cms.synonyms.models import Synonym
from sites.languages.codes import SOURCE
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing, province_parts
from sites.provisioning.sources import Row


def read_synonyms(loading: Loading) -> Writing:
    """Read the groups. One that is no longer named stays; what people wrote stays too."""
    documents = [loading.reference("synonyms.yaml"), loading.document("synonyms.yaml")]
    rows = [_synonym(row) for document in documents if document for row in document.rows("synonyms")]

    def write() -> None:
        for row in rows:
            by = {name: row.pop(name) for name in ("kind", "language", "words", "held_from")}
            Synonym.objects.get_or_create(**by, defaults=row)

    return write


def _synonym(row: Row) -> dict[str, Any]:
    return {
        "kind": row.choice("kind", Kind.values, Kind.ABBREVIATION),
        "language": row.text_or_empty("language") or SOURCE,
        "words": row.text("words"),
        "also": "\n".join(row.texts("also")),
        "since": row.day("since"),
        "basis": row.text_or_empty("basis"),
        "held_from": row.day("from"),
        "held_to": row.day("to"),
    }


def register() -> None:
    """Called when the room is ready."""
    province_parts.register("synonyms", ProvincePart(Stage.CATEGORIES, read_synonyms))
