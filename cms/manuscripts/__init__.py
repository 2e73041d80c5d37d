"""Texts that people bring as files: Word and Writer become clean blocks, or are refused with the way out."""
