"""Who is told by mail what happened to an item: those who are asked next, and its author."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from sites.accounts.models import User
from workflows.notices.actions import notify
from workflows.passage.asking import asked, blocked
from workflows.passage.company import face_of, pages_of
from workflows.passage.enums import PassageState
from workflows.passage.models.records import Passage, Withdrawal
from workflows.passage.registry import Face
from workflows.passage.selectors import step_now

FOLDER = "workflows_passage/mail"


def waiting(passage: Passage) -> None:
    """Tell those who are asked at this step; where nobody may decide, tell the author why."""
    people = asked(passage)
    step = step_now(passage)
    _tell(people, "waiting", passage, step=step)
    if not people:
        _tell([passage.submitted_by], "blocked", passage, blocked=blocked(passage))


def returned(passage: Passage, by: User, reason: str) -> None:
    """Tell the author that the item came back, and why."""
    _tell(_authors(passage), "returned", passage, by=by, reason=reason)


def published(passage: Passage) -> None:
    """Tell the author that the item is public, or when it will be; of those that go together of the first alone."""
    if not passage.leads:
        return
    name = "scheduled" if passage.state == PassageState.SCHEDULED else "published"
    _tell(_authors(passage), name, passage, go_live_at=passage.go_live_at)


def withdrawn(page: Page, withdrawal: Withdrawal) -> None:
    """Tell the owner that a text was taken back from the public, and why."""
    passage = Passage.objects.filter(page=page).order_by("-id").first()
    if passage:
        _tell(_authors(passage), "withdrawn", passage, withdrawal=withdrawal)


def _authors(passage: Passage) -> list[User]:
    """Who submitted the item and whose it is, each once."""
    people = User.objects.in_bulk({passage.submitted_by_id, *(page.owner_id for page in pages_of(passage))} - {None})
    return [people[key] for key in sorted(people, key=lambda key: key != passage.submitted_by_id)]


def _tell(people: Iterable[User], name: str, passage: Passage, **context: Any) -> None:
    tell(people, f"{FOLDER}/{name}.txt", passage, **context)


def tell(people: Iterable[User], template: str, passage: Passage, **context: Any) -> None:
    """Tell people about an item or about those that go together, by mail and in the admin, each in his language."""
    face = face_of(passage) or Face(
        passage.revision.object_str, reverse("wagtailadmin_pages:edit", args=(passage.page_id,))
    )
    address, title, path = settings.WAGTAILADMIN_BASE_URL + face.path, face.title, face.path
    for person in people:
        words = {"passage": passage, "title": title, "address": address, **context}
        notify(person, template=template, context=words, path=path)
