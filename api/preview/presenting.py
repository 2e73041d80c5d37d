"""Drafts as the drain would present them once they were released: the same presenters, nothing written.

What differs is what only publishing brings: number and hash of a version, the moments, and the addresses of media that
no public text refers to. Other items are shown as the log has them; the drafts of one permit see each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from wagtail.models import Page

from api.preview.selectors import Draft
from api.publications.cards import card_of, cards_of
from api.publications.corrections import said_of
from api.publications.enums import Kind, State
from api.publications.faces import Faces
from api.publications.frames import MEDIUM
from api.publications.hosts import Atlas
from api.publications.lists import SHOWN
from api.publications.media import referred_to
from api.publications.models import Body, Version
from api.publications.navigation import Menus
from api.publications.pages import PageDesk
from api.publications.payloads import row_of
from api.publications.selectors import NO_HASH, last_versions
from api.publications.things import Json, Presented, Subject
from cms.media.selectors import stored_under
from cms.pages.models import BasePage
from cms.pages.public import canonical
from sites import clock
from workflows.passage.enums import Cause
from workflows.passage.models import Release
from workflows.passage.selectors import latest

MEDIA = "/api/v1/preview/media/"

type Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One draft as it will be published: bytes of the whole form and of the form in lists."""

    draft: Draft
    whole: bytes
    list_form: bytes
    frame: Json
    text: Json


class DraftDesk(PageDesk):
    """Presents drafts in the place of what is live. They need no release, and put no medium out."""

    def __init__(self, drafts: Mapping[Key, BasePage], **known: Any) -> None:
        super().__init__(**known, put_out=lambda _names: None)
        self.drafts = drafts

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
        if Body.objects.filter(pk=str(entry.body), erased_at__isnull=False).exists():
            entry.held = "erased"
            return False
        release = _release_to_come(draft, self.at)
        entry.causes, entry.said = (release.cause,), said_of([release])
        return True


def shown(drafts: Sequence[Draft], *, word: str, moment: datetime | None = None) -> list[Shown] | None:
    """These drafts as they will be published, now or at their moment, in their order; None where one could not be.

    `word` is the token with which media are asked for that no public text refers to.
    """
    atlas = Atlas()
    found = _presented(drafts, atlas, moment)
    if found is None:
        return None
    versions = [_version(entry, number) for number, entry in enumerate(found, 1)]
    for draft, version in zip(drafts, versions, strict=True):
        _open_media(version.frame, draft, atlas, word)
        _see_each_other(version, versions)
    cards = {**cards_of(versions), **_cards(versions, found)}
    for version in versions:
        version.seq = 0  # what has no version yet says so in its receipt
    rows = [row_of(version, canonical(entry.text or {}), cards) for version, entry in zip(versions, found, strict=True)]
    return [
        Shown(draft, bytes(row.whole), bytes(row.list_form), entry.frame, entry.text or {})
        for draft, row, entry in zip(drafts, rows, found, strict=True)
    ]


def navigation_with(drafts: Sequence[Draft], locale: str) -> bytes | None:
    """The menus of the site as they will be once these drafts are public; None where the site has none."""
    atlas = Atlas()
    faces = Faces()
    entries = _desk(drafts, atlas, faces).present({draft.text.public_id for draft in drafts})
    home = atlas.home_above(drafts[0].page.path)
    menus = Menus(atlas=atlas, faces=faces, pages=entries).present(home[0]) if home else []
    entry = next((one for one in menus if one.thing.locale == locale), None)
    if entry is None or entry.text is None:
        return None
    return bytes(row_of(_version(entry, 0), canonical(entry.text)).whole)


def medium_of(draft: Draft, name: str) -> Any:
    """The stored rendition or file of this public name, if the draft shows it; else None."""
    shown_ones = _presented([draft], Atlas())
    names = _media_in(shown_ones[0].frame) if shown_ones else ()
    return stored_under(name) if name in names else None


def _presented(drafts: Sequence[Draft], atlas: Atlas, moment: datetime | None = None) -> list[Presented] | None:
    """What the desk says of the drafts alone; None where one of them is held."""
    entries = _desk(drafts, atlas, Faces(), moment).present({draft.text.public_id for draft in drafts})
    by_key = {(entry.thing.public_id, entry.thing.locale): entry for entry in entries}
    found = [by_key.get((draft.text.public_id, draft.text.locale)) for draft in drafts]
    ready = [entry for entry in found if entry and not entry.held and entry.text is not None and entry.frame]
    return ready if len(ready) == len(drafts) else None


def _desk(drafts: Sequence[Draft], atlas: Atlas, faces: Faces, moment: datetime | None = None) -> DraftDesk:
    planned = (moment, *(draft.page.go_live_at for draft in drafts))
    at = max([clock.now(), *(one for one in planned if one)])
    pages = {(draft.text.public_id, draft.text.locale): _as_published(draft.page, at) for draft in drafts}
    last = last_versions(Subject(Kind.PAGE, public_id) for public_id, _locale in pages)
    return DraftDesk(pages, atlas=atlas, last=last, faces=faces, at=at)


def _as_published(page: BasePage, at: datetime) -> BasePage:
    """The draft as the tables would have it once it is published."""
    page.live = True
    page.first_published_at = page.first_published_at or at
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


def _version(entry: Presented, number: int) -> Version:
    """The version as it would be appended; its number is below zero, so that none of the log is meant."""
    return Version(
        seq=-number,
        **entry.thing._asdict(),
        at=clock.now(),
        state=State.LIVE,
        causes=list(entry.causes),
        body_id=entry.body,
        frame=entry.frame,
        hash=NO_HASH,
        previous_hash=NO_HASH,
    )


def _media_in(frame: Json) -> set[str]:
    return {name.removeprefix(MEDIUM) for name in frame.get("_deps", ()) if name.startswith(MEDIUM)}


def _open_media(frame: Json, draft: Draft, atlas: Atlas, word: str) -> None:
    """Lead to media that no public text refers to by an address that asks for the token."""
    names = _media_in(frame)
    hidden = names - referred_to(names) if names else set()
    home = atlas.home_above(draft.page.path)
    if not hidden or home is None:
        return
    rows: Iterable[Any] = (
        *(row for renditions in frame["renditions"].values() for row in renditions),
        *frame["files"].values(),
    )
    for row in rows:
        name = row["url"].rpartition("/")[2]
        if name in hidden:
            row["url"] = home[0].url(f"{MEDIA}{draft.text.position}/{name}?token={word}")


def _see_each_other(version: Version, others: Sequence[Version]) -> None:
    """Where a draft shows another item beside itself, a draft of the same permit stands for what is public of it."""
    here = (version.site, version.locale)
    wanted = {name.partition(":")[2] for name in version.frame.get("_deps", ()) if name.startswith("shown:")}
    for other in others:
        if str(other.public_id) in wanted and (other.site, other.locale) == here:
            version.frame.setdefault(SHOWN, {})[str(other.public_id)] = other.seq


def _cards(versions: Sequence[Version], found: Sequence[Presented]) -> dict[int, Json]:
    return {version.seq: card_of(version, entry.text or {}) for version, entry in zip(versions, found, strict=True)}


def text_with_addresses(one: Shown, whole: Json) -> dict[str, Any]:
    """The text for our own page: paragraphs with their links resolved as readers get them."""
    sent = {entry["id"]: entry for entry in whole.get("body", ())}
    body = [
        sent[entry["id"]] if entry["type"] in ("paragraph", "callout") and entry["id"] in sent else entry
        for entry in one.text.get("body", ())
    ]
    return {**one.text, "body": body}


def pictures_in(frame: Json) -> dict[str, str]:
    """For our own page: an address for each picture, by the hash of its original; on the page's own host, as its policy
    asks for.
    """
    found = {original: rows[len(rows) // 2]["url"] for original, rows in frame.get("renditions", {}).items() if rows}
    return {original: urlunsplit(("", "", *urlsplit(url)[2:])) for original, url in found.items()}


def titles_in(value: Any) -> dict[str, str]:
    """For our own page: the titles of what readers are shown of other items, by public id."""
    if isinstance(value, list):
        return {key: title for entry in value for key, title in titles_in(entry).items()}
    if not isinstance(value, dict):
        return {}
    own = {str(value["public_id"]): str(value["title"])} if value.get("public_id") and value.get("title") else {}
    return {**own, **titles_in(list(value.values()))}
