"""The front page of a site in another language, as a draft: opened by `workflows.languages` only."""

from typing import Any

from wagtail.models import Locale, Page

from cms.home.models import HomePage, SectionPage
from cms.pages.making import index_drafts, make_drafts, record_identities
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.domains.selectors import homes_of

COPIED = ("slots", "menu", "footer")


def home_in(site: PublicSite, language: Locale) -> HomePage | None:
    """The front page that a site has in a language, or had before that was closed."""
    first = homes_of(site)[0].home
    return HomePage.objects.filter(translation_key=first.translation_key, locale=language).first()


def draft_home(actor: User, *, site: PublicSite, language: Locale, title: str) -> HomePage:
    """A front page beside the first one, with its slots, menu and footer as they are, not translated yet.

    The caller stands alone in the tree. It belongs to the site once a `SiteHome` says so.
    """
    first: Any = homes_of(site)[0].home.specific
    code = language.language_code
    home = HomePage(
        title=title or first.title,
        slug=f"{site.code}-{code}",
        locale=language,
        live=False,
        translation_key=first.translation_key,
        **{name: getattr(first, name) for name in COPIED},
    )
    make_drafts(actor, placed=[(Page.get_first_root_node(), home)])
    record_identities([home], site=site)
    index_drafts([home])
    return home


def sections_of(site: PublicSite) -> list[SectionPage]:
    """The public sections of a site in its first language, each after the one above it."""
    first = homes_of(site)[0].home
    return list(SectionPage.objects.descendant_of(first).filter(live=True).order_by("path"))
