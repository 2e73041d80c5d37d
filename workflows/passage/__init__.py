"""One item's way through its chain, the releases that follow, scheduling and withdrawal."""
