"""The composition root: settings, addresses, WSGI. It may import every floor; nobody imports it."""
