"""What the rules say about accounts. Where no rule holds, nothing is asked beyond the settings.

`accounts.idle_lock` {"days", "warn_before"}; `accounts.password` {"length", "classes", "history"};
`accounts.password_age` {"months", "warn_before"}; `accounts.login_attempts` {"failures", "minutes", "from_address"}.
"""

from collections.abc import Mapping
from typing import Any

from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for, value_for

IDLE_LOCK, PASSWORD, ATTEMPTS = "accounts.idle_lock", "accounts.password", "accounts.login_attempts"
PASSWORD_AGE = "accounts.password_age"  # noqa: S105 - a key


def values_of(key: str) -> Mapping[str, Any]:
    """The values of the province's rule of today; empty where there is none."""
    return value_for(key, default={}) or {}


def rule_of(key: str) -> Rule | None:
    """The province's rule of today, with its article; None where there is none."""
    try:
        return rule_for(key)
    except Missing:
        return None
