"""Addresses of an old portal that lead to pages of today, site by site (chuyển hướng)."""
