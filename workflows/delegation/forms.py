"""The forms of the screen. They ask; actions decide."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from sites import clock
from sites.accounts.models import Post, Seat, User
from sites.accounts.selectors import people
from sites.domains.models import SiteHome
from workflows.delegation.models import Delegation
from workflows.delegation.parts import parts_to_choose


class DaysForm(forms.Form):
    """From when until when, on which paper, why."""

    held_from = forms.DateField(label=gettext_lazy("From"), widget=AdminDateInput, initial=clock.today)
    held_to = forms.DateField(
        label=gettext_lazy("Until (not included)"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("The first day without it; empty: until it is ended."),
    )
    decision = forms.CharField(label=gettext_lazy("Decision number or basis"), max_length=300)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)

    field_order = ("giver", "office", "to", "section", "part", "held_from", "held_to", "decision", "reason")

    def days(self) -> dict[str, Any]:
        """What both kinds have."""
        return {name: self.cleaned_data[name] for name in ("held_from", "held_to", "decision", "reason")}


class DelegationForm(DaysForm):
    """Which office, to whom, for what."""

    office = forms.ChoiceField(label=gettext_lazy("Post or seat"))
    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("To whom"))
    section: Any = forms.ModelChoiceField(
        Page.objects.none(),
        label=gettext_lazy("Only for"),
        required=False,
        empty_label=gettext_lazy("the whole office"),
        help_text=gettext_lazy("One site or one section of it."),
    )

    part = forms.ChoiceField(
        label=gettext_lazy("Only this step or kind of content"),
        required=False,
        help_text=gettext_lazy("Who is handed one step decides there, and does nothing else in that office."),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {f"{row._meta.model_name}:{row.pk}": row for row in _offices(actor, clock.today())}
        fields: dict[str, Any] = dict(self.fields)
        fields["office"].choices = [(key, f"{row.person}: {row}") for key, row in self.offices.items()]
        fields["to"].queryset = _colleagues(list(self.offices.values()))
        fields["part"].choices = [("", _("all of the office")), *parts_to_choose(self.offices.values())]
        fields["section"].queryset = _sections(list(self.offices.values()))

    def row(self) -> Delegation:
        """What the action takes."""
        office = self.offices[self.cleaned_data["office"]]
        return Delegation(
            giver=office.person,
            post=office if isinstance(office, Post) else None,
            seat=office if isinstance(office, Seat) else None,
            to=self.cleaned_data["to"],
            section=self.cleaned_data["section"],
            part=self.cleaned_data["part"],
            **self.days(),
        )


class AbsenceForm(DaysForm):
    """Who is away."""

    giver = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Who is away"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["giver"]
        field.queryset = people().filter(is_superuser=False) if actor.is_superuser else people().filter(pk=actor.pk)
        field.initial = actor.pk

    def row(self) -> Delegation:
        """What the action takes."""
        return Delegation(giver=self.cleaned_data["giver"], **self.days())


class EndForm(forms.Form):
    """From when on no more, and why."""

    on = forms.DateField(label=gettext_lazy("First day without it"), widget=AdminDateInput, initial=clock.today)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


def _offices(actor: User, on: date) -> list[Post | Seat]:
    """The posts and seats of a person; for an administrator those of everybody that decide."""
    his = Q() if actor.is_superuser else Q(person=actor)
    posts = Post.objects.on(on).filter(his).select_related("person", "agency")
    seats = Seat.objects.on(on).filter(his).select_related("person", "kind", "site")
    if actor.is_superuser:
        posts, seats = posts.exclude(kind="staff"), seats.filter(kind__page_rights=[])
    return [*posts.order_by("person__full_name", "pk"), *seats.order_by("person__full_name", "pk")]


def _colleagues(offices: list[Post | Seat]) -> QuerySet[User]:
    """Who holds a post in the same agencies or a seat on the same sites."""
    sites = {row.site_id for row in offices if isinstance(row, Seat)}
    agencies = {row.agency_id for row in offices if isinstance(row, Post)}
    near = (
        Q(posts__agency__in=agencies)
        | Q(seats__site__in=sites)
        | Q(seats__site__agency__in=agencies)
        | Q(posts__agency__sites__in=sites)
    )
    return people().filter(near, is_superuser=False).distinct().order_by("full_name", "pk")


def _sections(offices: list[Post | Seat]) -> QuerySet[Page]:
    """The homes of the sites, in their first language, and what lies right below."""
    sites = {row.site_id for row in offices if isinstance(row, Seat)}
    agencies = {row.agency_id for row in offices if isinstance(row, Post)}
    homes = SiteHome.objects.filter(Q(site__in=sites) | Q(site__agency__in=agencies), position=0)
    paths = list(homes.values_list("home__path", flat=True)[:20])
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path, depth__lte=3)
    return Page.objects.filter(below).order_by("path")


def days_of(row: Delegation) -> str:
    """From until, as people say it."""
    begins = row.held_from.strftime("%d/%m/%Y")
    ends = row.held_to.strftime("%d/%m/%Y") if row.held_to else _("until it is ended")
    return f"{begins} – {ends}"
