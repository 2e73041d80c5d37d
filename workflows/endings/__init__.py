"""Endings: replaced, gone, moved; what a second person says of it; what becomes of what lies below and points there."""
