"""Telling consumers what was published: signed messages, fed from the log by position (webhook)."""
