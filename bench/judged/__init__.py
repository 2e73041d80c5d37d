"""How good the search is: queries with the items that they should find, asked of all sample content."""
