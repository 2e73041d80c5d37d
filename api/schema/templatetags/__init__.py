"""Tags of the documentation's templates."""
