"""Reading the log: sites, content, resolve."""
