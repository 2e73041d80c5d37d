"""Ways to take a system over: through Wagtail's own screens with the strongest rights that are handed out, and through
ours as the administrator of one site.

As the prototype showed: whoever holds Django's permission `change_user` made himself an administrator.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from sites import clock
from sites.accounts.actions import (
    Personal,
    amend,
    close_person,
    correct_person,
    end_seat,
    give_post,
    give_seat,
    invite,
    invite_administrator,
    keep_seat_kind,
    lock_person,
    report_leak,
    send_link,
    set_password,
    unlock_person,
)
from sites.accounts.links import password_links
from sites.accounts.models import Post, Seat, SeatKind, User
from sites.accounts.province import MEDIA_RIGHTS, PAGE_RIGHTS
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import LegalBasis, Rule
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, make_desk, with_seat
from workflows.boards.models import Chain
from workflows.changes.actions import approve
from workflows.changes.selectors import waiting
from workflows.delegation.actions import delegate
from workflows.delegation.models import Delegation
from workflows.notices.models import Mail

pytestmark = pytest.mark.django_db
EDIT, BULK = "wagtailusers_users:edit", "wagtail_bulk_action"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture(params=["seat holder with all rights", "he, with change_user by SQL", "administrator"])
def attacker(request: pytest.FixtureRequest, desk: Desk) -> User:
    administrator = make_administrator()
    if request.param == "administrator":
        return administrator
    person = make_person("manh.stc", email="manh@stc.localhost")
    values = {"name_vi": "Mạnh", "name_en": "Strong", "page_rights": PAGE_RIGHTS, "media_rights": MEDIA_RIGHTS}
    keep_seat_kind(administrator, code="strongest", values={**values, "gives": ["writer", "translator", "strongest"]})
    give_seat(administrator, person=person, kind_code="strongest", site=desk.site)
    if "SQL" in request.param:
        rights = Permission.objects.filter(content_type__model__in=("user", "group"))
        person.user_permissions.add(*rights)
        Group.objects.get(name="stc · strongest").permissions.add(*rights)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def browser(attacker: User) -> Client:
    client = Client()
    client.force_login(attacker)
    return client


def unchanged(attempt: Callable[[], object]) -> None:
    before = _everything()
    attempt()
    assert _everything() == before


def _everything() -> list[object]:
    people = User.objects.order_by("pk").values_list("pk", "is_superuser", "is_active", "password", "email", "username")
    members = User.groups.through.objects.order_by("pk").values_list("user_id", "group_id")
    rights = Group.permissions.through.objects.order_by("pk").values_list("group_id", "permission_id")
    own = User.user_permissions.through.objects.order_by("pk").values_list("user_id", "permission_id")
    return [list(people), list(members), list(rights), list(own), list(Group.objects.order_by("pk").values())]


def test_nobody_is_made_an_administrator_on_the_stock_screen(desk: Desk, browser: Client) -> None:
    form = {"username": desk.writer.username, "email": "a@b.localhost", "is_superuser": "on", "is_active": "on"}
    names = {"first_name": "A", "last_name": "B"}
    unchanged(lambda: browser.post(reverse(EDIT, args=(desk.writer.pk,)), {**form, **names}))
    assert browser.get(reverse(EDIT, args=(desk.writer.pk,))).status_code == 302


def test_the_administrators_password_is_not_set_on_the_stock_screen(browser: Client) -> None:
    administrator = make_administrator()
    form = {"username": "quantri", "email": "q@b.localhost", "first_name": "Q", "last_name": "T", "is_active": "on"}
    passwords = {"password1": "mot-mat-khau-cua-ke-gian", "password2": "mot-mat-khau-cua-ke-gian"}
    unchanged(lambda: browser.post(reverse(EDIT, args=(administrator.pk,)), {**form, **passwords}))


def test_nobody_puts_himself_into_groups(attacker: User, browser: Client) -> None:
    groups = list(Group.objects.values_list("pk", flat=True))
    form = {"username": attacker.username, "email": "m@b.localhost", "first_name": "M", "last_name": "N"}
    unchanged(lambda: browser.post(reverse(EDIT, args=(attacker.pk,)), {**form, "groups": groups, "is_active": "on"}))
    for group in groups:
        edit = reverse("wagtailusers_groups:edit", args=(group,))
        permissions = list(Permission.objects.filter(codename="change_user").values_list("pk", flat=True))
        unchanged(
            lambda edit=edit, permissions=permissions: browser.post(edit, {"name": "x", "permissions": permissions})
        )
        assert browser.get(edit).status_code == 302


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_nothing_is_done_to_many_people_at_once(desk: Desk, browser: Client, action: str) -> None:
    url = reverse(BULK, args=("sites_accounts", "user", action)) + f"?id={desk.writer.pk}&id={desk.head.pk}"
    form = {"role": Group.objects.get(name="stc · writer").pk, "mark_as_active": "False"}
    unchanged(lambda: browser.post(url, form))
    assert browser.get(url).status_code == 302


def test_no_menu_and_no_search_leads_to_the_stock_screens(browser: Client) -> None:
    home = browser.get(reverse("wagtailadmin_home")).content.decode()
    for closed in ("/admin/users/", "/admin/groups/", "/admin/sites/", "/admin/workflows/"):
        assert closed not in home


def test_the_page_of_ones_own_account_stays(browser: Client) -> None:
    assert browser.get(reverse("wagtailadmin_account")).status_code == 200


# --- through our own screens --------------------------------------------------------------------------------


def approve_all() -> None:
    """The administrator approves what waits; what the only administrator did himself does not wait."""
    for proposal in waiting():
        approve(make_administrator(), proposal=proposal)


def test_no_form_of_ours_takes_flags_groups_or_permissions(desk: Desk, browser: Client, attacker: User) -> None:
    """What a form does not ask for is not read, whoever sends it."""
    change_user = Permission.objects.filter(codename="change_user").values_list("pk", flat=True)
    smuggled = {
        "is_superuser": "on", "is_staff": "on", "groups": list(Group.objects.values_list("pk", flat=True)),
        "user_permissions": list(change_user), "permissions": list(change_user), "closed_at": "",
    }  # fmt: skip
    person = {"full_name": "Trần Thị Mới", "email": "moi@stc.localhost", "phone": "", "username": "moi.stc"}
    seat = {
        "seat-0-site": desk.site.pk,
        "seat-0-kind": SeatKind.objects.get(code="writer").pk,
        "seat-0-held_from": "2026-01-01",
        "seat-0-basis": "QĐ 1",
    }
    browser.post(reverse("people:invite"), {**person, **seat, **smuggled, "why": "Người mới"})
    approve_all()
    made = User.objects.get(username="moi.stc")
    named = {**person, "full_name": "Trần Thị Mới Hai", **smuggled, "why": "Sửa tên"}
    browser.post(reverse("people:correct", args=(made.pk,)), named)
    approve_all()
    made.refresh_from_db()
    assert made.full_name == "Trần Thị Mới Hai"
    assert not made.is_superuser
    assert not made.is_staff
    assert not made.has_perm("sites_accounts.change_user")
    assert sorted(made.groups.values_list("name", flat=True)) == ["access", "stc · writer"]


def test_change_user_is_no_right_that_a_seat_can_give(desk: Desk) -> None:
    administrator = make_administrator()
    give_seat(administrator, person=make_person("moi"), kind_code="writer", site=desk.site)
    for rights in ({"page_rights": ["change_user"]}, {"media_rights": ["change_user"]}, {"page_rights": ["x_user"]}):
        with pytest.raises(Invalid):
            keep_seat_kind(administrator, code="writer", values=rights)
    with pytest.raises(Refused):
        keep_seat_kind(desk.writer, code="writer", values={"gives": ["writer"]})


def test_who_gives_seats_makes_nobody_stronger_than_himself(desk: Desk) -> None:
    """A seat that gives itself multiplies; it never leaves its site and never decides."""
    administrator, person = make_administrator(), make_person("quantri.stc", email="q@stc.localhost")
    give_seat(administrator, person=person, kind_code="site_admin", site=desk.site)
    for kind in ("site_admin", "board_head", "standing_editor"):
        row = Seat(kind=SeatKind.objects.get(code=kind), site=desk.site)
        with pytest.raises(Refused):
            invite(person, username=f"x.{kind}", personal=Personal("X", "x@stc.localhost"), rows=[row])
    with pytest.raises(Refused):
        correct_person(person, person=desk.head, personal=Personal("X", "x@stc.localhost"))


# --- the administrator of one site reaches beyond it -----------------------------------------------------------


@pytest.fixture
def keeper(desk: Desk) -> User:
    """Who manages the people of stc, and wants more."""
    person = make_person("quantri.stc", email="quantri.stc@stc.localhost")
    give_seat(make_administrator(), person=person, kind_code="site_admin", site=desk.site)
    return person


@pytest.fixture
def at_his_desk(keeper: User) -> Client:
    client = Client()
    client.force_login(keeper)
    return client


TERM = {"held_from": "2026-01-01", "basis": "QĐ 1"}


def refused(attempt: Callable[[], object]) -> None:
    before = (_everything(), _held())
    with pytest.raises((Refused, Invalid)):
        attempt()
    assert (_everything(), _held()) == before


def _held() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Post, Seat)]


def nothing_moves(browser: Client, name: str, *args: int, **form: object) -> None:
    before = (_everything(), _held())
    answer = browser.post(reverse(name, args=args), form)
    assert answer.status_code < 500
    assert (_everything(), _held()) == before, name


def test_he_gives_no_seat_on_a_foreign_site(desk: Desk, keeper: User, at_his_desk: Client) -> None:
    other, kind = make_desk("skhdt"), SeatKind.objects.get(code="writer")
    refused(lambda: give_seat(keeper, person=desk.writer, kind_code="writer", site=other.site))
    nothing_moves(at_his_desk, "people:give_seat", desk.writer.pk, site=other.site.pk, kind=kind.pk, **TERM)
    section = other.site.homes.get(position=0).home.get_children().first()
    mine = {"site": desk.site.pk, "kind": kind.pk, "section": section.pk, **TERM}
    nothing_moves(at_his_desk, "people:give_seat", desk.writer.pk, **mine)


def test_nobody_moves_a_post_into_a_foreign_agency_or_makes_it_a_head(
    desk: Desk, keeper: User, at_his_desk: Client
) -> None:
    other, titles = make_desk("skhdt"), {"title_vi": "Giám đốc", "title_en": "Director"}
    for agency, kind in ((other.agency, "staff"), (desk.agency, "head"), (desk.agency, "deputy_head")):
        refused(lambda agency=agency, kind=kind: give_post(
            keeper, person=desk.writer, agency=agency, kind=kind, titles=("A", "B")))  # fmt: skip
        fields = {"agency": agency.pk, "kind": kind, **titles, **TERM}
        nothing_moves(at_his_desk, "people:give_post", desk.writer.pk, **fields)
    post = desk.head.posts.get()
    post.agency = other.agency
    refused(lambda: amend(keeper, row=post))
    nothing_moves(at_his_desk, "post:edit", post.pk, agency=other.agency.pk, person=keeper.pk, kind="head", **TERM)


def test_nobody_gives_himself_anything_under_his_own_or_another_name(
    desk: Desk, keeper: User, at_his_desk: Client
) -> None:
    kind = SeatKind.objects.get(code="writer")
    refused(lambda: give_seat(keeper, person=keeper, kind_code="writer", site=desk.site))
    nothing_moves(at_his_desk, "people:give_seat", keeper.pk, site=desk.site.pk, kind=kind.pk, **TERM)
    for code in ("site_admin", "board_head", "standing_editor"):
        row = Seat(kind=SeatKind.objects.get(code=code), site=desk.site)
        himself = Personal("Tôi", "toi.khac@stc.localhost")
        refused(lambda row=row, himself=himself: invite(keeper, username="toi.khac", personal=himself, rows=[row]))


def test_the_mail_of_who_stands_above_is_not_changed_and_no_link_is_sent_there(
    desk: Desk, keeper: User, at_his_desk: Client
) -> None:
    boss = with_seat("truongban.stc", desk.site, "board_head")
    for person in (boss, desk.head, make_administrator(), keeper, make_desk("skhdt").writer):
        refused(lambda person=person: correct_person(keeper, person=person, personal=Personal("X", "x@x.localhost")))
        mail = {"full_name": "X", "email": "x@x.localhost"}
        nothing_moves(at_his_desk, "people:correct", person.pk, **mail)
        nothing_moves(at_his_desk, "people:send_link", person.pk)
    assert not Mail.objects.exists()


def test_who_held_more_before_is_not_taken_over_after_it_ended(desk: Desk, keeper: User) -> None:
    """His account would come back with his history: only an administrator touches it."""
    former = with_seat("cu.stc", desk.site, "board_head")
    end_seat(make_administrator(), seat=former.seats.get(), reason="Hết nhiệm kỳ")
    refused(lambda: correct_person(keeper, person=former, personal=Personal("X", "x@x.localhost")))


def test_a_closed_account_is_opened_by_nobody(desk: Desk, keeper: User, at_his_desk: Client) -> None:
    administrator = make_administrator()
    close_person(administrator, person=desk.writer, reason="Nghỉ hưu")
    desk.writer.refresh_from_db()
    for actor in (keeper, administrator):
        refused(lambda actor=actor: unlock_person(actor, person=desk.writer, reason="x"))
        refused(lambda actor=actor: give_seat(actor, person=desk.writer, kind_code="writer", site=desk.site))
        refused(lambda actor=actor: send_link(actor, person=desk.writer))
    fields = {"is_active": "on", "closed_at": "", "full_name": "X", "email": "x@x.localhost"}
    at_his_desk.post(reverse("people:correct", args=(desk.writer.pk,)), fields)
    assert not User.objects.get(pk=desk.writer.pk).is_active


def test_rules_chains_and_kinds_of_seat_are_the_provinces(desk: Desk, keeper: User, at_his_desk: Client) -> None:
    basis = LegalBasis.objects.create(code="x", title="x")
    rule = Rule(key="accounts.idle_lock", value={"days": 9999}, unit="day", basis=basis, site=desk.site)
    refused(lambda: set_rule(keeper, rule=rule))
    refused(lambda: keep_seat_kind(keeper, code="writer", values={"gives": ["board_head"]}))
    before = [list(model.objects.order_by("pk").values()) for model in (Rule, Chain, SeatKind)]
    chain = Chain.objects.get(code="short")
    for name, args in (("rule:add", ()), ("legalbasis:add", ()), ("chains:revise", (chain.pk,)), ("seat:add", ())):
        assert at_his_desk.post(reverse(name, args=args), {"key": "x", "value": "1"}).status_code in (302, 403, 404)
    assert [list(model.objects.order_by("pk").values()) for model in (Rule, Chain, SeatKind)] == before


def test_nobody_delegates_what_he_does_not_have(desk: Desk, keeper: User, at_his_desk: Client) -> None:
    days = {"held_from": clock.today(), "held_to": clock.today() + timedelta(days=7), "decision": "1/GUQ"}
    other = make_desk("skhdt")
    for giver in (desk.head, other.head):
        row = Delegation(giver=giver, post=giver.posts.get(), to=keeper, **days)
        refused(lambda row=row: delegate(keeper, row=row))
        office = f"post:{giver.posts.get().pk}"
        sent = {"office": office, "to": keeper.pk, "decision": "1", "held_from": "2026-01-01"}
        at_his_desk.post(reverse("delegations:give"), sent)
    assert not Delegation.objects.exists()


def test_the_last_administrator_does_not_end_himself_and_nobody_of_a_site_ends_him(keeper: User) -> None:
    administrator = make_administrator()
    refused(lambda: close_person(administrator, person=administrator, reason="x"))
    refused(lambda: close_person(keeper, person=administrator, reason="x"))
    refused(lambda: lock_person(keeper, person=administrator, reason="x"))
    refused(lambda: lock_person(None, person=administrator, reason="x"))
    refused(lambda: report_leak(keeper, person=administrator))


def test_only_an_administrator_makes_administrators(desk: Desk, keeper: User, at_his_desk: Client) -> None:
    for actor in (keeper, desk.head, desk.writer):
        refused(lambda actor=actor: invite_administrator(actor, username="ac", personal=Personal("X", "x@x.localhost")))
    assert make_administrator().is_superuser
    refused(lambda: invite_administrator(None, username="ac", personal=Personal("X", "x@x.localhost")))
    person = {"username": "ac", "full_name": "X", "email": "x@x.localhost", **TERM}
    for site in ("", desk.site.pk):
        nothing_moves(at_his_desk, "people:invite_administrator", **person, site=site)


def test_an_administrator_is_invited_on_the_screen_of_the_province_or_of_a_site(desk: Desk) -> None:
    """What the refusals above keep others from: it works for whom it is meant."""
    office = Client()
    office.force_login(make_administrator())
    kind = SeatKind.objects.get(code="site_admin")
    person = {"full_name": "Người mới", **TERM}
    address = reverse("people:invite_administrator")
    office.post(address, {**person, "username": "qt.stc", "email": "s@x.localhost", "site": desk.site.pk})
    office.post(address, {**person, "username": "qt.tinh", "email": "t@x.localhost", "site": ""})
    assert User.objects.get(username="qt.tinh").is_superuser
    found = User.objects.get(username="qt.stc")
    assert (found.is_superuser, found.seats.get().kind, found.seats.get().basis) == (False, kind, "QĐ 1")
    assert Mail.objects.filter(person__username__in=("qt.tinh", "qt.stc")).count() == 2


def test_a_list_of_sites_brings_no_seats(desk: Desk, at_his_desk: Client) -> None:
    """The one import that there is opens sites, for administrators alone."""
    sent = {"source": "code;agency\nac;stc", "text": "code;agency\nac;stc"}
    nothing_moves(at_his_desk, "opening:many", **sent)
    assert not PublicSite.objects.filter(code="ac").exists()


@pytest.mark.parametrize("elsewhere", ["//ke.gian/x", "https://ke.gian/", "/\\ke.gian", "javascript:alert(1)"])
def test_the_door_leads_nowhere_else(desk: Desk, elsewhere: str) -> None:
    desk.writer.set_password("Mot-Mat-Khau-Dai-1")
    desk.writer.save()
    form = {"username": desk.writer.username, "password": "Mot-Mat-Khau-Dai-1", "next": elsewhere}
    answer = Client().post(reverse("wagtailadmin_login") + f"?next={elsewhere}", form)
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("wagtailadmin_home")


def test_the_session_of_a_closed_person_opens_nothing(desk: Desk) -> None:
    browser = Client()
    browser.force_login(desk.writer)
    assert browser.get(reverse("wagtailadmin_home")).status_code == 200
    close_person(make_administrator(), person=desk.writer, reason="x")
    assert browser.get(reverse("wagtailadmin_home")).status_code == 302
    edit = reverse("wagtailadmin_explore", args=(desk.site.homes.get(position=0).home_id,))
    assert "/admin/login/" in browser.get(edit).headers["Location"]


def test_an_invitation_that_grew_stale_opens_nothing(desk: Desk, keeper: User) -> None:
    """Lost mail: after the account was closed, locked, or its address corrected, the link is void."""
    for spoil in (
        lambda person: close_person(make_administrator(), person=person, reason="x"),
        lambda person: lock_person(make_administrator(), person=person, reason="x"),
        lambda person: correct_person(keeper, person=person, personal=Personal("Y", "dung@stc.localhost")),
    ):
        row = Seat(kind=SeatKind.objects.get(code="writer"), site=desk.site)
        name = f"moi{User.objects.count()}.stc"
        person = invite(keeper, username=name, personal=Personal("X", f"{name}@stc.localhost"), rows=[row])
        token = password_links.make_token(person)
        spoil(User.objects.get(pk=person.pk))
        with pytest.raises((Refused, Conflict)):
            set_password(User.objects.get(pk=person.pk), token=token, password="Mot-Mat-Khau-Dai-1")
