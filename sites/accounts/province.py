"""People as data: `reference/seat_kinds.yaml` and `people.yaml`."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.utils.translation import gettext as _
from wagtail.models import Page

from sites.accounts.actions import Personal, give_many, hash_of, invite_administrator, invite_person, keep_seat_kind
from sites.accounts.enums import PostKind
from sites.accounts.models import Post, Seat, SeatKind, User
from sites.agencies.selectors import agency_named
from sites.domains.models import PublicSite
from sites.domains.selectors import site_named
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing
from sites.provisioning.sources import Row
from sites.refusals import Invalid

LANGUAGES = ("vi", "en")
PAGE_RIGHTS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
MEDIA_RIGHTS = ("add", "change", "choose")


def read_administrators(loading: Loading) -> Writing:
    """Read the administrators. Where nobody has loaded anything before, the first of them loads all the rest."""
    document = loading.document("people.yaml")
    people = [_person(loading, row) for row in document.rows("administrators")] if document else []

    def write() -> None:
        for username, personal in people:
            person = User.objects.filter(username=username).first()
            if person is None:
                person = invite_administrator(
                    cast("User | None", loading.first_actor),
                    username=username,
                    personal=personal,
                    password_hash=_password_hash(loading),
                )
            loading.first_actor = loading.first_actor or person

    return write


def read_seat_kinds(loading: Loading) -> Writing:
    """Read the kinds of seat."""
    loading.know("kind of seat", SeatKind.objects.values_list("code", flat=True))
    document = loading.reference("seat_kinds.yaml")
    kinds: dict[str, dict[str, Any]] = {}
    for row in document.rows("seat_kinds") if document else []:
        names = row.by_language("names", LANGUAGES)
        kinds[loading.define(row, "code", "kind of seat")] = {
            "name_vi": names["vi"],
            "name_en": names["en"],
            "page_rights": _rights(row, "page_rights", PAGE_RIGHTS),
            "media_rights": _rights(row, "media_rights", MEDIA_RIGHTS),
            "languages": list(row.texts("languages")),
            "gives": list(row.texts("gives")),
        }

    def write() -> None:
        there = dict(SeatKind.objects.values_list("code", "gives"))
        for code, values in kinds.items():
            made_here = [other for other in there.get(code, ()) if other not in kinds]  # for a language opened since
            keep_seat_kind(_actor(loading), code=code, values={**values, "gives": [*values["gives"], *made_here]})

    return write


def read_people(loading: Loading) -> Writing:
    """Read the people with their posts and seats."""
    loading.know("person", User.objects.values_list("username", flat=True))
    document = loading.document("people.yaml")
    people = [
        (_person(loading, row), _posts(loading, row), _seats(loading, row))
        for row in (document.rows("people") if document else [])
    ]

    def write() -> None:
        held: list[Post | Seat] = []
        for (username, personal), posts, seats in people:
            person = User.objects.filter(username=username).first() or invite_person(
                _actor(loading), username=username, personal=personal, password_hash=_password_hash(loading)
            )
            held += _new(person, posts, seats)
        give_many(_actor(loading), rows=held)

    return write


def _actor(loading: Loading) -> User:
    return cast("User", loading.actor)


def _password_hash(loading: Loading) -> str:
    """The hash of the one password of a trial system: made once, because making it is slow by design."""
    password = loading.option("password")
    if password and "password_hash" not in loading.notes:
        loading.notes["password_hash"] = hash_of(password)
    return loading.notes.get("password_hash", "")


def _person(loading: Loading, row: Row) -> tuple[str, Personal]:
    username = loading.define(row, "username", "person")
    return username, Personal(row.text("full_name"), row.text_or_empty("email"), row.text_or_empty("phone"))


def _rights(row: Row, key: str, choices: Sequence[str]) -> list[str]:
    rights = list(row.texts(key))
    for right in rights:
        if right not in choices:
            row.fault(key, _("%(key)s “%(value)s” is not known") % {"key": key, "value": right})
    return rights


def _posts(loading: Loading, row: Row) -> list[dict[str, Any]]:
    posts = []
    for post in row.rows("posts"):
        titles = post.by_language("title", LANGUAGES)
        posts.append(
            {
                "agency": loading.refer(post, "agency", "agency"),
                "kind": post.choice("kind", PostKind.values),
                "title_vi": titles["vi"],
                "title_en": titles["en"],
                **_term(post),
            }
        )
    return posts


def _seats(loading: Loading, row: Row) -> list[dict[str, Any]]:
    return [
        {
            "kind": loading.refer(seat, "kind", "kind of seat"),
            "site": loading.refer(seat, "site", "site"),
            "section": seat.text_or_empty("section"),
            "where": f"{seat.file}:{seat.line('section')}",
            **_term(seat),
        }
        for seat in row.rows("seats")
    ]


def _term(row: Row) -> dict[str, Any]:
    return {"held_from": row.day("from"), "held_to": row.day("to"), "basis": row.text_or_empty("basis")}


def _new(person: User, posts: Sequence[Mapping[str, Any]], seats: Sequence[Mapping[str, Any]]) -> list[Post | Seat]:
    """The posts and seats of the data that the person has not been given yet (from the same day)."""
    new: list[Post | Seat] = []
    for data in posts:
        post = Post(person=person, **{**data, "agency": agency_named(data["agency"])})
        if not Post.objects.filter(
            person=person, agency=post.agency, kind=post.kind, held_from=post.held_from
        ).exists():
            new.append(post)
    for data in seats:
        site, kind = site_named(data["site"]), SeatKind.objects.get(code=data["kind"])
        section = section_with_slug(site, data["section"], data["where"]) if data["section"] else None
        by = {"person": person, "kind": kind, "site": site, "section": section, "held_from": data["held_from"]}
        if not Seat.objects.filter(**by).exists():
            new.append(Seat(**by, held_to=data["held_to"], basis=data["basis"]))
    return new


def section_with_slug(site: PublicSite, slug: str, where: str) -> Page:
    """The section with this slug under the home of the site's first language."""
    first = site.homes.select_related("home").get(position=0)
    section = first.home.get_children().filter(slug=slug).first()
    if section is None:
        message = _("%(where)s: the section “%(slug)s” does not exist") % {"where": where, "slug": slug}
        raise Invalid(message, code="unknown_section")
    return section


ADMINISTRATORS = ProvincePart(Stage.ADMINISTRATORS, read_administrators)
SEAT_KINDS = ProvincePart(Stage.REFERENCE, read_seat_kinds)
PEOPLE = ProvincePart(Stage.PEOPLE, read_people)
