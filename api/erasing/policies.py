"""Who may ask for an erasure, and who may confirm it: the rule `erasing.entitled` names posts and seats for both."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from api.erasing.models import Erasure
from api.publications.erasing import reasons_of_version
from api.publications.models import Version
from sites import clock
from sites.accounts.models import User
from sites.refusals import Missing, Reason
from sites.rules.models import Rule
from sites.rules.selectors import rule_for
from workflows.boards.selectors import item_of, site_of_page
from workflows.boards.who import offices
from workflows.delegation.selectors import offices_of

KEY = "erasing.entitled"
ASK, CONFIRM = "ask", "confirm"


def rule_of(page: Page) -> Rule | None:
    """The rule of a page's site; None where nobody may erase."""
    try:
        return rule_for(KEY, site=site_of_page(page))
    except Missing:
        return None


def offices_for(page: Page, verb: str) -> list[str]:
    """The offices that may do this about a page."""
    rule = rule_of(page)
    return offices(rule.value.get(verb, ()), item_of(page)) if rule else []


def reasons_of_entitlement(actor: User | None, *, page: Page, verb: str) -> list[Reason]:
    """Why a person has no say about erasing what a page said."""
    if actor is not None and _holds(actor, offices_for(page, verb)):
        return []
    return [Reason("not_entitled", _("Only those whom the rule names may have a text erased."))]


def _holds(actor: User, wanted: list[str]) -> bool:
    is_person = actor.is_active and not actor.is_superuser  # an administrator decides nothing
    return is_person and not set(wanted).isdisjoint(offices_of(actor, clock.today()))


def reasons_not_to_ask(actor: User | None, *, page: Page, version: Version) -> list[Reason]:
    """Why a person may not ask for a version of a page to be erased: not named, no text, public, asked already."""
    if reasons := reasons_of_entitlement(actor, page=page, verb=ASK):
        return reasons
    if Erasure.objects.filter(version=version, verdict="").exists():
        return [Reason("asked_already", _("Its erasure was asked for already and waits for a second person."))]
    return reasons_of_version(version)


def reasons_not_to_judge(actor: User | None, *, erasure: Erasure) -> list[Reason]:
    """Why a person may not confirm or refuse: said already, not named by the rule, or the one who asked."""
    if erasure.verdict:
        return [Reason("judged", _("A second person has judged this already."))]
    if reasons := reasons_of_entitlement(actor, page=erasure.page.specific, verb=CONFIRM):
        return reasons
    if actor is not None and actor.pk == erasure.by_id:
        return [Reason("one_person", _("A second person has to confirm it."))]
    return []
