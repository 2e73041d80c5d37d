"""Receipts: what was published is fetched from its public address and compared with the log."""
