"""What the rules say about accounts. Where no rule holds, nothing is asked beyond the settings.

`accounts.idle_lock` {"days", "warn_before"}; `accounts.password` {"length", "classes", "history"};
`accounts.login_attempts` {"failures", "minutes", "from_address"}.
"""

from collections.abc import Mapping
from typing import Any

from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for, value_for

IDLE_LOCK, PASSWORD, ATTEMPTS = "accounts.idle_lock", "accounts.password", "accounts.login_attempts"


def values_of(key: str) -> Mapping[str, Any]:
    """The values of the province's rule of today; empty where there is none."""
    return value_for(key, default={}) or {}


def idle_rule() -> Rule | None:
    """The rule of idle accounts, to be named in what is written down."""
    try:
        return rule_for(IDLE_LOCK)
    except Missing:
        return None
