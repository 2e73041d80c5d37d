"""What is published: page types, blocks, media, the text standard, and what of each is public."""
