"""The screens of security: one's own account, a person's account, the log."""
