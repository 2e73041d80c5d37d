"""The screens: those of contributors, and those of the desk."""
