"""How a site shows itself and who is named as responsible for it, as a kind of change."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.identity.actions import keep_identity
from cms.identity.models import SiteIdentity
from sites.accounts.models import User
from sites.changes.kinds import register
from sites.changes.meaning import KEEPS_MEANING
from sites.changes.rows import Extra, RowKind


def _keep(actor: User, row: Any) -> SiteIdentity:
    return keep_identity(actor, identity=row, responsible_person=row.named)


def _named_now(identity: SiteIdentity) -> str:
    return identity.site.responsible_person


IDENTITY = register(
    RowKind(
        "identity",
        _("Identity of a site"),
        SiteIdentity,
        _keep,
        extras={"named": Extra(_("Responsible person"), _named_now), **KEEPS_MEANING},
    )
)
