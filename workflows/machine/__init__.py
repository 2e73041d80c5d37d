"""Machine help: suggestions from a server that the operator named, for a site that a rule switched it on for."""
