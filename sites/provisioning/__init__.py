"""Opening a site in one transaction, and loading a province from data, by parts that other rooms register."""
