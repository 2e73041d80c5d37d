"""Tests, a mirror of the source."""
