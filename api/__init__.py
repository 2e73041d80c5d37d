"""What the outside sees: the publication log and everything that reads it."""
