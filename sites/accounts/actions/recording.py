"""What every action on people does: refuse, check, save, and write down who did it."""

from django.db.models import Model
from wagtail.log_actions import log

from sites.accounts.models import User
from sites.accounts.registry import acts
from sites.refusals import Reason, Refused
from sites.refusals.checking import check_fields


def save(row: Model, *, actor: User, action: str) -> None:
    """Check every field and constraint, then save and record who did it."""
    check_fields(row)
    row.save()
    log(row, action, user=actor)


def refuse(reasons: list[Reason]) -> None:
    """Raise Refused if there is a reason."""
    if reasons:
        raise Refused(reasons=reasons)


def told(act: str, *, person: User, by: User | None, words: str = "") -> None:
    """Have what was done to an account written down in the log of security."""
    for write in acts:
        write(act, person, by, words)
