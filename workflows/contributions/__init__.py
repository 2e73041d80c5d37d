"""Contributions from outside: citizens who write, units without a site, and what comes by official letter."""
