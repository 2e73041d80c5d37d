"""Keeping translations up: reminders of what is owed, answers where a source went, texts that use an old term."""
