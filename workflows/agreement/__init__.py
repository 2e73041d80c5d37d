"""Whether the text in another language says what the Vietnamese one says: figures, dates, names, links, files."""
