"""What is not content but reaches the public: a change as data, handed on before it is carried out.

A room registers a `Kind` for each thing of its own that people change; its screens hand over a `Change` to `carry_out`.
Whoever is hung on `deciders` (the floor that knows of second persons) may keep it until somebody else has said yes.
Commands that load a whole province, and tests, call the actions of the rooms directly.
"""
