"""How dates, times and numbers are written and read. Both languages alike but for the marks in numbers.

The day stands first in either language: who changed the language of his screens must not enter the 5th of December
as the 12th of May. Days as machines write them are read too.
"""
