"""What an operator sees of the running system: its log, its figures, whether it is well."""
