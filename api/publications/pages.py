"""Presenting pages: which may be public, with which text, and how those ended that no longer are.

The second lock is here: a page's text is public only if a release names its hash. Otherwise the thing is held: the
log keeps what it says, an alarm rises, and no management command, migration or line of SQL gets past it.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Min
from wagtail.models import Page, PageViewRestriction, Revision

from api.publications.corrections import changes_frame, said_of
from api.publications.endings import DELETED, ending_frame, state_of_ending
from api.publications.enums import Kind, State
from api.publications.faces import Faces
from api.publications.frames import Live, page_frame, public_names
from api.publications.hosts import Atlas, SiteRecord
from api.publications.lists import next_end
from api.publications.origins import origin_frame, taken_over_frames
from api.publications.selectors import embargo_of, erased_among, releases_of, withdrawal_after
from api.publications.things import Face, Json, Last, Presented, Thing
from cms.pages.models import BasePage
from cms.pages.presenters import facts_of, text_of
from cms.pages.public import digest
from cms.pages.registry import public_type_of
from cms.pages.whole import read_whole
from workflows.passage.models import Release
from workflows.passage.selectors import allowing
from workflows.translation.standing import outdated_since

logger = logging.getLogger(__name__)

type PutOut = Callable[[set[str]], None]

UNEXPLAINED = "unexplained"
RESTRICTED = "restricted"
SITE_CLOSED = "site_closed"


@dataclass(slots=True)
class Candidate:
    """A page that is live in the tree, on its way into the log; `live` once it has passed the second lock."""

    presented: Presented
    site: SiteRecord
    page: BasePage
    live: Live | None = None


@contextmanager
def _held_if_it_fails(entry: Presented) -> Iterator[None]:
    """A page that cannot be presented is held, and takes no other with it."""
    try:
        yield
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("%s cannot be presented", entry.thing)
        entry.held = f"presenter: {type(error).__name__}"


class PageDesk:
    """Presents the pages of one pass. `put_out` is given the names of the media that become public with a page."""

    def __init__(
        self, *, atlas: Atlas, last: Mapping[Thing, Last], faces: Faces, at: datetime, put_out: PutOut
    ) -> None:
        self.atlas = atlas
        self.put_out = put_out
        self.last = {thing: entry for thing, entry in last.items() if thing.kind == Kind.PAGE}
        self.faces = faces
        self.at = at
        self.releases: Mapping[tuple[UUID, str], list[Release]] = {}
        self.erased: Collection[str] = ()
        self.barred: dict[Thing, str] = {}
        self.planned: dict[Thing, datetime] = {}
        self.existing: set[tuple[UUID, str]] = set()
        self.copies: Mapping[Thing, Json] = {}
        self.outdated: Mapping[tuple[UUID, str], datetime] = {}

    def present(self, public_ids: Iterable[UUID]) -> list[Presented]:
        """Everything that is to be said of these pages, sections before what lies in them."""
        pages = list(Page.objects.filter(translation_key__in=set(public_ids), depth__gt=1).select_related("locale"))
        self.existing = {(page.translation_key, page.locale.language_code) for page in pages}
        self._read_plans(pages)
        candidates = [candidate for page in self.candidates_of(pages) if (candidate := self._begun(page)) is not None]
        self._judge(candidates)
        self.show(candidates)
        self.copies = taken_over_frames({candidate.presented.thing for candidate in candidates})
        self.outdated = outdated_since((page.translation_key for page in pages), self.at)
        for candidate in candidates:
            self._frame(candidate)
        presented = [candidate.presented for candidate in candidates]
        seen = {entry.thing for entry in presented}
        endings = [self._ended(thing, last) for thing, last in self.last.items() if thing not in seen]
        return presented + endings + self._plans_of_others(seen | set(self.last))

    def candidates_of(self, pages: list[Page]) -> list[BasePage]:
        """The live pages that nothing bars, as their own types, from the top of the tree downwards."""
        free = []
        restricted = list(PageViewRestriction.objects.values_list("page__path", flat=True))
        for page in sorted(pages, key=lambda page: (page.depth, page.path)):
            home = self.atlas.home_above(page.path)
            if home is None or not page.live:
                continue
            thing = Thing(Kind.PAGE, page.translation_key, page.locale.language_code, home[0].public_id)
            if any(page.path.startswith(path) for path in restricted):
                self.barred[thing] = RESTRICTED
            elif not home[0].is_open:
                self.barred[thing] = SITE_CLOSED
            else:
                free.append(page.pk)
        return [cast("BasePage", page) for page in read_whole(free) if public_type_of(page) is not None]

    def _begun(self, page: BasePage) -> Candidate | None:
        home = self.atlas.home_above(page.path)
        if home is None:
            return None
        thing = Thing(Kind.PAGE, page.translation_key, page.locale.language_code, home[0].public_id)
        return Candidate(Presented(thing, due_at=self.planned.get(thing)), home[0], page)

    def _judge(self, candidates: list[Candidate]) -> None:
        """Give each its text, if a release allows it; it is held otherwise."""
        for candidate in candidates:
            with _held_if_it_fails(candidate.presented):
                candidate.presented.text = text_of(candidate.page)
                candidate.presented.body = digest(candidate.presented.text)
        entries = [candidate.presented for candidate in candidates]
        self.releases = releases_of({entry.thing.public_id for entry in entries})
        self.erased = erased_among({entry.body for entry in entries if entry.body})
        for candidate in candidates:
            with _held_if_it_fails(candidate.presented):
                text = candidate.presented.text
                if text is not None and self.is_released(candidate.presented):
                    self._look_around(candidate, text)

    def _look_around(self, candidate: Candidate, text: Json) -> None:
        entry = candidate.presented
        facts = facts_of(candidate.page, text)
        self.put_out(public_names(facts))
        entry.face = Face(
            thing=entry.thing,
            type=str(text["type"]),
            title=str(text["title"]),
            path=facts.path,
            url=candidate.site.url(facts.path),
        )
        candidate.live = Live(face=entry.face, site=candidate.site, text=text, facts=facts)

    def is_released(self, entry: Presented) -> bool:
        """The second lock. Fills in the release and what it says that the text is, or why the thing is held."""
        thing, sha256, last = entry.thing, str(entry.body), self.last.get(entry.thing)
        since = (last.release if last else None) or 0
        releases = self.releases.get((thing.public_id, thing.locale), [])
        release = allowing(releases, sha256, self.at, since_id=since)
        if sha256 in self.erased:
            entry.held = "erased"
        elif release is None:
            embargo = embargo_of(releases, sha256, self.at)
            entry.held = "embargo" if embargo else "unreleased"
            entry.due_at = embargo or entry.due_at
        else:
            entry.release = release.pk
            consumed = [row for row in releases if since < row.pk <= release.pk]  # by one version, together
            entry.causes = tuple(dict.fromkeys(row.cause for row in consumed))
            entry.said = said_of(consumed)
        return not entry.held

    def show(self, candidates: list[Candidate]) -> None:
        """Say what others see after this pass; hold whoever claims a path that is taken."""
        for thing in self.last:
            self.faces.show(thing, None)
        for candidate in candidates:
            thing = candidate.presented.thing
            if candidate.live is not None:
                self.faces.show(thing, candidate.live.face)
            elif (last := self.last.get(thing)) and last.is_live:
                self.faces.keep(thing)
        self._hold_what_is_taken(candidates)
        facts = [candidate.live.facts for candidate in candidates if candidate.live]
        wanted = {key for fact in facts for key in (*fact.links, fact.section) if key}
        wanted |= {UUID(fact.origin["public_id"]) for fact in facts if fact.origin}
        self.faces.load(wanted | {candidate.presented.thing.public_id for candidate in candidates})

    def _hold_what_is_taken(self, candidates: list[Candidate]) -> None:
        """Two live pages cannot share a path: who has it keeps it."""
        claims = [(candidate.live.face.thing, candidate.live.face.path) for candidate in candidates if candidate.live]
        taken = self.faces.taken(claims)
        for candidate in candidates:
            if candidate.presented.thing in taken:
                candidate.presented.held, candidate.live, candidate.presented.face = "path_taken", None, None
                self.faces.keep(candidate.presented.thing)

    def _frame(self, candidate: Candidate) -> None:
        if candidate.live is not None:
            entry = candidate.presented
            facts, last = candidate.live.facts, self.last.get(entry.thing)
            origin = origin_frame(candidate.live.text, self.faces, self.atlas)
            candidate.live = replace(
                candidate.live,
                origins={**origin, **self.copies.get(entry.thing, {})},
                outdated_since=self.outdated.get((entry.thing.public_id, entry.thing.locale)),
            )
            entry.frame = page_frame(candidate.live, faces=self.faces, last=last, at=self.at)
            entry.frame |= changes_frame(entry, last=last, site=self.atlas.models[candidate.site.id])
            entry.due_at = min(filter(None, (entry.due_at, next_end(facts, self.at))), default=None)

    def _ended(self, thing: Thing, last: Last) -> Presented:
        """How a thing ended that the log knows and the tree no longer shows."""
        withdrawal = withdrawal_after(last.release, thing.public_id, thing.locale)
        exists = (thing.public_id, thing.locale) in self.existing
        entry = Presented(thing, release=last.release, due_at=self.planned.get(thing))
        if withdrawal is None and not last.is_live:
            entry.state, entry.frame, entry.body = last.state, last.frame, last.body
            entry.unexplained = last.frame.get("kind") in (UNEXPLAINED, DELETED)
            return entry
        kind = withdrawal.kind if withdrawal else self.barred.get(thing, UNEXPLAINED if exists else DELETED)
        entry.unexplained = kind in (UNEXPLAINED, DELETED)
        entry.causes = (kind,)
        entry.frame = ending_frame(thing, last, kind=kind, withdrawal=withdrawal, faces=self.faces)
        entry.state = state_of_ending(kind, entry.frame)
        return entry

    def _read_plans(self, pages: list[Page]) -> None:
        """When each of these pages is planned to appear, to change or to end."""
        numbers = {str(page.pk): page for page in pages}
        planned: dict[int, list[datetime]] = {
            page.pk: [page.expire_at] for page in pages if page.live and page.expire_at and page.expire_at > self.at
        }
        schedules = Revision.page_revisions.filter(object_id__in=numbers, approved_go_live_at__gt=self.at)
        for number, at in schedules.values_list("object_id").annotate(at=Min("approved_go_live_at")):
            planned.setdefault(numbers[number].pk, []).append(at)
        for page in pages:
            home = self.atlas.home_above(page.path)
            if home is not None and page.pk in planned:
                thing = Thing(Kind.PAGE, page.translation_key, page.locale.language_code, home[0].public_id)
                self.planned[thing] = min(planned[page.pk])

    def _plans_of_others(self, seen: set[Thing]) -> list[Presented]:
        """Pages that the log does not know yet and that are planned to appear."""
        return [
            Presented(thing, state=State.GONE, due_at=at) for thing, at in self.planned.items() if thing not in seen
        ]
