"""Bundles (đợt phát hành): many items, one approval, one moment, all or none, taken back as one."""
