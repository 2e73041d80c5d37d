"""Drafts as the drain would present them once they were released: the same presenters, nothing written.

What differs is what only publishing brings: number and hash of a version, the moments, and the addresses of media that
no public text refers to. Other items are shown as the log has them; the drafts of one permit see each other, and the
front page, the menus and the lists of their site see all of them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from api.preview.drafts import Key, desk_for, key_of
from api.preview.selectors import Draft
from api.publications.cards import card_of, cards_of
from api.publications.enums import Kind, State
from api.publications.faces import Faces
from api.publications.frames import MEDIUM
from api.publications.hosts import Atlas, SiteRecord
from api.publications.media import referred_to
from api.publications.models import Current, Version
from api.publications.navigation import Menus
from api.publications.payloads import row_of
from api.publications.selectors import NO_HASH
from api.publications.things import Json, Presented
from cms.media.selectors import stored_under
from cms.pages.public import canonical
from sites import clock
from sites.refusals import Missing

MEDIA = "/api/v1/preview/media/"


@dataclass(frozen=True, slots=True)
class Shown:
    """One draft as it will be published: the row that readers will get it from."""

    draft: Draft
    row: Current
    frame: Json
    text: Json

    @property
    def whole(self) -> bytes:
        """The bytes of its whole form."""
        return bytes(self.row.whole)

    @property
    def list_form(self) -> bytes:
        """The bytes of its form in lists."""
        return bytes(self.row.list_form)


@dataclass(frozen=True, slots=True)
class _Pass:
    """What was presented together, with the versions that it would become and the cards of all that they show."""

    entries: Mapping[Key, Presented]
    versions: Mapping[Key, Version]
    cards: Mapping[int, Json]

    def row(self, key: Key) -> Current:
        """What readers will get; what has no version yet says so in its receipt."""
        version = self.versions[key]
        version.seq = 0
        return row_of(version, canonical(self.entries[key].text or {}), self.cards)


def shown(drafts: Sequence[Draft], *, word: str, moment: datetime) -> list[Shown] | None:
    """These drafts as they will be published at a moment, in their order; None where one could not be.

    `word` is the token with which media are asked for that no public text refers to.
    """
    found = _pass_over(drafts, Atlas(), word=word, moment=moment)
    if found is None:
        return None
    entries = [(draft, found.entries[key_of(draft)]) for draft in drafts]
    return [Shown(draft, found.row(key_of(draft)), entry.frame, entry.text or {}) for draft, entry in entries]


def home_with(drafts: Sequence[Draft], locale: str, *, word: str, moment: datetime) -> bytes | None:
    """The home of the site in a language as it will be once these drafts are public; None where one could not be.

    Missing where the site has no public home in this language.
    """
    atlas = Atlas()
    above = atlas.home_above(drafts[0].page.path)
    home = above[0].homes.get(locale) if above else None
    if above is None or home is None:
        raise _no_home()
    key = (home.translation_key, locale)
    found = _pass_over(drafts, atlas, word=word, moment=moment, beside=[key])
    if found is None:
        return None
    return bytes(found.row(key).whole) if key in found.versions else _public_home(key, above[0])


def navigation_with(drafts: Sequence[Draft], locale: str) -> bytes | None:
    """The menus of the site as they will be once these drafts are public; None where the site has none."""
    atlas = Atlas()
    faces = Faces()
    entries = desk_for(drafts, atlas, faces).present({draft.text.public_id for draft in drafts})
    home = atlas.home_above(drafts[0].page.path)
    menus = Menus(atlas=atlas, faces=faces, pages=entries).present(home[0]) if home else []
    entry = next((one for one in menus if one.thing.locale == locale), None)
    if entry is None or entry.text is None:
        return None
    return bytes(row_of(_version(entry, 0), canonical(entry.text)).whole)


def medium_of(draft: Draft, name: str) -> Any:
    """The stored rendition or file of this public name, if the draft shows it; else None."""
    entries = _presented([draft], Atlas())
    names = _media_in(entries[key_of(draft)].frame) if entries else ()
    return stored_under(name) if name in names else None


def _pass_over(
    drafts: Sequence[Draft], atlas: Atlas, *, word: str, moment: datetime, beside: Sequence[Key] = ()
) -> _Pass | None:
    """Present these drafts, and what stands beside them if it is public; None where one of the drafts is held."""
    entries = _presented(drafts, atlas, moment, beside)
    if entries is None:
        return None
    versions = {key: _version(entry, number) for number, (key, entry) in enumerate(entries.items(), 1)}
    for draft in drafts:
        _open_media(versions[key_of(draft)].frame, draft, atlas, word)
    own = {version.seq: card_of(version, _as_stored(entries[key])) for key, version in versions.items()}
    return _Pass(entries, versions, {**cards_of(versions.values()), **own})


def _as_stored(entry: Presented) -> Json:
    """The text in the order in which the log would have it."""
    text: Json = json.loads(canonical(entry.text or {}))
    return text


def _presented(
    drafts: Sequence[Draft], atlas: Atlas, moment: datetime | None = None, beside: Sequence[Key] = ()
) -> dict[Key, Presented] | None:
    """What the desk says of the drafts, in their order, then of what stands beside them; None where a draft is held."""
    own = [key_of(draft) for draft in drafts]
    desk = desk_for(drafts, atlas, Faces(), moment=moment, beside=beside)
    ready = {
        (entry.thing.public_id, entry.thing.locale): entry
        for entry in desk.present({public_id for public_id, _locale in (*own, *beside)})
        if not entry.held and entry.text is not None and entry.frame
    }
    return {key: ready[key] for key in (*own, *beside) if key in ready} if ready.keys() >= set(own) else None


def _no_home() -> Missing:
    return Missing(_("The site has no public home in this language."), code="no_home")


def _public_home(key: Key, site: SiteRecord) -> bytes:
    """The home as readers get it now: it is held, so that nothing changes it."""
    rows = Current.objects.filter(
        kind=Kind.PAGE, state=State.LIVE, public_id=key[0], locale=key[1], site=site.public_id
    )
    whole = rows.values_list("whole", flat=True).first()
    if whole is None:
        raise _no_home()
    return bytes(whole)


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
