"""The search of the admin and of its choosers: accents are optional there too, and abbreviations find long forms.

Wagtail's backend for PostgreSQL takes a text search configuration for whole words, but completes words with a fixed
one that keeps accents (modelsearch, `database/postgres/postgres.py`). It looks for words within the very rows that it
is given, yet refuses them where their conditions are more than comparisons of indexed columns, as other backends have
to: here the database applies them, whatever they are. Readers' search is not here: see `api.search`.
"""

from typing import Any

from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import Or, PlainText

from cms.synonyms.selectors import written_out
from sites import clock

CONFIGURATION = "vi_plain"


class AnyConditions:
    """A compiler that takes every condition that the database takes."""

    def _get_filters_from_where_node(self, where_node: Any, check_only: bool = False) -> None:  # noqa: FBT001, FBT002 - upstream's
        """Nothing is translated, so nothing is refused."""


class WholeWords(AnyConditions, PostgresSearchQueryCompiler):
    """Words as they are written."""


class Beginnings(AnyConditions, PostgresAutocompleteQueryCompiler):
    """The beginnings of words."""


class SearchBackend(PostgresSearchBackend):
    """Both for whole words and for their beginnings, words are compared without accents."""

    query_compiler_class = WholeWords
    autocomplete_query_compiler_class = Beginnings

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
