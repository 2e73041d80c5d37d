"""What feed readers and search engines take: feeds of sections, maps of sites, and what robots are told."""
