"""What of a page is looked through: its words, the files and pictures that it shows, their names and insides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from html import unescape
from typing import Any

import nh3
from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.blocks.references import files_in, pictures_in
from cms.manuscripts.limits import Limits, limits_of
from cms.manuscripts.lines import Locked, lines_in
from cms.media.models import File, Picture
from sites.domains.models import PublicSite
from sites.refusals import Missing
from workflows.secrecy.marks import Find, Mark, find_in_lines, find_in_name
from workflows.secrecy.rules import marks_of

LOCKED = "locked"
KEPT = 7 * 86_400  # seconds that what was found in a file is remembered, by its hash and the marks
LINE_ENDS = ("</p>", "</li>", "<br>", "<br/>")
NOT_WORDS = frozenset({"sha256", "public_id", "id", "item", "shown", "type", "kind", "level", "role", "code"})


def finds_in_text(site: PublicSite, text: Mapping[str, Any]) -> list[Find]:
    """What is found in the public form of a page (`cms.pages.presenters.text_of`) and in all that it shows."""
    marks = marks_of(site)
    if not marks:
        return []
    found = [*find_in_lines(marks, _words(text))]
    for file in File.objects.filter(public_id__in=files_in(text)):
        found += _in_medium(marks, site, file, _("file “%(name)s”") % {"name": file.title})
    for picture in Picture.objects.filter(sha256__in=pictures_in(text)):
        found += _in_medium(marks, site, picture, _("picture “%(name)s”") % {"name": picture.title})
    return once(found)


def finds_in_lines(site: PublicSite, lines: Iterable[tuple[str, str]]) -> list[Find]:
    """What is found in words that are no page yet."""
    return once(find_in_lines(marks_of(site), lines))


def finds_in_file(site: PublicSite, data: bytes, *, name: str) -> list[Find]:
    """What is found in a file: in its name, its text, its properties, the notes of a camera."""
    marks = marks_of(site)
    place = _("file “%(name)s”") % {"name": name}
    found = list(find_in_name(marks, name, _("name of the file")))
    if marks:
        found += _inside(marks, data, name=name, place=place, limits=limits_of(site))
    return once(found)


def once(found: Iterable[Find]) -> list[Find]:
    """Each find once."""
    return list({find.print: find for find in found}.values())


def _in_medium(marks: Sequence[Mark], site: PublicSite, medium: Any, place: str) -> Iterator[Find]:
    """Title, description and name of a stored file, and what lies in it; the inside is read once a week at most."""
    name = (medium.file.name or "").rpartition("/")[2]
    yield from find_in_name(marks, name, place)
    yield from find_in_name(marks, f"{medium.title}.", place)
    said = [medium.title, getattr(medium, "description", ""), getattr(medium, "credit", "")]
    yield from find_in_lines(marks, [(place, text) for text in said if text])
    known = {mark.code: mark for mark in marks}
    key = f"secrecy:{_key_of(marks)}:{medium.sha256}"
    inside = cache.get(key)
    if inside is None:
        try:
            with medium.file.open("rb") as opened:
                data = opened.read()
            limits = limits_of(site)
        except (OSError, Missing):
            return
        inside = [
            (find.mark.code, find.place, find.words)
            for find in _inside(marks, data, name=name, place="", limits=limits)
        ]
        cache.set(key, inside, KEPT)
    for code, part, words in inside:
        yield Find(known.get(code) or _locked(), f"{place}{', ' if part else ''}{part}", words)


def _inside(marks: Sequence[Mark], data: bytes, *, name: str, place: str, limits: Limits) -> list[Find]:
    try:
        lines = lines_in(data, name=name, limits=limits)
    except Locked:
        return [Find(_locked(), place, _("locked with a password: nobody can have looked through it"))]
    between = ", " if place else ""
    return list(find_in_lines(marks, [(f"{place}{between}{where}", line) for where, line in lines]))


def _locked() -> Mark:
    return Mark(LOCKED, _("A locked file"), "", (), frozenset())


def _key_of(marks: Sequence[Mark]) -> str:
    said = repr([(mark.code, mark.words, sorted(mark.where)) for mark in marks]) + (get_language() or "")
    return sha256(said.encode()).hexdigest()[:16]


def _words(text: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in text.items():
        place = PLACES.get(name)
        for words in _strings(value):
            yield str(place() if place else _("text")), words


PLACES: Mapping[str, Any] = {
    "title": lambda: _("title"),
    "summary": lambda: _("summary"),
    "attribution": lambda: _("author and source"),
    "image": lambda: _("lead picture"),
    "tags": lambda: _("tags"),
}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield _plain(value)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name == "value" or name not in NOT_WORDS:
                yield from _strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)


def _plain(text: str) -> str:
    if "<" not in text:
        return text
    for end in LINE_ENDS:
        text = text.replace(end, f"{end}\n")
    return unescape(nh3.clean(text, tags=set()))
