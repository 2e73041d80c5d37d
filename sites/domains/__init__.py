"""The portal and its component sites: languages, homes, host names."""
