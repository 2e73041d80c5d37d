"""Clean Vietnamese text on the way in: NFC, no control characters, ASCII slugs."""
