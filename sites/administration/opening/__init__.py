"""The screens on which administrators open sites: one, or many."""
