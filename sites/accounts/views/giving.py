"""Inviting, and giving posts and seats."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.accounts.actions import give_many, invite, invite_administrator_by_mail
from sites.accounts.forms import AdministratorForm, InviteForm, PostForm, SeatForm
from sites.accounts.lines import Line
from sites.accounts.models import Post, Seat
from sites.accounts.policies import reasons_not_to_give_to, reasons_not_to_manage_people
from sites.accounts.views.screens import Screen
from sites.refusals import Reason


class Invite(Screen):
    """A new person with a post or seats; the link goes by mail."""

    form_class = InviteForm
    page_title: Any = gettext_lazy("Invite a person")
    submit_label = gettext_lazy("Invite")
    header_icon = "plus"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only what the person at the screen may give is offered."""
        return {**super().get_form_kwargs(), "reach": self.reach}

    def act(self, form: Any) -> str:
        """Invite."""
        username, rows = form.cleaned_data["username"], form.rows()
        self.person = invite(self.actor, username=username, personal=form.personal(), rows=rows)
        return _("“%(person)s” is invited. The link to set a password goes to %(email)s.") % {
            "person": self.person,
            "email": self.person.email,
        }

    def get_success_url(self) -> str:
        """The new person's page."""
        return super().get_success_url() if self.person else reverse("people:index")


class InviteAdministrator(Screen):
    """Of a site, or of the whole province: by an administrator, on a decision."""

    form_class = AdministratorForm
    page_title: Any = gettext_lazy("Invite an administrator")
    submit_label = gettext_lazy("Invite")
    header_icon = "key"

    def reasons(self) -> list[Reason]:
        """Why not."""
        return reasons_not_to_manage_people(self.actor)

    def act(self, form: Any) -> str:
        """Invite."""
        data, row = form.cleaned_data, form.row()
        who: dict[str, Any] = {"username": data["username"], "personal": form.personal()}
        if row is None:
            self.person = invite_administrator_by_mail(self.actor, **who, basis=data["basis"])
        else:
            self.person = invite(self.actor, **who, rows=[row])
        return _("“%(person)s” is invited. The link to set a password goes to %(email)s.") % {
            "person": self.person,
            "email": self.person.email,
        }

    def get_success_url(self) -> str:
        """The new person's page."""
        return super().get_success_url() if self.person else reverse("people:index")


class Give(Screen):
    """A post or seat for somebody who is there already."""

    submit_label = gettext_lazy("Give")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only what the person at the screen may give is offered."""
        return {**super().get_form_kwargs(), "reach": self.reach}

    def reasons(self) -> list[Reason]:
        """Why not."""
        return reasons_not_to_give_to(self.actor, self.person) if self.person else []

    def act(self, form: Any) -> str:
        """Give."""
        row: Post | Seat = form.row()
        assert self.person is not None  # noqa: S101 - the address names one
        row.person = self.person
        give_many(self.actor, rows=[row])
        return _("“%(person)s” now has: %(what)s.") % {"person": self.person, "what": Line(row)}


class GivePost(Give):
    """A post in an agency."""

    form_class = PostForm
    page_title: Any = gettext_lazy("Give a post")


class GiveSeat(Give):
    """A seat on a site or a section."""

    form_class = SeatForm
    page_title: Any = gettext_lazy("Give a seat")
