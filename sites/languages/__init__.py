"""The languages that may be opened, and what rows that are no pages are called in them."""
