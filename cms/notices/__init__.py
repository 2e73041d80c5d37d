"""Notices: what holds for a time."""
