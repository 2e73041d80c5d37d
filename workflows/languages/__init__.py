"""Opening a language for a site, and closing it again: an administrator's work, without code."""
