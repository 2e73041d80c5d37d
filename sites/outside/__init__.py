"""Speaking to machines outside: one question and its answer, within a limit, to a checked address and nowhere else."""
