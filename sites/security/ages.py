"""How old the password of who administers may become: the rule `accounts.password_age` {"months", "warn_before"}.

A session keeps what the rule of its day says to the person, and when the password was set stands in the person's row:
no screen asks for either. So a new rule is heard at the next login, or on the next day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils.translation import ngettext

from sites import clock
from sites.accounts.models import User
from sites.accounts.reach import reach_of
from sites.clock.days import months_after
from sites.refusals import Reason
from sites.rules.models import Rule
from sites.security.rules import PASSWORD_AGE, rule_of

KEPT = "password_age"


@dataclass(frozen=True, slots=True)
class Age:
    """Since when a password is there, for how many months it holds, how long before it is said, by what article."""

    set_on: date
    months: int
    warn_before: int
    article: str

    @property
    def ends_on(self) -> date:
        """The first day on which it does not hold."""
        return months_after(self.set_on, self.months)

    @property
    def is_over(self) -> bool:
        """Whether a new one has to be set first."""
        return self.ends_on <= clock.today()

    @property
    def is_near(self) -> bool:
        """Whether it is time to say so."""
        return self.ends_on - timedelta(days=self.warn_before) <= clock.today()

    @property
    def reason(self) -> Reason:
        """Why nothing goes on without a new one."""
        words = ngettext(
            "The password of an administrator holds for %(n)s month; yours is of %(day)s. Set a new one first.",
            "The password of an administrator holds for %(n)s months; yours is of %(day)s. Set a new one first.",
            self.months,
        )
        return Reason("old_password", words % {"n": self.months, "day": f"{self.set_on:%d/%m/%Y}"}, basis=self.article)


def rule_of_age() -> Rule | None:
    """The rule of today; None where there is none, or where it names no months: a slip keeps nobody out."""
    rule = rule_of(PASSWORD_AGE)
    return rule if rule is not None and rule.value.get("months") else None


def keep(session: SessionBase, person: User) -> None:
    """Have the session of a person know what the rule of today says to him; nothing to who does not administer."""
    session.pop(KEPT, None)
    rule = rule_of_age()
    if rule is not None and reach_of(person):
        session[KEPT] = _said_by(rule)


def age_of(person: User, *, session: SessionBase) -> Age | None:
    """The age of the password of who is logged in; None where no rule asks for it."""
    said = session.get(KEPT)
    return _age(person, *said) if said else None


def age_by(rule: Rule, person: User) -> Age:
    """The age of the password of somebody whom the rule is about."""
    return _age(person, *_said_by(rule))


def address_of_screen() -> str:
    """Where a new one is set, for a mail."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('security:password')}"


def _said_by(rule: Rule) -> tuple[int, int, str]:
    return rule.value["months"], rule.value.get("warn_before", 0), rule.article


def _age(person: User, months: int, warn_before: int, article: str) -> Age:
    return Age(clock.day_of(person.password_set_at or person.date_joined), months, warn_before, article)
