"""What is done to the account of one of one's people."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.accounts.actions import lock_person, report_leak, unlock_person
from sites.accounts.models import User
from sites.accounts.policies import reasons_not_to_lock, reasons_not_to_report_leak, reasons_not_to_unlock
from sites.accounts.views.screens import Screen
from sites.refusals import Reason
from sites.security.forms import LeakForm, ReasonForm


class OfPerson(Screen):
    """A form about somebody whom the actor manages."""

    @property
    def one(self) -> User:
        """Whose account it is: the address names one."""
        assert self.person is not None  # noqa: S101
        return self.person


class Lock(OfPerson):
    """Until somebody unlocks it."""

    form_class = ReasonForm
    page_title: Any = gettext_lazy("Lock the account")
    submit_label = page_title
    header_icon = "lock"

    def reasons(self) -> list[Reason]:
        """Why not."""
        return reasons_not_to_lock(self.actor, self.one)

    def act(self, form: Any) -> str:
        """Lock."""
        person = lock_person(self.actor, person=self.one, reason=form.cleaned_data["reason"])
        return _("The account of “%(person)s” is locked.") % {"person": person}


class Unlock(OfPerson):
    """With a reason."""

    form_class = ReasonForm
    page_title: Any = gettext_lazy("Unlock the account")
    submit_label = page_title
    header_icon = "lock-open"

    def reasons(self) -> list[Reason]:
        """Why not."""
        return reasons_not_to_unlock(self.actor, self.one)

    def act(self, form: Any) -> str:
        """Unlock."""
        person = unlock_person(self.actor, person=self.one, reason=form.cleaned_data["reason"])
        return _("The account of “%(person)s” is open again.") % {"person": person}


class Leak(OfPerson):
    """The password is void at once."""

    form_class = LeakForm
    page_title: Any = gettext_lazy("Report a leak of the password")
    submit_label = gettext_lazy("Make the password void")
    header_icon = "warning"
    template_name = "sites_security/leak.html"

    def reasons(self) -> list[Reason]:
        """Why not."""
        return reasons_not_to_report_leak(self.actor, self.one)

    def act(self, form: Any) -> str:
        """Report."""
        person = report_leak(self.actor, person=self.one, words=form.cleaned_data["words"])
        if not person.email:
            return _(
                "The password of “%(person)s” is void. There is no e-mail address: correct it, then send a link."
            ) % {"person": person}
        return _("The password of “%(person)s” is void; a link to set a new one goes to %(email)s.") % {
            "person": person,
            "email": person.email,
        }
