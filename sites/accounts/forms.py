"""The forms of the screens of people. They ask; actions decide."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser
from wagtail.models import Page

from sites import clock
from sites.accounts.actions import Personal, send_forgotten_link
from sites.accounts.enums import PostKind
from sites.accounts.models import Post, Seat, SeatKind, User
from sites.accounts.reach import Reach
from sites.agencies.models import Agency
from sites.agencies.selectors import agencies_on, name_today
from sites.domains.enums import SiteState
from sites.domains.models import PublicSite, SiteHome

SEATS_AT_ONCE = 3  # places for seats when somebody is invited; more are given on the person's page
type Group = tuple[Promise | str | None, Promise | str, forms.BaseForm]


class ForgottenPasswordForm(PasswordResetForm):
    """The form at the door: the link goes through the outbox, and no answer says whether there is such a person."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Have a link sent."""
        send_forgotten_link(email=self.cleaned_data["email"])


class OwnNameForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name and mail address as their owner sees them: they are kept by whoever manages the people of his site.

    Wagtail's form asks for a first and a last name, which nobody has here, and so refuses all that stands beside it.
    """

    class Meta:
        model = User
        fields = ("full_name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = True
        self.fields["email"].help_text = _("Whoever manages your account changes it.")


class PersonForm(forms.Form):
    """What is known of a person."""

    full_name = forms.CharField(label=_("Full name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The link to set the password goes there."))
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)

    def personal(self) -> Personal:
        """As the actions take it."""
        data = self.cleaned_data
        return Personal(full_name=data["full_name"], email=data["email"], phone=data["phone"])


class Agencies(forms.ModelChoiceField):
    """Agencies by their names of today."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return name_today(obj)


class Sections(forms.ModelChoiceField):
    """Sections by their titles, with the site."""

    def label_from_instance(self, obj: Any) -> str:
        """The title."""
        return str(obj.title)


class TermForm(forms.Form):
    """From when on, and on what decision."""

    held_from = forms.DateField(label=_("From"), widget=AdminDateInput, initial=clock.today)
    held_to = forms.DateField(
        label=_("Until (not included)"), widget=AdminDateInput, required=False, help_text=_("Empty: until it is ended.")
    )
    basis = forms.CharField(label=_("Legal basis"), max_length=300, help_text=_("The decision, with number and date."))

    telling: tuple[str, ...] = ()

    def has_changed(self) -> bool:
        """Whether somebody filled it in: what is proposed, and what was left empty, does not count."""
        return not set(self.telling).isdisjoint(self.changed_data)

    def term(self) -> dict[str, Any]:
        """The fields of the row."""
        return {name: self.cleaned_data[name] for name in ("held_from", "held_to", "basis")}


class PostForm(TermForm):
    """A post in an agency."""

    agency = Agencies(Agency.objects.none(), label=_("Agency"))
    kind = forms.ChoiceField(label=_("Kind of post"))
    title_vi = forms.CharField(label=_("Title in Vietnamese"), max_length=200, help_text=_("As in the decision."))
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)

    telling: tuple[str, ...] = ("agency", "title_vi", "title_en", "basis", "held_to")
    field_order = ("agency", "kind", "title_vi", "title_en", "held_from", "held_to", "basis")

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        agencies = agencies_on(clock.today()).prefetch_related("names")
        fields["agency"].queryset = agencies if reach.everything else agencies.filter(pk__in=reach.agencies)
        kinds = PostKind.choices if reach.everything else [(PostKind.STAFF.value, PostKind.STAFF.label)]
        fields["kind"].choices = kinds
        fields["kind"].initial = PostKind.STAFF

    def row(self) -> Post:
        """The unsaved post, without its person."""
        data = self.cleaned_data
        names = {name: data[name] for name in ("agency", "kind", "title_vi", "title_en")}
        return Post(**names, **self.term())


class SeatForm(TermForm):
    """A seat on a site, or on one of its sections."""

    site = forms.ModelChoiceField(PublicSite.objects.none(), label=_("Site"))
    kind = forms.ModelChoiceField(SeatKind.objects.none(), label=_("Kind of seat"))
    section = Sections(
        Page.objects.none(),
        label=_("Section of the site"),
        required=False,
        help_text=_("Empty: the seat is on the whole site."),
    )

    telling: tuple[str, ...] = ("site", "kind", "section", "basis", "held_to")
    field_order = ("site", "kind", "section", "held_from", "held_to", "basis")

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        sites, kinds = PublicSite.objects.filter(state=SiteState.OPEN), SeatKind.objects.all()
        if not reach.everything:
            sites = sites.filter(pk__in=list(reach.kinds))
            kinds = kinds.filter(code__in={code for codes in reach.kinds.values() for code in codes})
        fields["site"].queryset, fields["kind"].queryset = sites, kinds
        if not reach.everything and sites.count() == 1:
            fields["site"].initial, fields["site"].empty_label = sites.get(), None
            self.telling = ("kind", "section", "basis", "held_to")
        fields["section"].queryset = sections_of(sites)
        if reach.everything:
            fields["section"].widget = AdminPageChooser()
            fields["section"].widget.choices = fields["section"].choices

    def row(self) -> Seat:
        """The unsaved seat, without its person."""
        data = self.cleaned_data
        return Seat(site=data["site"], kind=data["kind"], section=data["section"], **self.term())


def sections_of(sites: QuerySet[PublicSite]) -> QuerySet[Page]:
    """The pages right below the homes of sites, in their first languages: a seat covers the translations too."""
    paths = list(SiteHome.objects.filter(site__in=sites, position=0).values_list("home__path", flat=True))
    if not paths:
        return Page.objects.none()
    return Page.objects.filter(depth=3, path__regex=f"^({'|'.join(paths)})").order_by("path")


class InviteForm(PersonForm):
    """A person with a post, or seats, or both. Groups that nobody touched are left out."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("With this the person logs in; it stays for ever, for example viet.stc."),
    )
    field_order = ("full_name", "email", "username", "phone")

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part = {"data": self.data if self.is_bound else None, "reach": reach, "empty_permitted": True}
        part["use_required_attribute"] = False
        self.post = PostForm(prefix="post", **part)  # type: ignore[arg-type]
        self.seats = [SeatForm(prefix=f"seat-{number}", **part) for number in range(SEATS_AT_ONCE)]  # type: ignore[arg-type]
        for untouched in (one for one in self.parts() if not one.has_changed()):
            for field in untouched.fields.values():
                field.required = False  # no star at what may be left out; what is touched is asked for whole

    @property
    def media(self) -> forms.Media:
        """Of all parts."""
        return super().media + self.post.media + self.seats[0].media

    def parts(self) -> list[Any]:
        """The post and the seats."""
        return [self.post, *self.seats]

    def groups(self) -> list[Group]:
        """What is asked, under headings."""
        seats: Iterator[Group] = (
            (_("Seat"), "" if number else _("What the person does on a site: rights follow from it."), form)
            for number, form in enumerate(self.seats)
        )
        post = (_("Post"), _("The person's office in an agency. Leave it empty if the person has none."), self.post)
        return [(_("Person"), "", self), post, *seats]

    def is_valid(self) -> bool:
        """Every part that was touched is valid."""
        return all([super().is_valid(), *(part.is_valid() for part in self.parts())])

    def rows(self) -> list[Post | Seat]:
        """The unsaved posts and seats."""
        return [part.row() for part in self.parts() if part.has_changed()]


class AdministratorForm(PersonForm):
    """Somebody who administers the whole province, or one site, on a decision."""

    username = forms.CharField(label=_("User name"), max_length=150)
    site = forms.ModelChoiceField(
        PublicSite.objects.filter(state=SiteState.OPEN),
        label=_("Administers"),
        required=False,
        empty_label=_("The whole province"),
        help_text=_("Who administers the province holds no post and no seat, and decides about no text."),
    )
    kind = forms.ModelChoiceField(
        SeatKind.objects.exclude(gives=[]),
        label=_("Kind of seat"),
        required=False,
        help_text=_("Only for the administrator of a site."),
    )
    held_from = forms.DateField(label=_("From"), widget=AdminDateInput, initial=clock.today)
    basis = forms.CharField(label=_("Legal basis"), max_length=300, help_text=_("The decision, with number and date."))
    field_order = ("full_name", "email", "username", "phone", "site", "kind", "held_from", "basis")

    def clean(self) -> dict[str, Any]:
        """A site asks for a kind of seat; the only one there is needs no choosing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("site") and not cleaned.get("kind"):
            kinds = list(self.fields["kind"].queryset[:2])  # type: ignore[attr-defined]
            cleaned["kind"] = kinds[0] if len(kinds) == 1 else None
            if cleaned["kind"] is None:
                self.add_error("kind", _("Choose the kind of seat."))
        return cleaned

    def row(self) -> Seat | None:
        """The unsaved seat; None for the whole province."""
        data = self.cleaned_data
        if not data["site"]:
            return None
        return Seat(site=data["site"], kind=data["kind"], held_from=data["held_from"], basis=data["basis"])


class WarnedForm(forms.Form):
    """Asks that the warnings were read, where there are any."""

    anyway: Any = forms.BooleanField()

    def __init__(self, *args: Any, warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warnings:
            del self.fields["anyway"]


class EndForm(WarnedForm):
    """When and why."""

    on = forms.DateField(label=_("First day without it"), widget=AdminDateInput, initial=clock.today)
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The decision, with number and date."))
    anyway = forms.BooleanField(label=_("I have read this; end it all the same"))


class CloseForm(WarnedForm):
    """Why; the day is today."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    anyway = forms.BooleanField(label=_("I have read this; close it all the same"))


class NoteForm(forms.Form):
    """What an alarm was."""

    note = forms.CharField(label=_("What it was"), max_length=300)
