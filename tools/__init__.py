"""Tools for those who work on this system; nothing here runs in production."""
