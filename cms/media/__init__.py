"""Pictures and files: private until something public refers to them."""
