"""The publication log: body, version, current, and the drain that writes them."""
