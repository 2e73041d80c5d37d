"""The emergency lane: one entitled person makes a text public at once; a second one has to confirm it in time."""
