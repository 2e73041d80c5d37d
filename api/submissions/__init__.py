"""What citizens and contributors send by forms of websites; no tables of its own."""
