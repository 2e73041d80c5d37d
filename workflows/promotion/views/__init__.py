"""The screens of promotion: proposals, copies, and the public items of the units."""
