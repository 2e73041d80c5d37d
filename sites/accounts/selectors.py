"""Who holds which post and which seat on a day."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.accounts.enums import PostKind
from sites.accounts.models import Post, RightsAlarm, Seat, User
from sites.accounts.rights import Differences, differences_on
from sites.agencies.models import Agency
from sites.domains.models import PublicSite, SiteHome
from sites.memory import remembered


def people() -> QuerySet[User]:
    """People whose account is open."""
    return User.objects.filter(is_active=True, closed_at__isnull=True)


def administrators() -> QuerySet[User]:
    """People who administer the system. They hold no post and no seat."""
    return people().filter(is_superuser=True)


def person_with_address(email: str) -> User | None:
    """The one open account with an e-mail address; nobody where two people share it."""
    found = list(people().filter(email__iexact=email.strip())[:2]) if email.strip() else []
    return found[0] if len(found) == 1 else None


def holders_of_post(agency: Agency, kind: str, on: date | None = None) -> QuerySet[User]:
    """Who holds a post of this kind in an agency on a day (today)."""
    posts = Post.objects.on(on or clock.today()).filter(agency=agency, kind=kind)
    return _deciders().filter(pk__in=posts.values("person"))


def heads_of(agency: Agency, on: date | None = None) -> QuerySet[User]:
    """The head of an agency on a day: nobody or one person."""
    return holders_of_post(agency, PostKind.HEAD, on)


def deputy_heads_of(agency: Agency, on: date | None = None) -> QuerySet[User]:
    """The deputy heads of an agency on a day."""
    return holders_of_post(agency, PostKind.DEPUTY_HEAD, on)


def holders_of_seat(
    kind_code: str, *, site: PublicSite, section: Page | None = None, on: date | None = None
) -> QuerySet[User]:
    """Who sits in a seat of this kind for a site on a day (today).

    Without `section`: the seats on the whole site. With it (any page of the site): those, and the seats on a section
    that covers the page. A seat on a section covers its subtree and the subtrees of its translations.
    """
    seats = Seat.objects.on(on or clock.today()).filter(kind__code=kind_code, site=site)
    covers = Q(section__isnull=True)
    if section is not None:
        covers |= Q(section__translation_key__in=_keys_above(section))
    return _deciders().filter(pk__in=seats.filter(covers).values("person"))


def seats_of(person: User, on: date | None = None) -> list[Seat]:
    """The seats of a person on a day (today), with kind, site, section, and whether the site has further languages."""
    return [seat for seat in _every_seat(person) if seat.holds_on(on or clock.today())]


def posts_of(person: User, on: date | None = None) -> list[Post]:
    """The posts of a person on a day (today), with agency."""
    return [post for post in _every_post(person) if post.holds_on(on or clock.today())]


@remembered(by=lambda person: person.pk)
def sites_near(person: User) -> list[PublicSite]:
    """The sites where a person holds, or held, a seat, or whose agency is one of his: what he may do there is asked."""
    agencies = {post.agency_id for post in _every_post(person)}
    found = {site.pk: site for site in PublicSite.objects.filter(agency__in=agencies)}
    found |= {seat.site_id: seat.site for seat in _every_seat(person)}
    return [found[pk] for pk in sorted(found)]


def sites_held(person: User) -> list[PublicSite]:
    """The sites where a person holds a seat today, or a post in the agency."""
    seats = {seat.site_id for seat in seats_of(person)}
    agencies = {post.agency_id for post in posts_of(person)}
    return [site for site in sites_near(person) if site.pk in seats or site.agency_id in agencies]


def state_of(person: User) -> str:
    """What the account of a person is now, in words."""
    if person.closed_at:
        return _("closed")
    if person.locked_at:
        return _("locked")
    if not person.is_active:
        return _("blocked")
    if person.leaked_at and not person.has_usable_password():
        return _("password void")
    return _("open") if person.has_usable_password() else _("invited")


def alarms_to_look_at() -> QuerySet[RightsAlarm]:
    """The alarms about rights that no administrator has looked at yet."""
    return RightsAlarm.objects.filter(seen_at=None)


def rights_differences() -> Differences:
    """What `write_rights` would change now; empty right after it."""
    return differences_on(clock.today())


@remembered(by=lambda person: person.pk)
def _every_seat(person: User) -> list[Seat]:
    """His seats of whatever day, remembered: a screen asks for those of today in many places, and for earlier ones."""
    further = SiteHome.objects.filter(site=OuterRef("site"), position__gt=0)
    seats = Seat.objects.filter(person=person).select_related("kind", "site", "section")
    return list(seats.annotate(has_further_languages=Exists(further)).order_by("pk"))  # type: ignore[no-redef]


@remembered(by=lambda person: person.pk)
def _every_post(person: User) -> list[Post]:
    """His posts of whatever day, remembered like the seats."""
    return list(Post.objects.filter(person=person).select_related("agency").order_by("pk"))


def _deciders() -> QuerySet[User]:
    """People who may hold posts and seats: one who became an administrator meanwhile holds none."""
    return people().filter(is_superuser=False)


def _keys_above(page: Page) -> list[UUID]:
    """The translation keys of a page and of the pages above it, from the home down."""
    paths = [page.path[:end] for end in range(2 * page.steplen, len(page.path) + 1, page.steplen)]
    return list(Page.objects.filter(path__in=paths).values_list("translation_key", flat=True))
