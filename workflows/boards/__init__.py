"""Editorial boards and the chains that an item passes, as data."""
