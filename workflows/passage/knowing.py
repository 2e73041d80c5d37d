"""Who may know of a page in the admin."""

from collections.abc import Collection
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
    return person.is_superuser or page.pk in _explored(person, [page.pk]) or _is_asked(person, page)


def knows_all(person: User, numbers: Collection[int]) -> bool:
    """The same of pages by their numbers: one query where he works on all of them. What is not there is no secret."""
    if person.is_superuser:
        return True
    others = set(numbers) - _explored(person, numbers)
    return all(_is_asked(person, page) for page in Page.objects.filter(pk__in=others))


def _explored(person: User, numbers: Collection[int]) -> set[int]:
    policy: Any = policy_registry.get_by_type(Page)
    found = policy.explorable_instances(person).filter(pk__in=numbers)
    return set(found.order_by().values_list("pk", flat=True))


def _is_asked(person: User, page: Page) -> bool:
    if page.is_root() or site_of(page) is None:
        return False
    passage = running(page.pk)
    return (passage is not None and is_holder(passage, person)) or not reasons_of_entitlement(person, page.specific)
