"""Home pages, sections and standard pages."""
