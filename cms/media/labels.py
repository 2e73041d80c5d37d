"""Files in other languages: the title of a file, and the file in that language that stands beside it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from cms.media.actions import freeze
from cms.media.models import File
from sites.domains.models import PublicSite
from sites.languages.codes import SOURCE
from sites.languages.labels import Chosen, Labelled, labelled
from sites.languages.selectors import Reading, readings_of

FILE, BESIDE = "file", "sha256"  # what stands beside a file is made of these very bytes


def files_beside(files: Iterable[File], locale: str) -> dict[UUID, tuple[Reading, File | None]]:
    """For files of a text their titles in a language and the file that stands in their place, by public id."""
    every = [file for file in files if file.language != locale]
    readings = readings_of(every, locale)
    kind = labelled[FILE]
    named = {file.public_id: readings[kind.thing(file), BESIDE].own for file in every}
    found = {
        str(row.public_id): row for row in File.objects.filter(public_id__in=[one for one in named.values() if one])
    }
    return {file.public_id: (readings[kind.thing(file), "title"], found.get(named[file.public_id])) for file in every}


def _public() -> QuerySet[File]:
    """What readers get in Vietnamese: a text that was released refers to it."""
    return File.objects.filter(frozen_at__isnull=False, language=SOURCE).select_related("collection")


def _options(file: Any, locale: str) -> list[tuple[str, str]]:
    below = Collection.objects.filter(path__startswith=file.collection.path[: 2 * Collection.steplen])
    rows = File.objects.filter(language=locale, collection__in=below).order_by("title", "pk")
    return [(str(row.public_id), f"{row.title} ({row.filename})") for row in rows]


def _named(public_id: str) -> str:
    file = File.objects.filter(public_id=public_id).first() if public_id else None
    return f"{file.title} ({file.filename})" if file else public_id


def _said(_file: Any, _locale: str, words: Mapping[str, str]) -> None:
    """What readers get does not change in place."""
    if words.get(BESIDE):
        freeze(originals=(), files=[UUID(words[BESIDE])])


def register() -> None:
    """Called when the room is ready."""
    path = Substr(OuterRef("collection__path"), 1, 2 * Collection.steplen)
    of_site = PublicSite.objects.filter(collection__path=path)
    beside = Chosen(_("file in this language"), _options, lambda file: f"{file.title} ({file.filename})", _named)
    kind = Labelled(
        FILE,
        File,
        ("title", BESIDE),
        site=Subquery(of_site.values("pk")[:1]),
        rows=_public,
        chosen={BESIDE: beside},
        said=_said,
    )
    labelled.register(FILE, kind)
