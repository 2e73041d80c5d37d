"""People: personal accounts, the posts that they hold and the seats that they sit in, and the rights that follow."""
