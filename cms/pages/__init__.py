"""The base of every page type: identity, text and frame, the gate."""
