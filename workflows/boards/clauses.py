"""What a step says about the cases in which everybody whom it asks is barred.

    {"rule": "next", "article": "Điều 12.2"}                              whoever stands in decides
    {"rule": "named", "who": [{"seat": "board_secretary"}], "article": ""}  these decide, and nobody else
    {"rule": "allowed", "article": "Điều 13.2"}                           he may, with a note; the article is the basis

`own_text` is for who had a part in the text, `same_person` for who approved it at an earlier step. Nothing at all: of
`own_text` it means `next`; of `same_person` that the chain does not mind.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from workflows.boards.enums import ClauseRule
from workflows.boards.who import Selector, faults_of

type Clause = Mapping[str, Any]


def rule_of(clause: Clause) -> ClauseRule | None:
    """The rule of a clause; None where nothing is said."""
    return ClauseRule(clause["rule"]) if clause else None


def named_in(clause: Clause) -> list[Selector]:
    """Whom a clause names."""
    return list(clause.get("who", ()))


def faults_of_clause(clause: Any) -> list[str]:
    """What is wrong with a clause, in words; nothing if it is right and everybody it names can be."""
    return faults_of_form(clause) or faults_of(named_in(clause or {}))


def faults_of_form(clause: Any) -> list[str]:
    """The same, without asking whether there are the posts and seats that it names."""
    if clause in ({}, None):
        return []
    if not isinstance(clause, dict) or clause.get("rule") not in ClauseRule.values:
        rules = ", ".join(ClauseRule.values)
        return [_("“%(given)s” is not a clause: its rule is one of %(rules)s.") % {"given": clause, "rules": rules}]
    if unknown := set(clause) - {"rule", "who", "article"}:
        return [_("A clause has no “%(key)s”.") % {"key": ", ".join(sorted(unknown))}]
    return _faults_of_rule(clause)


def _faults_of_rule(clause: Clause) -> list[str]:
    named = named_in(clause)
    rule = rule_of(clause)
    if rule == ClauseRule.ALLOWED and not clause.get("article"):
        return [_("What is allowed to the same person needs an article that allows it.")]
    if (rule == ClauseRule.NAMED) != bool(named):
        return [_("The rule “named” says whom it names, and no other rule does.")]
    return []
