"""Texts of component sites on their way onto the portal: offered, asked for, taken, approved by who does it in earnest.

The form of the file is described in it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML
from wagtail.models import Page

from cms.news.models import FiledPage
from cms.pages.indexing import indexed_once
from cms.pages.models import BasePage
from sites.accounts.models import User
from sites.domains.selectors import portal_or_none, site_named
from sites.refusals import Missing
from workflows.boards.selectors import site_of_page
from workflows.passage.enums import Cause
from workflows.passage.selectors import steps_of
from workflows.promotion.actions import agree, ask, propose, refuse_proposal, take, take_english
from workflows.promotion.models import Copy, Proposal
from workflows.promotion.rules import desk_offices, section_code
from workflows.promotion.selectors import (
    people_in,
    section_for,
    translations_at_source,
)
from workflows.samples.desks import decide_until, handed_in, seated
from workflows.samples.pages import page_of
from workflows.samples.reader import Sample, samples_in

type Given = Mapping[str, Any]


def load_promotions(path: Path) -> int:
    """Bring every item of a file as far as it says, what has been offered before left alone. Returns how many."""
    samples = {sample.key: sample for sample in samples_in(path.parent / "content")}
    return sum(1 for given in YAML(typ="safe").load(path)["promotions"] if _bring(given, samples[given["item"]]))


@transaction.atomic
@indexed_once()
def _bring(given: Given, sample: Sample) -> bool:
    portal = portal_or_none()
    page = page_of(sample, site=site_named(sample.site))
    if portal is None or page is None:
        raise Missing(f"{sample.key}: there is no portal, or the item was not brought in")
    if Proposal.objects.filter(page=page).exists():
        return False
    editor = people_in(desk_offices(portal))[0]
    state, note = given["state"], given.get("note", "")
    if state == "asked":
        ask(editor, page=page, comment=note)
        return True
    proposal = propose(seated(site_of_page(page), kind="writer"), page=page, comment=note)
    proposal = agree(people_in(proposal.asks)[0], proposal=proposal)
    if state == "refused":
        refuse_proposal(editor, proposal=proposal, reason=given["reason"])
    elif state != "proposed":
        _take(editor, proposal, page, given)
    return True


def _take(editor: User, proposal: Proposal, page: BasePage, given: Given) -> None:
    parent = page.get_parent().specific
    code = section_code(proposal.portal, parent.code)
    section = section_for(page, proposal.portal, code=code)
    if section is None:
        raise Missing(f"the portal has no section {code}")
    copy = take(editor, proposal=proposal, section=section, seen_sha256=proposal.text_sha256)
    copies = [(copy, given.get("title", "")), *_english(editor, copy, given)]
    for one, title in copies:
        _send(editor, one.page, is_public=given["state"] != "taken", title=title)
    if given["state"] == "outdated":
        writer = seated(site_of_page(page), kind="writer")
        _send(writer, page, is_public=True, notice=given["notice"], **given["newer"])


def _english(editor: User, copy: Copy, given: Given) -> Iterator[tuple[Copy, str]]:
    for page in translations_at_source(copy):
        if page.live and given.get("title_en"):
            yield take_english(editor, copy=copy, page=page), given["title_en"]


def _send(author: User, page: Page, *, is_public: bool, notice: str = "", **changes: str) -> None:
    """Save a draft with these changes and submit it, as a correction where there is a notice; the desks approve it."""
    draft: FiledPage = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in changes.items():
        if value:
            setattr(draft, name, value)
    draft.save_revision(user=author)
    cause = Cause.CORRECTION if notice else None
    passage = handed_in(author, page=Page.objects.get(pk=page.pk).specific, cause=cause, notice=notice)
    decide_until(passage, position=len(steps_of(passage)) + 1 if is_public else 2)
