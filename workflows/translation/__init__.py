"""Texts in other languages: what is owed, the translator's desk, how each translation stands to its source."""
