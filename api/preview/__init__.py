"""Preview: a draft in the very form in which it will be published, for who has a token; and who has read it."""
