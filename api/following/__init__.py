"""What has changed in public, for whoever follows it: a starting snapshot, then every change in order."""
