"""Who is told of an ending: a second person, who ended it, and those whose texts point at what is no longer there."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from sites.accounts.models import User
from workflows.endings.links import owners_of_pointers
from workflows.endings.models import Review
from workflows.endings.rules import review_until
from workflows.endings.selectors import reviewers_of
from workflows.notices.actions import notify
from workflows.passage.models import Withdrawal

FOLDER = "workflows_endings/mail"


def ended(withdrawal: Withdrawal, page: Page) -> None:
    """Tell those who may look at it, until when, and the owners of what points there. One act is told of once."""
    for person, pointing in owners_of_pointers(page):
        path = reverse("wagtailadmin_pages:edit", args=(pointing.pk,))
        _tell([person], "broken", path, ending=withdrawal, pointing=pointing.title)
    is_told = withdrawal.act and Withdrawal.objects.filter(act=withdrawal.act, pk__lt=withdrawal.pk).exists()
    until = review_until([withdrawal])
    if withdrawal.pk in until and not is_told:
        path = reverse("endings_review", args=(withdrawal.pk,))
        _tell(reviewers_of(withdrawal), "ended", path, ending=withdrawal, until=until[withdrawal.pk])


def reviewed(reviews: Sequence[Review]) -> None:
    """Tell who ended it what the second person said; the owner too, where he objected."""
    if not reviews:
        return
    first = reviews[0]
    page = first.withdrawal.page
    people = {first.ended_by_id: first.ended_by}
    if first.verdict == "objected" and page is not None and page.owner is not None:
        people[page.owner.pk] = page.owner
    path = reverse("endings_review", args=(first.withdrawal_id,))
    _tell(people.values(), "reviewed", path, review=first, ending=first.withdrawal)


def _tell(people: Iterable[User], name: str, path: str, **context: Any) -> None:
    words = {"address": settings.WAGTAILADMIN_BASE_URL + path, **context}
    for person in people:
        notify(person, template=f"{FOLDER}/{name}.txt", context=words, path=path)
