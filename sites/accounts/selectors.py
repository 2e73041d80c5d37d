"""Who holds which post and which seat on a day."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.accounts.enums import PostKind
from sites.accounts.models import Post, RightsAlarm, Seat, User
from sites.accounts.rights import Differences, differences_on
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
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


def seats_of(person: User, on: date | None = None) -> QuerySet[Seat]:
    """The seats of a person on a day (today)."""
    return Seat.objects.on(on or clock.today()).filter(person=person).select_related("kind", "site", "section")


def posts_of(person: User, on: date | None = None) -> QuerySet[Post]:
    """The posts of a person on a day (today)."""
    return Post.objects.on(on or clock.today()).filter(person=person).select_related("agency")


@remembered(by=lambda person: person.pk)
def sites_near(person: User) -> list[PublicSite]:
    """The sites where a person holds, or held, a seat, or whose agency is one of his: what he may do there is asked."""
    near = Q(pk__in=person.seats.values("site")) | Q(agency__in=person.posts.values("agency"))
    return list(PublicSite.objects.filter(near).order_by("pk"))


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


def _deciders() -> QuerySet[User]:
    """People who may hold posts and seats: one who became an administrator meanwhile holds none."""
    return people().filter(is_superuser=False)


def _keys_above(page: Page) -> list[UUID]:
    """The translation keys of a page and of the pages above it, from the home down."""
    paths = [page.path[:end] for end in range(2 * page.steplen, len(page.path) + 1, page.steplen)]
    return list(Page.objects.filter(path__in=paths).values_list("translation_key", flat=True))
