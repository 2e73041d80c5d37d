"""What people change about people, as kinds of change: giving waits for a second person, taking away does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sites.accounts.actions import (
    Personal,
    amend,
    close_person,
    correct_person,
    end_post,
    end_seat,
    give_many,
    invite,
    invite_administrator_by_mail,
    send_link,
)
from sites.accounts.lines import Line as Held
from sites.accounts.models import Post, Seat, User
from sites.agencies.selectors import name_today
from sites.changes.kinds import Description, Json, Line, Words, register
from sites.changes.meaning import KEEPS_MEANING
from sites.changes.rows import RowKind
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Missing

PERSONAL = ("full_name", "email", "phone")
INVITATION = _("Invitation")
ADMINISTRATION = _("Invitation of an administrator")
END = _("End of a post or seat")


def _give[Row: (Post, Seat)](actor: User, row: Row) -> Row:
    if row.pk:
        return amend(actor, row=row)
    give_many(actor, rows=[row])
    return row


def _correct(actor: User, person: User) -> User:
    personal = Personal(**{name: getattr(person, name) for name in PERSONAL})
    return correct_person(actor, person=person, personal=personal)


def _holder(row: Post | Seat) -> tuple[int, ...]:
    return (row.person_id,) if row.person_id else ()


def _title(row: Post | Seat) -> str:
    return f"{row.person}: {Held(row)}"


def _only_ends_sooner(before: Json | None, after: Json) -> bool:
    """Whether nothing changes but the end, which comes sooner."""
    if before is None or after["held_to"] is None:
        return False
    others = {name for name in before if before[name] != after[name]} - {"held_to", "end_reason"}
    return not others and (before["held_to"] is None or after["held_to"] < before["held_to"])


def _site_of_agency(post: Post) -> PublicSite | None:
    return PublicSite.objects.filter(agency=post.agency_id).order_by("pk").first()


def _site_of_person(person: User) -> PublicSite | None:
    seat = Seat.objects.filter(person=person.pk).select_related("site").order_by("-pk").first()
    post = Post.objects.filter(person=person.pk).order_by("-pk").first()
    return seat.site if seat else _site_of_agency(post) if post else None


POST = register(
    RowKind(
        "post",
        _("Post"),
        Post,
        _give,
        extras=KEEPS_MEANING,
        site=_site_of_agency,
        concerned=_holder,
        taking=_only_ends_sooner,
        show={"agency": name_today},
        title=_title,
    )
)
SEAT = register(RowKind("seat", _("Seat"), Seat, _give, concerned=_holder, taking=_only_ends_sooner, title=_title))
ADDRESS = register(
    RowKind(
        "person.address",
        _("Mail address of an account"),
        User,
        _correct,
        fields=PERSONAL,
        site=_site_of_person,
        concerned=lambda person: (person.pk,) if person.pk else (),
    )
)
NAME = register(RowKind("person.name", _("Name of an account"), User, _correct, fields=PERSONAL, site=_site_of_person))


@dataclass(frozen=True)
class Inviting:
    """A new account with posts and seats, given together."""

    key: str = "person.invite"
    label: Words = INVITATION

    def data(self, *, username: str, personal: Personal, rows: Sequence[Post | Seat]) -> Json:
        """As a form asks for it."""
        held = [
            {"kind": kind.key, "data": kind.change(row).data}
            for row in rows
            for kind in [POST if isinstance(row, Post) else SEAT]
        ]
        return {"username": username, **{name: getattr(personal, name) for name in PERSONAL}, "rows": held}

    def describe(self, data: Json) -> Description:
        """Who, and what he is given."""
        rows = self._rows(data)
        lines = [*_account(data), *(Line(_now("Given"), "", _given(row)) for row in rows)]
        seat = next((row for row in rows if isinstance(row, Seat)), None)
        post = next((row for row in rows if isinstance(row, Post)), None)
        return Description(
            title=data["full_name"] or data["username"],
            lines=lines,
            site=seat.site if seat else _site_of_agency(post) if post else None,
            holds_from=min((row.held_from for row in rows if row.held_from), default=None),
            basis="; ".join(dict.fromkeys(row.basis for row in rows if row.basis)),
        )

    def apply(self, actor: User, data: Json) -> User:
        """Invite."""
        personal = Personal(**{name: data[name] for name in PERSONAL})
        return invite(actor, username=data["username"], personal=personal, rows=self._rows(data))

    def takes_away(self, data: Json) -> bool:
        """Never."""
        return False

    def _rows(self, data: Json) -> list[Post | Seat]:
        kinds = {POST.key: POST, SEAT.key: SEAT}
        return [kinds[row["kind"]].unsaved(row["data"]) for row in data["rows"]]


@dataclass(frozen=True)
class InvitingAdministrator:
    """A new account that administers the whole province, on a decision."""

    key: str = "person.administrator"
    label: Words = ADMINISTRATION

    def data(self, *, username: str, personal: Personal, basis: str) -> Json:
        """As a form asks for it."""
        return {"username": username, "basis": basis, **{name: getattr(personal, name) for name in PERSONAL}}

    def describe(self, data: Json) -> Description:
        """Who, and what he is given."""
        lines = [*_account(data), Line(_now("Given"), "", _now("Administers the whole province"))]
        return Description(title=data["full_name"] or data["username"], lines=lines, basis=data["basis"])

    def apply(self, actor: User, data: Json) -> User:
        """Invite."""
        personal = Personal(**{name: data[name] for name in PERSONAL})
        return invite_administrator_by_mail(actor, username=data["username"], personal=personal, basis=data["basis"])

    def takes_away(self, data: Json) -> bool:
        """Never."""
        return False


@dataclass(frozen=True)
class Ending:
    """A post or seat ends: at once, by one person."""

    key: str = "rights.end"
    label: Words = END

    def data(self, row: Post | Seat, *, on: date, reason: str) -> Json:
        """As a form asks for it."""
        return {"seat": isinstance(row, Seat), "pk": row.pk, "on": on.isoformat(), "reason": reason}

    def describe(self, data: Json) -> Description:
        """What ends, when, why."""
        row = self._row(data)
        lines = [
            Line(_now("First day without it"), "", f"{date.fromisoformat(data['on']):%d/%m/%Y}"),
            Line(_now("Reason"), "", data["reason"]),
        ]
        if row is None:
            return Description(title=str(self.label), lines=lines)
        site = row.site if isinstance(row, Seat) else _site_of_agency(row)
        return Description(f"{row.person}: {Held(row)}", lines, site=site, concerned=(row.person_id,))

    def apply(self, actor: User, data: Json) -> None:
        """End it."""
        row = self._row(data)
        if row is None:
            raise Missing(_now("What was to be changed is not there any more."), code="gone")
        if isinstance(row, Seat):
            end_seat(actor, seat=row, on=date.fromisoformat(data["on"]), reason=data["reason"])
        else:
            end_post(actor, post=row, on=date.fromisoformat(data["on"]), reason=data["reason"])

    def takes_away(self, data: Json) -> bool:
        """Always."""
        return True

    def _row(self, data: Json) -> Post | Seat | None:
        if data["seat"]:
            return Seat.objects.select_related("kind", "site", "section", "person").filter(pk=data["pk"]).first()
        return Post.objects.select_related("agency", "person").filter(pk=data["pk"]).first()


@dataclass(frozen=True)
class OfAccount:
    """Something is done to an account that gives nobody anything: at once, by one person."""

    key: str
    label: Words
    act: Any

    def data(self, person: User, *, reason: str = "") -> Json:
        """As a form asks for it."""
        return {"pk": person.pk, "closed": person.closed_at is not None, "reason": reason}

    def describe(self, data: Json) -> Description:
        """Whose account, and why."""
        person = User.objects.filter(pk=data["pk"]).first()
        lines = [Line(_now("Reason"), "", data["reason"])] if data["reason"] else []
        site = _site_of_person(person) if person else None
        return Description(str(person or self.label), lines, site=site, concerned=(data["pk"],))

    def apply(self, actor: User, data: Json) -> Any:
        """Do it. Conflict for an account that was closed meanwhile."""
        person = User.objects.select_for_update().get(pk=data["pk"])
        if person.closed_at is not None and not data["closed"]:
            raise Conflict(_now("This account is closed."), code="person_closed")
        return self.act(actor, person, data["reason"])

    def takes_away(self, data: Json) -> bool:
        """Always."""
        return True


def _close(actor: User, person: User, reason: str) -> User:
    return close_person(actor, person=person, reason=reason)


def _send(actor: User, person: User, _reason: str) -> None:
    send_link(actor, person=person)


def _account(data: Json) -> list[Line]:
    labels = {name: getattr(User._meta.get_field(name), "verbose_name", name) for name in ("username", *PERSONAL)}
    return [Line(str(label).capitalize(), "", data[name]) for name, label in labels.items() if data[name]]


def _given(row: Post | Seat) -> str:
    days = f" ({row.held_from:%d/%m/%Y} –)" if row.held_from else ""
    return f"{Held(row)}{days}"


INVITING = register(Inviting())
ADMINISTRATOR = register(InvitingAdministrator())
ENDING = register(Ending())
CLOSING = register(OfAccount("person.close", _("Closing of an account"), _close))
LINK = register(OfAccount("person.link", _("Link for a new password"), _send))
