"""Who is told about an emergency release: those who may confirm it, then who released it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from sites.accounts.models import User
from workflows.emergency.models import Emergency
from workflows.emergency.rules import confirm_until
from workflows.emergency.selectors import judges_of
from workflows.notices.actions import notify

FOLDER = "workflows_emergency/mail"


def released(emergency: Emergency) -> None:
    """Tell everyone who may confirm, until when."""
    _tell(judges_of(emergency), "released", emergency, until=confirm_until([emergency])[emergency.pk])


def judged(emergency: Emergency) -> None:
    """Tell who released it what the second person said."""
    _tell([emergency.by], "judged", emergency)


def _tell(people: Iterable[User], name: str, emergency: Emergency, **context: Any) -> None:
    path = reverse("emergency_judge", args=(emergency.pk,))
    words = {"emergency": emergency, "address": settings.WAGTAILADMIN_BASE_URL + path, **context}
    for person in people:
        notify(person, template=f"{FOLDER}/{name}.txt", context=words, path=path)
