"""News items and the categories that they are filed under."""
