"""Sample content of a province: written as its people would, and brought in through the gate like everything else."""
