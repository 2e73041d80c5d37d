"""Review of rights (rà soát quyền): who may do what, where, since when, by whose decision, and whether he uses it."""
