"""Categories, as a kind of change."""

from django.utils.translation import gettext_lazy as _

from cms.news.actions import keep_category
from cms.news.models import Category
from sites.accounts.models import User
from sites.changes.kinds import register
from sites.changes.meaning import KEEPS_MEANING
from sites.changes.rows import RowKind


def _keep(actor: User, row: Category) -> Category:
    return keep_category(actor, category=row)


CATEGORY = register(RowKind("category", _("Category"), Category, _keep, extras=KEEPS_MEANING))
