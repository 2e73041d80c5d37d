"""Fixtures of this floor."""

from tests.workflows.conftest import own_database

__all__ = ["own_database"]
