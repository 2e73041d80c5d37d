"""How many queries the main screens cost: the same at 3 sites as at 200."""
