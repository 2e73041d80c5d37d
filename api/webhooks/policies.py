"""Who keeps webhooks: who keeps their consumer."""

from django.utils.translation import gettext as _

from api.consumers.policies import codes_of, reasons_not_to_change
from api.webhooks.models import Endpoint
from sites.accounts.models import User
from sites.refusals import Reason


def reasons_not_to_keep(actor: User, *, endpoint: Endpoint) -> list[Reason]:
    """Why an actor may not change an endpoint, hand out its secret, send to it again: not his, or ended."""
    if reasons := reasons_not_to_change(actor, consumer=endpoint.consumer):
        return reasons
    if endpoint.ended_at:
        return [Reason("ended", _("This webhook has ended."))]
    codes = codes_of(endpoint.consumer)
    if endpoint.site and codes and endpoint.site.code not in codes:
        return [Reason("foreign_site", _("The consumer does not serve this site."), "site")]
    return []


def reasons_not_to_send(actor: User, *, endpoint: Endpoint) -> list[Reason]:
    """Why nothing may be sent for an actor: as above, or nobody has the secret yet."""
    if reasons := reasons_not_to_keep(actor, endpoint=endpoint):
        return reasons
    if not endpoint.secrets.exists():
        return [Reason("no_secret", _("Hand its secret out first: nobody could check what is sent."))]
    return []
