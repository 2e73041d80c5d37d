"""What is said of a change of words that stand in other languages too: that it leaves their meaning as it was."""

from django.utils.translation import gettext_lazy as _

from sites.changes.rows import Extra

# `sites.languages.actions.note_save` reads it from the row
KEEPS_MEANING = {"keeps_meaning": Extra(_("The meaning stays the same"), None, default=False)}
