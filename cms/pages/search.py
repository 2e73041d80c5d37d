"""The search of the admin and of its choosers: accents are optional there too.

Wagtail's backend for PostgreSQL takes a text search configuration for whole words, but completes words with a fixed
one that keeps accents (modelsearch, `database/postgres/postgres.py`). Readers' search is not here: see `api.search`.
"""

from typing import Any

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

CONFIGURATION = "vi_plain"


class SearchBackend(PostgresSearchBackend):
    """Both for whole words and for their beginnings, words are compared without accents."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({**params, "SEARCH_CONFIG": CONFIGURATION})
        self.autocomplete_config = CONFIGURATION
