"""The regulation as data: rules with a unit, a legal basis, and the days between which they hold."""
