"""Four ways to take a system over through Wagtail's own screens, tried with the strongest rights that are handed out.

As the prototype showed: whoever holds Django's permission `change_user` made himself an administrator.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from sites.accounts.actions import Personal, correct_person, give_seat, invite, keep_seat_kind
from sites.accounts.models import Seat, SeatKind, User
from sites.accounts.province import MEDIA_RIGHTS, PAGE_RIGHTS
from sites.refusals import Invalid, Refused
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, make_desk
from workflows.changes.actions import approve
from workflows.changes.selectors import waiting

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
