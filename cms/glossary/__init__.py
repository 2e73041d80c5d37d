"""The province's own terms and what they are called in other languages."""
