"""Who is told of an erasure: those who may confirm it, then who asked for it. The title is not repeated in mails."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from api.erasing.models import Erasure
from api.erasing.selectors import judges_of
from sites.accounts.models import User
from workflows.notices.actions import notify

FOLDER = "api_erasing/mail"


def asked(erasure: Erasure) -> None:
    """Tell everyone who may confirm."""
    _tell(judges_of(erasure), "asked", erasure)


def judged(erasure: Erasure) -> None:
    """Tell who asked what the second person said."""
    _tell([erasure.by], "judged", erasure)


def _tell(people: Iterable[User], name: str, erasure: Erasure) -> None:
    path = reverse("erasing_judge", args=(erasure.pk,))
    words = {"erasure": erasure, "address": settings.WAGTAILADMIN_BASE_URL + path}
    for person in people:
        notify(person, template=f"{FOLDER}/{name}.txt", context=words, path=path)
