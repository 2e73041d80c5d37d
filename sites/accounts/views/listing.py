"""The list of people."""

from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from sites import clock
from sites.accounts.enums import PostKind
from sites.accounts.lines import Line
from sites.accounts.models import Post, Seat, SeatKind, User
from sites.accounts.reach import people_within
from sites.accounts.selectors import state_of
from sites.accounts.views.screens import Entered
from sites.agencies.models import Agency
from sites.agencies.selectors import agencies_on, name_today
from sites.domains.models import PublicSite

A_PAGE = 30
OPEN, CLOSED = "open", "closed"


class Agencies(django_filters.ModelChoiceFilter):
    """Agencies by their names."""

    @property
    def field(self) -> Any:
        """The field, with names instead of codes."""
        field = super().field
        field.label_from_instance = name_today
        return field


class PeopleFilters(WagtailFilterSet):
    """By agency, site, post, seat, and whether the account is open."""

    agency = Agencies(queryset=Agency.objects.none(), method="in_agency", label=_("Agency"))
    site = django_filters.ModelChoiceFilter(queryset=PublicSite.objects.none(), method="on_site", label=_("Site"))
    post = django_filters.ChoiceFilter(choices=PostKind.choices, method="with_post", label=_("Kind of post"))
    seat = django_filters.ModelChoiceFilter(queryset=SeatKind.objects.all(), method="in_seat", label=_("Kind of seat"))
    account = django_filters.ChoiceFilter(
        choices=((OPEN, _("open")), (CLOSED, _("closed"))), method="with_account", label=_("Account")
    )

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = self.request.reach_over_people
        agencies, sites = agencies_on(clock.today()).prefetch_related("names"), PublicSite.objects.all()
        if not reach.everything:
            agencies, sites = agencies.filter(pk__in=reach.agencies), sites.filter(pk__in=list(reach.kinds))
        self.filters["agency"].queryset, self.filters["site"].queryset = agencies, sites

    def in_agency(self, people: QuerySet[User], _name: str, agency: Agency) -> QuerySet[User]:
        """Who holds a post there today."""
        return people.filter(pk__in=_posts().filter(agency=agency).values("person"))

    def on_site(self, people: QuerySet[User], _name: str, site: PublicSite) -> QuerySet[User]:
        """Who sits there today."""
        return people.filter(pk__in=_seats().filter(site=site).values("person"))

    def with_post(self, people: QuerySet[User], _name: str, kind: str) -> QuerySet[User]:
        """Who holds such a post today."""
        return people.filter(pk__in=_posts().filter(kind=kind).values("person"))

    def in_seat(self, people: QuerySet[User], _name: str, kind: SeatKind) -> QuerySet[User]:
        """Who sits in such a seat today."""
        return people.filter(pk__in=_seats().filter(kind=kind).values("person"))

    def with_account(self, people: QuerySet[User], _name: str, state: str) -> QuerySet[User]:
        """Open or closed accounts."""
        return people.filter(closed_at__isnull=state == OPEN)


class People(Entered, BaseListingView):
    """Everybody whom the person at the screen may see."""

    template_name = "wagtailadmin/generic/listing.html"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    index_url_name: Any = "people:index"
    index_results_url_name: Any = "people:results"
    page_title: Any = _("People")
    header_icon = "group"
    verbose_name_plural: Any = _("people")
    paginate_by = A_PAGE
    default_ordering: Any = "full_name"
    filterset_class: Any = PeopleFilters
    is_searchable: Any = True
    results_only = False

    @cached_property
    def columns(self) -> list[Column]:  # type: ignore[override]
        """Name, account, posts and seats of today."""
        return [
            TitleColumn("full_name", label=_("Name"), accessor=str, sort_key="full_name", get_url=_address),
            Column("username", label=_("User name"), sort_key="username"),
            Column("held", label=_("Posts and seats"), accessor=self._held),
            StatusTagColumn("state", label=_("Account"), accessor=state_of, primary=lambda person: person.is_active),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:  # type: ignore[override]
        """Invite."""
        found = [HeaderButton(_("Invite a person"), url=reverse("people:invite"), icon_name="plus")]
        if self.reach.everything:
            address = reverse("people:invite_administrator")
            found.append(HeaderButton(_("Invite an administrator"), url=address, icon_name="key"))
        return found

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """The filters offer only what the person at the screen manages."""
        self.request.reach_over_people = self.reach  # type: ignore[attr-defined]
        return super().get_filterset_kwargs()

    def get_base_queryset(self) -> QuerySet[User]:
        """With the posts and seats of today, in a few queries whatever the number of people."""
        posts = _posts().select_related("agency").prefetch_related("agency__names")
        seats = _seats().select_related("kind", "site", "section")
        return people_within(self.reach).prefetch_related(
            Prefetch("posts", posts, to_attr="posts_today"), Prefetch("seats", seats, to_attr="seats_today")
        )

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """By every word, without diacritics: "quang" finds Quảng."""
        for word in self.search_query.split():
            queryset = queryset.filter(
                Q(full_name__unaccent__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word)
            )
        return queryset

    def _held(self, person: User) -> SafeString:
        rows: list[Post | Seat] = [*person.posts_today, *person.seats_today]  # type: ignore[attr-defined]
        return format_html_join("", "<div>{}</div>", ((Line(row),) for row in rows if self.reach.touches(row)))


def _posts() -> QuerySet[Post]:
    return Post.objects.on(clock.today())


def _seats() -> QuerySet[Seat]:
    return Seat.objects.on(clock.today())


def _address(person: User) -> str:
    return reverse("people:person", args=(person.pk,))
