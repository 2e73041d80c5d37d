"""Comments on a text, at their place, kept with the version on which they were made (nhận xét)."""
