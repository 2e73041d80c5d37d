"""Opening a site in one transaction, by steps that other rooms register."""
