"""The search of the admin and of its choosers: accents are optional there too, and abbreviations find long forms.

Wagtail's backend for PostgreSQL takes a text search configuration for whole words, but completes words with a fixed
one that keeps accents (modelsearch, `database/postgres/postgres.py`). Readers' search is not here: see `api.search`.
"""

from typing import Any

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend
from modelsearch.query import Or, PlainText

from cms.synonyms.selectors import written_out
from sites import clock

CONFIGURATION = "vi_plain"


class SearchBackend(PostgresSearchBackend):
    """Both for whole words and for their beginnings, words are compared without accents."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({**params, "SEARCH_CONFIG": CONFIGURATION})
        self.autocomplete_config = CONFIGURATION

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        """What was written, or the same with its abbreviations written out (`cms.synonyms`)."""
        text = query.query_string if isinstance(query, PlainText) else query
        other = written_out(text, day=clock.today()) if isinstance(text, str) else None
        if other is not None:
            query = Or([PlainText(text), PlainText(other)])
        return super()._search(query_compiler_class, query, model_or_queryset, **kwargs)
