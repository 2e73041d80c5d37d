"""Words that open something: 256 bits by chance, of which only the SHA-256 is kept."""

import secrets
from hashlib import sha256

LONGEST = 100


def new_word() -> str:
    """A word that nobody guesses."""
    return secrets.token_urlsafe(32)


def hash_of_word(word: str) -> str:
    """Under what it is looked up."""
    return sha256(word[:LONGEST].encode(errors="replace")).hexdigest()
