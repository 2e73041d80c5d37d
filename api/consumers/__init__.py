"""Who reads: frontends and other programs of other people, their keys, how they fare (bên khai thác)."""
