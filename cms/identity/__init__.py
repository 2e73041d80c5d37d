"""How a site shows itself: emblem and colours."""
