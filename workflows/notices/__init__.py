"""Mail to whoever is concerned: an outbox, sent by the worker."""
