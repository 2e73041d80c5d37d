"""Erasing a text that must not exist: asked for by one entitled person, confirmed by another."""
