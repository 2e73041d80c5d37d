"""Files for bureaus as the tools of translators change them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import polib
from lxml import etree
from translate.storage import pypo, xliff2
from wagtail.models import Page

from cms.blocks.marking import MARK
from sites.rules.models import Rule
from tests.factories.workflows import Desk, make_basis
from workflows.bureaus.actions import bring_in, confirm, make, take_out
from workflows.bureaus.enums import Format, Scope, Which
from workflows.bureaus.formats.xliff import SPACE
from workflows.bureaus.models import Delivery, Handout

LIMITS = {"megabytes": 1, "unpacked_megabytes": 3, "members": 20, "ratio": 100, "segments": 500, "at_once": 5}
NAMES = {"x": SPACE}


def take_files(**values: int) -> None:
    """Say how large files may be."""
    Rule.objects.update_or_create(
        key="bureaus.files",
        site=None,
        defaults={"value": {**LIMITS, **values}, "unit": "limits", "basis": make_basis()},
    )


def taken_out(actor: Any, page: Any, **said: str) -> tuple[Handout, bytes]:
    """A file of one page: everything, as PO, where nothing else is said."""
    given = {"scope": Scope.PAGE, "locale": "en", "form": Format.PO, "which": Which.ALL, **said}
    handout = take_out(actor, page=Page.objects.get(pk=page.pk), **given)
    return handout, make(handout)[1]


def brought(actor: Any, *files: bytes, locale: str = "en") -> Delivery:
    """Files that were brought in and compared."""
    named = [(f"tep-{number}", data) for number, data in enumerate(files, 1)]
    return bring_in(actor, files=named, locale=locale)


def written(actor: Any, *files: bytes, also: tuple[str, ...] = ()) -> Delivery:
    """The same, and confirmed."""
    delivery = brought(actor, *files)
    confirm(actor, delivery=delivery, also=also)
    return Delivery.objects.get(pk=delivery.pk)


def findings(delivery: Delivery) -> dict[str, str]:
    """What each segment of a delivery does, by its name."""
    return {one["key"]: one["finding"] for page in delivery.pages.all() for one in page.findings}


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


# --- the tools -------------------------------------------------------------------------------------------------------


def by_polib(data: bytes, edits: Mapping[str, str]) -> bytes:
    """Edited by polib: segments by name, with what they say now; a fuzzy one that is edited is finished."""
    file = polib.pofile(data.decode())
    for entry in file:
        if (key := name_of(entry)) in edits:
            entry.msgstr = edits[key]
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.previous_msgid = None
    return str(file).encode()


def by_toolkit_po(data: bytes, edits: Mapping[str, str]) -> bytes:
    """The same, edited by the translate toolkit."""
    store = pypo.pofile.parsestring(data)
    for unit in store.units:
        key = unit.getcontext().partition("/")[2].rpartition("@")[0]
        if key in edits:
            unit.target = edits[key]
            unit.markfuzzy(False)
    return bytes(store)


def by_toolkit_xliff(data: bytes, edits: Mapping[str, str]) -> bytes:
    """Edited by the translate toolkit: words without tags as plain text; with tags, as an editor of XLIFF puts them."""
    store = xliff2.Xliff2File.parsestring(data)
    for unit in store.units:
        key = unit.getunitelement().get("name")
        if key in edits:
            unit.target = MARK.sub("", edits[key])
            if MARK.search(edits[key]):
                _put_tags(unit.get_target_dom(), edits[key])
            unit.marktranslated()
    return bytes(store)


def _put_tags(target: Any, text: str) -> None:
    """Marks as elements."""
    for child in list(target):
        target.remove(child)
    target.text, end, here = "", 0, [target]

    def say(words: str) -> None:
        if len(here[-1]):
            here[-1][-1].tail = (here[-1][-1].tail or "") + words
        else:
            here[-1].text = (here[-1].text or "") + words

    for match in MARK.finditer(text):
        say(text[end : match.start()])
        end = match.end()
        if match[1]:
            here.pop()
            continue
        element = etree.SubElement(here[-1], f"{{{SPACE}}}{'ph' if match[3] else 'pc'}", id=match[2])
        if not match[3]:
            here.append(element)
    say(text[end:])


def name_of(entry: polib.POEntry) -> str:
    """The segment that an entry is."""
    return str(entry.msgctxt.partition("/")[2].rpartition("@")[0])


TOOLS: tuple[tuple[str, Callable[[bytes, Mapping[str, str]], bytes]], ...] = (
    (Format.PO, by_polib),
    (Format.PO, by_toolkit_po),
    (Format.XLIFF, by_toolkit_xliff),
)


def of_two_sites(make: Callable[[str], Desk]) -> tuple[Desk, Desk]:
    """Two departments, with limits."""
    take_files()
    return make("stc"), make("syt")
