"""What happened to sample content afterwards: corrected, supplemented, replaced, moved, gone; by its desks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from cms.pages.models import BasePage
from sites.domains.models import PublicSite
from workflows.endings.actions import mark_gone, redirect, replace
from workflows.passage.enums import Cause
from workflows.passage.models import Passage, Withdrawal
from workflows.passage.selectors import steps_of
from workflows.samples.desks import decide_until, entitled_to_withdraw, handed_in, seated
from workflows.samples.pages import page_of
from workflows.samples.reader import Sample, samples_in

CHANGES = (Cause.CORRECTION, Cause.SUPPLEMENT, Cause.MINOR)


def load_changes(path: Path) -> int:
    """Make every change that a file names and that has not been made. Returns how many were."""
    samples = {sample.key: sample for sample in samples_in(path.parent / "content")}
    entries: list[Mapping[str, Any]] = YAML(typ="safe").load(path)["changes"]
    return sum(_make(entry, samples) for entry in entries)


@transaction.atomic
def _make(entry: Mapping[str, Any], samples: Mapping[str, Sample]) -> bool:
    page = _page(samples[entry["item"]])
    if entry["act"] in CHANGES:
        return _change(page, entry)
    if Withdrawal.objects.filter(page=page).exists():
        return False
    _end(page, entry, samples)
    return True


def _page(sample: Sample) -> BasePage:
    page = page_of(sample, site=PublicSite.objects.get(code=sample.site))
    if page is None:
        raise KeyError(f"{sample.key} has not been brought in")
    return page


def _change(page: BasePage, entry: Mapping[str, Any]) -> bool:
    """The writer changes words and says what it is; the desks decide as far as `step` says, else to the end."""
    if Passage.objects.filter(page=page, cause=entry["act"]).exists():
        return False
    site = PublicSite.objects.get(homes__home__path=page.path[: page.steplen * 2])
    writer = seated(site, kind="writer")
    draft: Any = page.get_latest_revision_as_object()
    for words in entry["words"]:
        _exchange(draft, str(words["from"]), str(words["to"]))
    draft.save_revision(user=writer)
    fresh = type(page).objects.get(pk=page.pk)
    passage = handed_in(writer, page=fresh, cause=Cause(entry["act"]), notice=entry.get("notice", ""))
    decide_until(passage, position=entry.get("step", len(steps_of(passage)) + 1))
    return True


def _exchange(draft: Any, before: str, after: str) -> None:
    """Put words in the place of others, wherever they stand. Raises `ValueError` where they stand nowhere."""
    blocks = list(draft.body.raw_data)
    known = [draft.title, draft.summary, *(str(block["value"]) for block in blocks)]
    if not any(before in text for text in known):
        raise ValueError(f"{draft.title}: nowhere stands “{before}”")
    draft.title, draft.summary = draft.title.replace(before, after), draft.summary.replace(before, after)
    draft.body = [{**block, "value": _in(block["value"], before, after)} for block in blocks]


def _in(value: Any, before: str, after: str) -> Any:
    if isinstance(value, str):
        return value.replace(before, after)
    if isinstance(value, Mapping):
        return {name: _in(part, before, after) for name, part in value.items()}
    return [_in(part, before, after) for part in value] if isinstance(value, list) else value


def _end(page: BasePage, entry: Mapping[str, Any], samples: Mapping[str, Sample]) -> None:
    person, reason = entitled_to_withdraw(page), entry["reason"]
    to = _page(samples[entry["to"]]).translation_key if "to" in entry else None
    match entry["act"]:
        case "replaced" if to:
            replace(person, page=page, successor=to, reason=reason, notice=entry.get("notice", ""))
        case "redirect":
            redirect(person, page=page, successor=to, target=entry.get("target", ""), reason=reason)
        case "gone":
            mark_gone(person, page=page, reason=reason)
        case other:
            raise ValueError(f"{page.title}: “{other}” is no way to end")
