"""The addresses of a frontend, as a kind of change: a wrong one would be given tokens, or speak for another's pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from api.preview.actions import keep_address
from api.preview.models import PreviewAddress
from sites.accounts.models import User
from sites.changes.kinds import Json, register
from sites.changes.rows import RowKind


def _keep(actor: User, row: Any) -> PreviewAddress:
    return keep_address(actor, address=row)


def _empties(before: Json | None, after: Json) -> bool:
    return all(not after[name] or after[name] == (before or {}).get(name) for name in ("template", "public"))


ADDRESS = register(RowKind("preview.address", _("Addresses of a frontend"), PreviewAddress, _keep, taking=_empties))
