"""Who may know of a page in the admin."""

from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from sites.accounts.models import User
from sites.domains.selectors import site_of
from workflows.passage.asking import is_holder
from workflows.passage.policies import reasons_of_entitlement
from workflows.passage.selectors import running


def may_know_of(person: User, page: Page) -> bool:
    """Whether a page is one of a person's: he works on it, or on what lies below, is asked about it, or decides."""
    if person.is_superuser or _explores(person, page):
        return True
    if page.is_root() or site_of(page) is None:
        return False
    passage = running(page.pk)
    return (passage is not None and is_holder(passage, person)) or not reasons_of_entitlement(person, page.specific)


def _explores(person: User, page: Page) -> bool:
    policy: Any = policy_registry.get_by_type(Page)
    return bool(policy.explorable_instances(person).filter(pk=page.pk).exists())
