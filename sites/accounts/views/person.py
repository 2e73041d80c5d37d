"""One person: what is known of him, what he holds and held, what can be done."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from sites import clock
from sites.accounts.actions import close_person, correct_person, send_link
from sites.accounts.consequences import consequences_of_ending, held_by
from sites.accounts.forms import CloseForm, PersonForm
from sites.accounts.lines import Line
from sites.accounts.models import Post, Seat, User
from sites.accounts.policies import (
    reasons_not_to_change,
    reasons_not_to_close,
    reasons_not_to_end,
    reasons_not_to_give_to,
    reasons_not_to_send_link,
)
from sites.accounts.registry import offers
from sites.accounts.selectors import state_of
from sites.accounts.views.screens import Entered, Screen
from sites.refusals import Reason


class PersonPage(Entered, WagtailAdminTemplateMixin, TemplateView):
    """Personal data, account, posts and seats now, later and formerly, and what a closing would leave behind."""

    template_name = "sites_accounts/person.html"
    header_icon = "user"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows of other sites are counted, not shown, to whoever manages one site."""
        self.person = self.find_person(kwargs["person_id"])
        rows = _rows(self.person)
        lines = [Line(row) for row in rows if self.reach.touches(row)]
        entries = [(line, not reasons_not_to_end(self.actor, line.row)) for line in lines]
        return {
            **super().get_context_data(**kwargs),
            "person": self.person,
            "state": state_of(self.person),
            "held": [entry for entry in entries if entry[0].lasts()],
            "later": [entry for entry in entries if entry[0].begins_later()],
            "former": [line for line, _ends in entries if not line.lasts() and not line.begins_later()],
            "elsewhere": len(rows) - len(lines),
            "losses": self._losses(),
            "reasons": reasons_not_to_change(self.actor, self.person),
        }

    def get_page_title(self) -> str:
        """The name."""
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, people, the person."""
        people = {"url": reverse("people:index"), "label": _("People")}
        return [*self.breadcrumbs_items, people, {"url": "", "label": str(self.person)}]

    def get_header_buttons(self) -> list[Any]:
        """Giving, and the rest under the dots: by the policies that the actions ask."""
        if not reasons_not_to_give_to(self.actor, self.person):
            self.header_buttons = [
                HeaderButton(label, url=reverse(f"people:{name}", args=(self.person.pk,)), icon_name="plus")
                for name, label in (("give_post", _("Give a post")), ("give_seat", _("Give a seat")))
            ]
        return super().get_header_buttons()

    def get_header_more_buttons(self) -> list[Button]:
        """What this actor may do to this person's account."""
        person, actor = self.person, self.actor
        offered = (
            (not reasons_not_to_change(actor, person), "correct", _("Correct"), "edit"),
            (not reasons_not_to_send_link(actor, person), "send_link", _("Send a link for the password"), "mail"),
            (not person.closed_at and not reasons_not_to_close(actor, person), "close", _("Close the account"), "lock"),
        )
        found = [
            Button(label, url=reverse(f"people:{name}", args=(person.pk,)), icon_name=icon)
            for shown, name, label, icon in offered
            if shown
        ]
        more = (offer for ask in offers for offer in ask(actor, person))
        return found + [
            Button(offer.label, url=reverse(offer.url_name, args=(person.pk,)), icon_name=offer.icon) for offer in more
        ]

    def _losses(self) -> list[str]:
        if self.person.closed_at or reasons_not_to_close(self.actor, self.person):
            return []
        today = clock.today()
        return consequences_of_ending(held_by(self.person, today), today)


class Correct(Screen):
    """Name, address and telephone."""

    form_class = PersonForm
    page_title = _("Correct")
    submit_label = _("Save")

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        person = self.person
        return {name: getattr(person, name) for name in ("full_name", "email", "phone")}

    def reasons(self) -> list[Reason]:
        """Why not."""
        return reasons_not_to_change(self.actor, _there(self.person))

    def act(self, form: Any) -> str:
        """Save."""
        person = correct_person(self.actor, person=_there(self.person), personal=form.personal())
        return _("“%(person)s” was saved.") % {"person": person}


class SendLink(Screen):
    """Asks once more, then has the link sent."""

    form_class = PersonForm
    page_title = _("Send a link for the password")
    submit_label = _("Send the link")
    template_name = "sites_accounts/send_link.html"

    def get_form(self, form_class: Any = None) -> Any:
        """Nothing is asked."""
        form = super().get_form(form_class)
        form.fields.clear()
        return form

    def reasons(self) -> list[Reason]:
        """Why not."""
        return reasons_not_to_send_link(self.actor, _there(self.person))

    def act(self, form: Any) -> str:
        """Send."""
        person = _there(self.person)
        send_link(self.actor, person=person)
        return _("The link goes to %(email)s. Nobody else can read it.") % {"email": person.email}


class Close(Screen):
    """Says what hangs on the account, asks why, closes it."""

    form_class = CloseForm
    page_title = _("Close the account")
    submit_label = _("Close the account")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the warnings to be read."""
        return {**super().get_form_kwargs(), "warnings": bool(self.warnings())}

    def reasons(self) -> list[Reason]:
        """Why not."""
        return reasons_not_to_close(self.actor, _there(self.person))

    def warnings(self) -> list[str]:
        """What hangs on it."""
        if self.reasons():
            return []
        today = clock.today()
        return consequences_of_ending(held_by(_there(self.person), today), today)

    def act(self, form: Any) -> str:
        """Close."""
        person = close_person(self.actor, person=_there(self.person), reason=form.cleaned_data["reason"])
        return _("The account of “%(person)s” is closed.") % {"person": person}


def _there(person: User | None) -> User:
    assert person is not None  # noqa: S101 - the address names one
    return person


def _rows(person: User) -> list[Post | Seat]:
    """Everything that a person holds or held, the newest first."""
    rows: list[Post | Seat] = [
        *person.posts.select_related("agency", "person").prefetch_related("agency__names").order_by("-pk"),
        *person.seats.select_related("kind", "site", "section", "person").order_by("-pk"),
    ]
    return rows
