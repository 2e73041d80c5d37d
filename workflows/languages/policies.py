"""Who may open and close a language of a site, and what speaks against it."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from sites.domains.enums import SiteState
from sites.domains.models import PublicSite, SiteHome
from sites.domains.selectors import homes_of
from sites.languages.codes import every_language, name_of
from sites.refusals import Reason
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage

RUNNING = (PassageState.IN_PROGRESS, PassageState.SCHEDULED)
NAMED = 3


def reasons_not_to_administer_languages(actor: AbstractUser) -> list[Reason]:
    """Why this person may not open or close languages at all."""
    if actor.is_active and actor.is_superuser:
        return []
    return [Reason("not_administrator", _("Only administrators open and close languages of a site."))]


def reasons_not_to_open(actor: AbstractUser, *, site: PublicSite, locale: str) -> list[Reason]:
    """Why a language may not be opened for a site."""
    return reasons_not_to_administer_languages(actor) or list(_against_opening(site, locale))


def reasons_not_to_close(actor: AbstractUser, *, site: PublicSite, locale: str) -> list[Reason]:
    """Why a language of a site may not be closed: something in it is public, or on its way."""
    return reasons_not_to_administer_languages(actor) or list(_against_closing(site, locale))


def _against_opening(site: PublicSite, locale: str) -> Iterator[Reason]:
    if locale not in every_language():
        yield Reason("unknown_language", _("The system does not list that language."), "locale")
        return
    if site.state != SiteState.OPEN:
        yield Reason("site_closed", _("The site is closed."))
    homes = list(homes_of(site))
    if any(home.locale.language_code == locale for home in homes):
        words = _("The site has that language already: %(language)s.")
        yield Reason("opened_already", words % {"language": name_of(locale)}, "locale")
    if not homes:
        yield Reason("no_home", _("The site has no front page."))
    elif page := Page.objects.child_of(homes[0].home).filter(slug=locale).first():
        words = _("Addresses in that language begin with /%(code)s/, and “%(page)s” stands there. Move it first.")
        yield Reason("address_taken", words % {"code": locale, "page": page.title}, "locale")


def _against_closing(site: PublicSite, locale: str) -> Iterator[Reason]:
    row = SiteHome.objects.filter(site=site, locale__language_code=locale).select_related("home").first()
    if row is None:
        yield Reason("not_opened", _("The site has not opened that language."))
        return
    if row.position == 0:
        yield Reason("first_language", _("The first language of a site stays."))
        return
    below = Page.objects.filter(path__startswith=row.home.path)
    public = below.filter(live=True)
    if number := public.count():
        words = ngettext(
            "%(number)s page is public in that language: %(names)s. Withdraw it first.",
            "%(number)s pages are public in that language: %(names)s. Withdraw them first.",
            number,
        )
        names = ", ".join(f"“{title}”" for title in public.order_by("path").values_list("title", flat=True)[:NAMED])
        yield Reason("still_public", words % {"number": number, "names": names})
    if Passage.objects.filter(page__in=below, state__in=RUNNING).exists():
        yield Reason("in_approval", _("Something is in approval in that language. Wait, or take it back."))
