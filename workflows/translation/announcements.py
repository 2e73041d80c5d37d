"""Who is told when a source changes."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from sites.accounts.models import User
from workflows.notices.actions import notify
from workflows.passage.models import Release
from workflows.translation.models import Translation

FOLDER = "workflows_translation/mail"


def source_changed(release: Release) -> None:
    """Tell whoever handles the translations of a text, else who wrote them last, that the source says something new."""
    rows = Translation.objects.filter(public_id=release.public_id, page__live=True, source_locale=release.locale)
    for translation in rows.exclude(source_sha256=release.text_sha256).select_related("page", "handled_by"):
        path = reverse("translation:text", args=(translation.pk,))
        _tell(_concerned(translation), "source_changed", path, title=str(translation.page), notice=release.notice)


def _concerned(translation: Translation) -> list[User]:
    if translation.handled_by:
        return [translation.handled_by]
    last = translation.wordings.select_related("by").order_by("-id").first()
    return [last.by] if last else []


def _tell(people: Iterable[User], name: str, path: str, **words: Any) -> None:
    address = settings.WAGTAILADMIN_BASE_URL + path
    for person in people:
        notify(person, template=f"{FOLDER}/{name}.txt", context={"address": address, **words}, path=path)
