"""The log of security, for who manages people: of everybody, or of the people of his sites."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView

from sites.accounts.models import User
from sites.accounts.views.screens import Entered
from sites.security.enums import ActKind
from sites.security.models import Act
from sites.security.selectors import acts_for

A_PAGE = 50


class ActFilters(WagtailFilterSet):
    """By kind and days."""

    kind = django_filters.ChoiceFilter(choices=ActKind.choices, label=_("What happened"))
    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = Act
        fields: tuple[str, ...] = ("kind", "at")


class Log(Entered, BaseListingView):
    """The newest first."""

    template_name = "wagtailadmin/generic/listing.html"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    index_url_name: Any = "security:log"
    index_results_url_name: Any = "security:log_results"
    page_title: Any = _("Log of security")
    header_icon = "history"
    verbose_name_plural: Any = _("acts")
    paginate_by = A_PAGE
    default_ordering: Any = "-id"
    filterset_class: Any = ActFilters
    is_searchable: Any = True
    results_only = False
    person: User | None = None

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Of one person, where the address names one whom the actor may see."""
        super().setup(request, *args, **kwargs)
        if "person_id" in kwargs and self.reach:
            self.person = self.find_person(kwargs["person_id"])

    @cached_property
    def columns(self) -> list[Column]:  # type: ignore[override]
        """When, whose account, what, by whom, from where."""
        return [
            Column("at", label=_("When"), accessor=lambda act: localtime(act.at).strftime("%H:%M:%S %d/%m/%Y")),
            Column("username", label=_("Account"), accessor=lambda act: act.person or act.username),
            Column("kind", label=_("What happened"), accessor="get_kind_display"),
            Column("words", label=_("In words")),
            Column("by", label=_("By"), accessor=lambda act: act.by or "–"),
            Column("address", label=_("From where"), accessor=lambda act: act.address or "–"),
        ]

    def get_base_queryset(self) -> QuerySet[Act]:
        """What concerns the actor."""
        acts = acts_for(self.actor)
        return acts if self.person is None else acts.filter(person=self.person)

    def get_index_url(self) -> str:
        """Filters of a person's log stay with the person."""
        return reverse("security:of_person", args=(self.person.pk,)) if self.person else reverse("security:log")

    def get_index_results_url(self) -> str:
        """The same for the part that is fetched anew."""
        if self.person:
            return reverse("security:of_person_results", args=(self.person.pk,))
        return reverse("security:log_results")

    def get_page_subtitle(self) -> str:
        """Whose."""
        return str(self.person or "")

    def search_queryset(self, queryset: QuerySet[Act]) -> QuerySet[Act]:
        """By name, account and address."""
        for word in self.search_query.split():
            queryset = queryset.filter(
                Q(person__full_name__unaccent__icontains=word)
                | Q(username__icontains=word)
                | Q(words__unaccent__icontains=word)
                | Q(address__startswith=word)
            )
        return queryset
