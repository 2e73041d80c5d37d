"""Words for search, as a kind of change."""

from django.utils.translation import gettext_lazy as _

from cms.synonyms.actions import keep_synonym
from cms.synonyms.models import Synonym
from sites.accounts.models import User
from sites.changes.kinds import register
from sites.changes.rows import RowKind


def _keep(actor: User, row: Synonym) -> Synonym:
    return keep_synonym(actor, synonym=row)


SYNONYM = register(RowKind("synonym", _("Words for search"), Synonym, _keep))
