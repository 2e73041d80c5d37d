"""Telling the caches in front what changed, so that they need not find out by themselves (bộ đệm, CDN)."""
