"""The strings of the packages that this system is built on, and the Vietnamese that they bring along.

Most ship an English catalogue, which names their strings. Of the others the source is read, as ours is.
"""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polib

from tools import sources

DOMAINS = ("django", "djangojs")
PACKAGES = (
    "wagtail",
    "wagtail.admin",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.snippets",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.search",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "django.conf",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "modelcluster",
    "rest_framework",
    "taggit",
)
# Not installed as apps, so that Django does not load their catalogues: Wagtail uses their words, or will be asked to.
NOT_LOADED = (
    "wagtail.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "django.contrib.humanize",
)
# Without an English catalogue, or with one that lags behind the source.
# Not drf_spectacular: its words go into the OpenAPI document, which is English.
UNCATALOGUED = ("django_filters", "modelsearch", "rest_framework", "treebeard")

type Key = tuple[str, str]
type Catalogue = dict[Key, Any]


def read(path: Path) -> Catalogue:
    """The entries of a .po file, or of the .mo file where a package ships only that; none where there is neither."""
    if path.with_suffix(".po").exists():
        found: Iterable[Any] = polib.pofile(str(path.with_suffix(".po")))
    elif path.with_suffix(".mo").exists():
        found = polib.mofile(str(path.with_suffix(".mo")))
    else:
        found = ()
    return {(entry.msgctxt or "", entry.msgid): entry for entry in found if not getattr(entry, "obsolete", False)}


def entry_of(message: sources.Message) -> polib.POEntry:
    """The entry of a string that has no translation yet."""
    entry = polib.POEntry(msgid=message.singular, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: ""}
    entry.flags = ["python-format"] if "%(" in message.singular + message.plural else []
    return entry


def written_in(folder: Path, domain: str) -> Catalogue:
    """The strings that a package's source hands to gettext."""
    paths = (path for path in folder.rglob("*") if path.suffix in sources.SUFFIXES[domain])
    return {
        (message.context, message.singular): entry_of(message)
        for path in sorted(paths)
        if not {"tests", "locale", "migrations", "static"}.intersection(path.relative_to(folder).parts)
        for _, message in sources.in_file(path)
        if message
    }


def folders(names: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """The folder of each package."""
    for name in names:
        spec = find_spec(name)
        for folder in spec.submodule_search_locations or () if spec else ():
            yield name, Path(folder)


def packaged(domain: str) -> Iterator[tuple[str, Catalogue, Catalogue]]:
    """Each package with the strings it has, and with the Vietnamese catalogue of its own that Django loads."""
    for name, folder in folders((*PACKAGES, *NOT_LOADED)):
        english, vietnamese = (folder / "locale" / code / "LC_MESSAGES" / f"{domain}.po" for code in ("en", "vi"))
        yield name, read(english), read(vietnamese) if name in PACKAGES else {}
    for name, folder in folders(UNCATALOGUED):
        yield name, written_in(folder, domain), {}
