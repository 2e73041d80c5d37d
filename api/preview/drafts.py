"""Drafts at the desk of the drain, in the place of what is live: as they would be if they were public."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from wagtail.models import Page

from api.preview.selectors import Draft
from api.publications.corrections import said_of
from api.publications.enums import Kind
from api.publications.faces import Faces, Listed
from api.publications.hosts import Atlas
from api.publications.pages import Candidate, PageDesk
from api.publications.payloads import NEVER
from api.publications.selectors import last_versions
from api.publications.things import Presented, Subject
from cms.pages.models import BasePage
from sites import clock
from workflows.passage.enums import Cause
from workflows.passage.models import Release
from workflows.passage.selectors import latest

type Key = tuple[UUID, str]


def key_of(draft: Draft) -> Key:
    """What it is a draft of."""
    return (draft.text.public_id, draft.text.locale)


class DraftDesk(PageDesk):
    """Presents drafts in the place of what is live. They need no release, and put no medium out."""

    def __init__(self, drafts: Mapping[Key, BasePage], **known: Any) -> None:
        super().__init__(**known, put_out=lambda _names: None)
        self.drafts = drafts
        self.numbers = {key: -number for number, key in enumerate(drafts, 1)}  # below zero: none of the log is meant

    def candidates_of(self, pages: list[Page]) -> list[BasePage]:
        """What is live of these, but for the drafts, which are taken as they are; from the top of the tree down."""
        others = [page for page in pages if (page.translation_key, page.locale.language_code) not in self.drafts]
        found = [*super().candidates_of(others), *self.drafts.values()]
        return sorted(found, key=lambda page: (page.depth, page.path))

    def is_released(self, entry: Presented) -> bool:
        """A draft counts as released, with the cause and the notice that it was submitted with; erased it never is."""
        draft = self.drafts.get((entry.thing.public_id, entry.thing.locale))
        if draft is None:
            return super().is_released(entry)
        if entry.body in self.erased:
            entry.held = "erased"
            return False
        release = _release_to_come(draft, self.at)
        entry.causes, entry.said = (release.cause,), said_of([release])
        return True

    def show(self, candidates: list[Candidate]) -> None:
        """Lists see the drafts, too, each in the place of what is public of it."""
        super().show(candidates)
        for live in (candidate.live for candidate in candidates if candidate.live):
            thing, at = live.face.thing, live.facts.first_published_at
            if number := self.numbers.get((thing.public_id, thing.locale)):
                terms = frozenset(live.facts.terms)
                self.faces.coming[thing] = Listed(thing, number, live.face.type, at or NEVER, terms)


def desk_for(
    drafts: Sequence[Draft], atlas: Atlas, faces: Faces, *, moment: datetime | None = None, beside: Sequence[Key] = ()
) -> DraftDesk:
    """The desk at which these drafts are public, now or at their moment, and what stands `beside` them as it is."""
    now, planned = clock.now(), (moment, *(draft.page.go_live_at for draft in drafts))
    public_at = max((one for one in planned if one), default=now)
    pages = {key_of(draft): _as_published(draft.page, public_at, number) for number, draft in enumerate(drafts)}
    last = last_versions(Subject(Kind.PAGE, public_id) for public_id, _locale in (*pages, *beside))
    return DraftDesk(pages, atlas=atlas, last=last, faces=faces, at=max(now, public_at))


def _as_published(page: BasePage, at: datetime, number: int) -> BasePage:
    """The draft as the tables would have it once it is published: those of a bundle go out one after the other."""
    page.live = True
    page.first_published_at = page.first_published_at or at + timedelta(microseconds=number)
    page.last_published_at = at
    return page


def _release_to_come(draft: BasePage, at: datetime) -> Release:
    """The release as it would be: of the passage under way, else of a first text or a correction without a notice."""
    passage = latest(draft.pk)
    if passage is not None and passage.revision_id == draft.latest_revision_id:
        return Release(cause=passage.cause, notice=passage.notice, released_at=at)
    is_first = not Release.objects.filter(
        public_id=draft.translation_key, locale=draft.locale.language_code, revoked_at__isnull=True
    ).exists()
    return Release(cause=Cause.FIRST if is_first else Cause.CORRECTION, notice="", released_at=at)
