"""What search takes for the same: abbreviations and their long forms, names of today and former ones."""
