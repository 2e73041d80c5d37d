"""Who keeps which consumers."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from api.consumers.enums import State
from api.consumers.models import Consumer, Key
from api.consumers.rules import is_kept_by_sites
from sites.accounts.models import User
from sites.administration.policies import sites_administered_by
from sites.refusals import Reason


def reasons_not_to_keep(actor: User, *, codes: Collection[str]) -> list[Reason]:
    """Why an actor may not register, change or end what reads these sites (none: all of them)."""
    if actor.is_active and actor.is_superuser:
        return []
    own = sites_administered_by(actor).filter(code__in=codes).count() if codes and is_kept_by_sites() else 0
    if codes and own == len(set(codes)):
        return []
    words = _("Only an administrator keeps what reads all sites, or sites of others.")
    return [Reason("not_his_consumer", words, "sites")]


def reasons_not_to_change(actor: User, *, consumer: Consumer) -> list[Reason]:
    """Why an actor may not change a consumer, its keys and its webhooks: it is not his, or it has ended."""
    if reasons := reasons_not_to_keep(actor, codes=codes_of(consumer)):
        return reasons
    if consumer.ended_at:
        return [Reason("ended", _("“%(name)s” has ended.") % {"name": consumer})]
    return []


def reasons_not_to_draw(actor: User, *, key: Key) -> list[Reason]:
    """Why a key may not be handed out: as above; it was handed out before; it holds no more."""
    if reasons := reasons_not_to_change(actor, consumer=key.consumer):
        return reasons
    if key.drawn_at:
        return [Reason("drawn", _("This key was handed out already. It is shown once only; replace it."))]
    if key.state != State.GRANTED:
        return [Reason("not_good", _("This key does not hold any more."))]
    return []


def reasons_not_to_rotate(actor: User, *, key: Key) -> list[Reason]:
    """Why a key may not be replaced: as above, or it does not hold."""
    if reasons := reasons_not_to_change(actor, consumer=key.consumer):
        return reasons
    if key.state != State.GOOD or key.ends_at:
        return [Reason("not_good", _("Only a key that holds is replaced."))]
    return []


def codes_of(consumer: Consumer) -> list[str]:
    """The codes of the sites that it serves; none: all of them."""
    return sorted(site.code for site in consumer.sites.all()) if consumer.pk else []
