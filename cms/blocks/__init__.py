"""The blocks of which a body is made."""
