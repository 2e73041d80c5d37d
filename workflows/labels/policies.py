"""Who may translate what is no page: as with pages, who writes in that language on that site; and only there."""

from django.db.models import Q
from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import Seat, User
from sites.domains.enums import SiteKind, SiteState
from sites.domains.models import PublicSite, SiteHome
from sites.memory import remembered
from sites.refusals import Reason


@remembered(by=lambda person, locale: (person.pk, locale))
def sites_translated_by(person: User, locale: str) -> dict[int, PublicSite]:
    """The open sites on the whole of which a person writes in a language that is not their first one."""
    homes = SiteHome.objects.filter(locale__language_code=locale, position__gt=0, site__state=SiteState.OPEN)
    if not person.is_superuser:
        seats = Seat.objects.on(clock.today()).filter(
            Q(kind__languages=[]) | Q(kind__languages__contains=[locale]),
            person=person,
            section=None,
            kind__page_rights__contains=["change"],
        )
        homes = homes.filter(site__in=seats.values("site"))
    return {home.site_id: home.site for home in homes.select_related("site")}


def covers(person: User, site_number: int | None, locale: str) -> bool:
    """Whether a row of this site is his to translate; what belongs to the whole province is the portal's."""
    sites = sites_translated_by(person, locale)
    if site_number is not None:
        return site_number in sites
    return any(site.kind == SiteKind.PORTAL for site in sites.values())


def reasons_not_to_translate(actor: User, *, site_number: int | None, locale: str, waits: bool) -> list[Reason]:
    """Why this person may not write what a row is called in a language: it is not his, or it waits for approval."""
    if not (actor.is_active and covers(actor, site_number, locale)):
        return [Reason("not_entitled", _("You may not translate on this site or into this language."))]
    if waits:
        words = _("The translation is in approval. Take it back, or wait for the decision.")
        return [Reason("in_approval", words)]
    return []
