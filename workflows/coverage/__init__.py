"""How far the other languages are, by site, kind and language: drawn, as a workbook, as JSON."""
