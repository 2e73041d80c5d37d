"""Closing a page to the public, with all that lies below it: one person, at once; opening it again: two (riêng tư)."""
