"""Finding and completing: over `Findable` alone, accents optional, exact ones first."""
