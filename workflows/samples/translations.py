"""Texts on their way into English: begun, written in part, renewed and waiting; on the desk, by their translators."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polib
from django.db import transaction
from ruamel.yaml import YAML

from cms.pages.models import BasePage
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from workflows.bureaus.actions import bring_in, make, take_out
from workflows.bureaus.enums import Format, Scope, Which
from workflows.passage.enums import Cause
from workflows.samples import upkeep
from workflows.samples.desks import handed_in, seated
from workflows.samples.pages import page_of
from workflows.samples.reader import samples_in
from workflows.translation.actions import begin, compare_whole, write
from workflows.translation.enums import SegmentState
from workflows.translation.models import Translation
from workflows.translation.seen import fingerprint
from workflows.translation.texts import opened

ENGLISH = "en"
ENDED = frozenset({"withdraw", "source_withdrawn"})


def load_translations(path: Path) -> int:
    """Take every text as far as a file says, unless somebody has begun. Returns how many things were done."""
    samples = {sample.key: sample for sample in samples_in(path.parent / "content")}
    told: Mapping[str, Any] = YAML(typ="safe").load(path)
    count = sum(upkeep.change_term(entry) for entry in told.get("terms", ()))
    for entry in told["translations"]:
        sample = samples[entry["item"]]
        page = page_of(sample, site=PublicSite.objects.get(code=sample.site))
        if page is None:
            raise KeyError(f"{sample.key} has not been brought in")
        count += upkeep.end(page, entry) if ENDED.intersection(entry) else _take(page, entry)
    return count


@transaction.atomic
def _take(page: BasePage, entry: Mapping[str, Any]) -> bool:
    site = site_of(page)
    known = Translation.objects.filter(public_id=page.translation_key, locale=ENGLISH).first()
    if site is None or (known is not None and (known.handled_by_id or known.wordings.exists())):
        return False
    translator = seated(site, kind="translator")
    translation = begin(translator, source=page, locale=ENGLISH)
    file = _handed_out(translator, page) if "bureau" in entry else b""
    for key, text in {**entry.get("segments", {}), **entry.get("renew", {})}.items():
        _write(translator, translation, key, str(text))
    if "renew" in entry:
        _hand_in(translator, translation, entry["notice"])
    if file:
        name = f"{page.slug}-en.po"
        bring_in(translator, files=[(name, _edited(file, entry["bureau"]))], locale=ENGLISH)
    return True


def _handed_out(translator: User, page: BasePage) -> bytes:
    """The file that the bureau gets, before anybody here goes on."""
    said = {"scope": Scope.PAGE, "locale": ENGLISH, "form": Format.PO, "which": Which.ALL}
    return make(take_out(translator, page=page, **said))[1]


def _edited(data: bytes, words: Mapping[str, str]) -> bytes:
    """What the bureau sends back: its words, by what the source says."""
    file = polib.pofile(data.decode())
    for entry in file:
        entry.msgstr = words.get(entry.msgid, entry.msgstr)
    return str(file).encode()


def _write(translator: User, translation: Translation, key: str, text: str) -> None:
    line = opened(translation).line(key)
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    write(translator, translation=translation, key=key, text=text, **seen)
    translation.refresh_from_db()


def _hand_in(translator: User, translation: Translation, notice: str) -> None:
    """What the translator has not written anew he has compared, then he submits it as a correction."""
    found = opened(translation)
    if found.count(SegmentState.NONE):
        return  # the rest is still to be translated
    if not found.is_done:
        compare_whole(translator, translation=translation, source_seen=found.source.sha256)
    page: Any = type(found.page).objects.get(pk=found.page.pk)
    handed_in(translator, page=page, cause=Cause.CORRECTION, notice=notice)
