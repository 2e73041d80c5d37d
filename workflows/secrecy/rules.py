"""What the regulation says about secrets.

`secrecy.declaration`: {"acts": ["submit", "approve", "publish", "send"], "wording": {"vi": ..., "en": ...}}. Where no
such rule holds nobody is asked. `secrecy.marks`: words and stamps. `secrecy.clearance`: who clears a false find.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for, value_for
from workflows.secrecy.marks import Mark

DECLARATION = "secrecy.declaration"
MARKS = "secrecy.marks"
CLEARANCE = "secrecy.clearance"


def declaration_rule(site: PublicSite, act: str) -> Rule | None:
    """The rule that asks for a declaration before an act on a site; None where none does."""
    try:
        rule = rule_for(DECLARATION, site=site)
    except Missing:
        return None
    return rule if act in rule.value["acts"] else None


def wording_of(rule: Rule) -> str:
    """What is declared, in the language of the screen."""
    wording = rule.value["wording"]
    return str(wording.get(get_language() or "vi") or wording["vi"])


def basis_of(rule: Rule) -> str:
    """Where a rule stands: its article and document."""
    return f"{rule.article}, {rule.basis.title}" if rule.article else rule.basis.title


def marks_of(site: PublicSite) -> Sequence[Mark]:
    """The words and stamps that are looked for on a site."""
    language = (get_language() or "vi")[:2]
    return [_mark(row, language) for row in value_for(MARKS, site=site, default=[])]


def clearing_selectors(site: PublicSite) -> list[dict[str, str]]:
    """Who may say that a find was none."""
    found: list[dict[str, str]] = value_for(CLEARANCE, site=site, default=[])
    return found


def _mark(row: dict[str, Any], language: str) -> Mark:
    label = row["label"]
    return Mark(
        code=row["code"],
        label=label.get(language) or label["vi"],
        article=row["article"],
        words=tuple(row["words"]),
        where=frozenset(row["where"]),
    )
