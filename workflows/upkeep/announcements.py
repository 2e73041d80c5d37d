"""Who is told: whoever answers for a language of a site, and those who decide."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from workflows.delegation.selectors import holders
from workflows.notices.actions import notify
from workflows.passage.models import Withdrawal
from workflows.passage.policies import deciding_offices

FOLDER = "workflows_upkeep/mail"
SHOWN = 15


def asked(withdrawal: Withdrawal, page: Page, template: str = "asked", **words: Any) -> None:
    """Ask those who decide about a translation whether it stays without its source."""
    path = reverse("upkeep:question", args=(withdrawal.pk, page.pk))
    people = holders(sorted(deciding_offices(page.specific)), clock.today())
    _tell(people, template, path, title=page.title, withdrawal=withdrawal, **words)


def owed(person: User, locale: str, lines: Sequence[Any]) -> None:
    """Tell a person in one letter what of a language is due soon or overdue."""
    late = [line for line in lines if line.is_late]
    path = reverse("translation:index") + f"?language={locale}" + ("&urgency=overdue" if late else "&urgency=near")
    near = [line for line in lines if not line.is_late]
    words = {"late": late[:SHOWN], "near": near[:SHOWN], "more": len(late[SHOWN:]) + len(near[SHOWN:])}
    _tell([person], "owed", path, number=len(lines), lates=len(late), locale=locale, **words)


def _tell(people: Iterable[User], name: str, path: str, **words: Any) -> None:
    address = settings.WAGTAILADMIN_BASE_URL + path
    for person in people:
        notify(person, template=f"{FOLDER}/{name}.txt", context={"address": address, **words}, path=path)
