"""Who may manage people, and who may hold a post or seat."""

from django.utils.translation import gettext as _

from sites.accounts.models import User
from sites.refusals import Reason

ARTICLE = "Điều 11.2"


def may_manage_people(actor: User) -> bool:
    """Whether an actor may invite and close people, give and end posts and seats: administrators alone."""
    return actor.is_active and actor.is_superuser


def reasons_not_to_manage_people(actor: User) -> list[Reason]:
    """Why an actor may not touch accounts, posts and seats."""
    if may_manage_people(actor):
        return []
    return [Reason("not_administrator", _("Only an administrator manages people."), basis=ARTICLE)]


def reasons_not_to_hold(person: User) -> list[Reason]:
    """Why a person may hold no post and no seat: administrators decide nothing, closed accounts do nothing."""
    reasons = []
    if person.is_superuser:
        reasons.append(
            Reason("administrator_holds_no_seat", _("An administrator holds no post and no seat."), "person")
        )
    if person.closed_at or not person.is_active:
        reasons.append(Reason("person_closed", _("This account is closed."), "person"))
    return reasons


def reasons_not_to_close(actor: User, person: User) -> list[Reason]:
    """Why an actor may not close an account."""
    reasons = reasons_not_to_manage_people(actor)
    if actor.pk == person.pk:
        reasons.append(Reason("closes_himself", _("Nobody closes the account that he works with."), "person"))
    return reasons
