"""What rooms above are told, inside the transaction of the act."""

from django.dispatch import Signal

# One thing was ended by a person: `withdrawal` and its `page`. Expiry is no act, and is not told.
withdrawn = Signal()
