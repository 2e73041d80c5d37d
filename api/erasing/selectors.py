"""Reading erasures, and what of a page could be erased."""

from collections.abc import Sequence

from django.db.models import QuerySet
from wagtail.models import Page

from api.erasing.models import Erasure
from api.erasing.policies import ASK, CONFIRM, KEY, offices_for, reasons_not_to_judge, reasons_of_entitlement
from api.publications.enums import Kind
from api.publications.models import Version
from api.publications.selectors import last_versions
from api.publications.things import Subject
from cms.pages.models import PageIdentity
from sites import clock
from sites.accounts.models import User
from sites.accounts.selectors import sites_near
from sites.domains.models import PublicSite
from sites.rules.selectors import values_by_site
from workflows.delegation.selectors import holders, offices_of

MOST = 50


def versions_of(page: Page) -> QuerySet[Version]:
    """What the public could read of a page, the newest first; only versions that have or had a text."""
    found = Version.objects.filter(
        kind=Kind.PAGE, public_id=page.translation_key, locale=page.locale.language_code, body__isnull=False
    )
    return found.select_related("body").order_by("-seq")


def public_texts(page: Page) -> set[str]:
    """The hashes of what readers read of a page at this moment."""
    last = last_versions({Subject(Kind.PAGE, page.translation_key)})
    return {one.body for one in last.values() if one.is_live and one.body}


def versions_to_ask_for(page: Page) -> QuerySet[Version]:
    """The versions whose erasure can be asked for: their text is there, not public, and not asked for already."""
    waiting = Erasure.objects.filter(page=page, verdict="").values("version")
    found = versions_of(page).filter(body__erased_at__isnull=True)
    return found.exclude(body__in=public_texts(page)).exclude(pk__in=waiting)


def sites_to_ask_for(person: User) -> list[PublicSite]:
    """The sites on which the rule lets a person ask, or confirm, by an office that he holds there or on the portal."""
    near = sorted(sites_near(person), key=lambda site: site.name_vi)
    homes = [(site, site.homes.select_related("home").order_by("position")[0].home) for site in near]
    return [site for site, home in homes if not reasons_of_entitlement(person, page=home, verb=ASK)]


def withdrawn_on(sites: Sequence[PublicSite]) -> QuerySet[PageIdentity]:
    """What of these sites was public once and is no longer, the last one first; so many fit on a screen."""
    found = PageIdentity.objects.filter(site__in=sites, page__live=False, page__first_published_at__isnull=False)
    return found.select_related("page__locale", "site").order_by("-page__last_published_at")[:MOST]


def open_for(person: User) -> list[Erasure]:
    """What waits for this person's word, and what he asked for that still waits."""
    rows = Erasure.objects.filter(verdict="").select_related("page", "site", "by").order_by("pk")[:MOST]
    return [row for row in rows if row.by == person or not reasons_not_to_judge(person, erasure=row)]


def is_named(person: User) -> bool:
    """Whether any rule names an office like one that this person holds: whether there is anything to show him."""
    values = values_by_site(KEY).values()
    selectors = [one for value in values for verb in (ASK, CONFIRM) for one in value.get(verb, ())]
    kinds = tuple(f"post/{one['post']}/" if "post" in one else f"seat/{one['seat']}/" for one in selectors)
    return any(office.startswith(kinds) for office in offices_of(person, clock.today()))


def judges_of(erasure: Erasure) -> Sequence[User]:
    """Who may confirm it."""
    people = holders(sorted(offices_for(erasure.page.specific, CONFIRM)), clock.today())
    return [person for person in people if not reasons_not_to_judge(person, erasure=erasure)]


def erasures_of(page: Page) -> QuerySet[Erasure]:
    """What was asked for about a page, the newest first."""
    return Erasure.objects.filter(page=page).select_related("by", "judged_by", "version")
