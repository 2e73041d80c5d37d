"""Promotion to the portal: a unit offers a text or is asked for it, the portal takes a version over as its own copy."""
