"""The formats of files for bureaus: each writes one sheet into a file, and reads the sheets of one."""
