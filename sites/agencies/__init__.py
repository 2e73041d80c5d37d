"""The register of agencies: kinds, names of their day, parents, predecessors and successors."""
