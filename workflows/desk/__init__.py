"""The furniture of the admin: colours, and what of Wagtail's own screens an office does not need."""
