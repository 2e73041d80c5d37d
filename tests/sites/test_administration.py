"""The administrators' desk."""

import pytest
from django.test import Client
from django.urls import reverse

from sites.accounts.actions import give_seat
from sites.accounts.models import Post, Seat, SeatKind
from sites.accounts.selectors import rights_differences
from sites.agencies.models import Agency, AgencyKind
from sites.domains.models import Host, PublicSite
from sites.rules.models import LegalBasis, Rule
from tests.factories.sites import make_administrator, make_person, make_seat_kinds, make_site

pytestmark = pytest.mark.django_db
SCREENS = (
    "agency",
    "agencyname",
    "public_sites",
    "host",
    "provincedomain",
    "ruleoverride",
    "post",
    "seat",
    "rule",
    "legalbasis",
    "calendarday",
)


@pytest.fixture
def stc() -> PublicSite:
    make_seat_kinds()
    return make_site()


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def fill(desk: Client, address: str, **fields: object) -> list[str]:
    """Send a form. Returns the errors that it shows."""
    response = desk.post(address, {name: "" if value is None else value for name, value in fields.items()})
    if response.status_code == 302:
        return []
    form = response.context["form"]
    return [f"{name}: {message}" for name, messages in form.errors.items() for message in messages]


def test_the_lists_are_open_to_administrators_alone(client: Client, stc: PublicSite) -> None:
    administrator, writer = make_administrator(), make_person()
    give_seat(administrator, person=writer, kind_code="writer", site=stc)
    for screen in SCREENS:
        client.force_login(administrator)
        address = reverse(f"{screen}:index")
        assert client.get(address).status_code == 200, screen
        assert client.get(address, {"q": "stc"}).status_code == 200, screen
        client.force_login(writer)
        assert client.get(address).status_code == 302, screen


def test_the_doors_of_wagtail_to_people_and_sites_are_closed(client: Client, stc: PublicSite) -> None:
    writer = make_person()
    give_seat(make_administrator(), person=writer, kind_code="writer", site=stc)
    client.force_login(writer)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    for door in (
        "wagtailusers_users:index",
        "wagtailusers_users:add",
        "wagtailusers_groups:index",
        "wagtailsites:index",
    ):
        assert client.get(reverse(door)).status_code == 302, door


def test_a_seat_given_on_the_desk_gives_rights(desk: Client, stc: PublicSite) -> None:
    writer, kind = make_person(), SeatKind.objects.get(code="writer")
    fields = {"person": writer.pk, "kind": kind.pk, "site": stc.pk, "section": None, "held_from": None}
    assert fill(desk, reverse("seat:add"), **fields, held_to=None, basis="Điều 17.1c") == []
    assert writer.groups.filter(name="stc · writer").exists()
    assert not rights_differences()
    seat = Seat.objects.get()
    assert fill(desk, reverse("seat:add"), **fields, held_to=None, basis="") != []
    change = reverse("seat:edit", args=[seat.pk])
    assert desk.get(change).status_code == 200
    assert fill(desk, change, **{**fields, "held_from": "2020-01-01"}, held_to="2021-01-01", basis="") == []
    assert not writer.groups.exists()
    assert fill(desk, change, **{**fields, "held_from": "2021-01-01"}, held_to="2020-01-01", basis="") == [
        "held_to: The end has to come after the beginning."
    ]


def test_what_an_action_refuses_is_shown_in_the_form(desk: Client, stc: PublicSite) -> None:
    kind = SeatKind.objects.get(code="writer")
    fields = {"kind": kind.pk, "site": stc.pk, "section": None, "held_from": None, "held_to": None, "basis": ""}
    (error,) = fill(desk, reverse("seat:add"), person=make_administrator().pk, **fields)
    assert error.startswith("person: An administrator holds no post and no seat.")
    assert not Seat.objects.exists()


def test_a_post_given_on_the_desk_opens_the_admin(desk: Client, stc: PublicSite) -> None:
    head = make_person("truong.stc")
    fields = {
        "person": head.pk,
        "agency": stc.agency_id,
        "kind": "head",
        "title_vi": "Giám đốc",
        "title_en": "Director",
    }
    assert fill(desk, reverse("post:add"), **fields, held_from=None, held_to=None, basis="") == []
    assert Post.objects.get().person == head
    assert head.groups.get().name == "access"


def test_a_rule_set_on_the_desk_ends_the_running_one(desk: Client) -> None:
    basis = LegalBasis.objects.create(code="nd-43-2011", title="Nghị định 43/2011/NĐ-CP")
    fields = {"key": "doc.own.publish", "unit": "working_day", "basis": basis.pk, "article": "Điều 17.1c", "site": None}
    add = reverse("rule:add")
    assert fill(desk, add, **fields, value="2", holds_from=None, holds_to=None) == []
    assert fill(desk, add, **fields, value="1", holds_from="2027-01-01", holds_to=None) == []
    assert [str(rule.holds_to) for rule in Rule.objects.all()] == ["2027-01-01", "None"]
    (error,) = fill(desk, add, **fields, value="3", holds_from="2027-01-01", holds_to=None)
    assert error.startswith("holds_from: Another rule")
    rule = Rule.objects.get(holds_from=None)
    change = reverse("rule:edit", args=[rule.pk])
    assert fill(desk, change, **fields, value="4", holds_from=None, holds_to="2027-01-01") == []
    assert Rule.objects.get(pk=rule.pk).value == 4
    assert fill(desk, change, **fields, value="4", holds_from=None, holds_to=None) != []


def test_an_agency_is_written_down_on_the_desk(desk: Client) -> None:
    kind = AgencyKind.objects.create(code="department", name_vi="Sở", name_en="Department")
    empty = dict.fromkeys(
        ("membership_basis", "valid_from", "valid_to", "address_vi", "address_en", "phone", "fax", "email"), ""
    )
    fields = {"kind": kind.pk, "parent": None, "membership": "mandatory", **empty}
    assert fill(desk, reverse("agency:add"), code="syt", **fields) == []
    agency = Agency.objects.get()
    names = {"agency": agency.pk, "name_vi": "Sở Y tế", "name_en": "Department of Health", "held_to": None, "basis": ""}
    short = {"abbreviation_vi": "SYT", "abbreviation_en": ""}
    assert fill(desk, reverse("agencyname:add"), **names, **short, held_from=None) == []
    assert fill(desk, reverse("agencyname:add"), **names, **short, held_from="2020-01-01") != []
    assert fill(desk, reverse("agency:edit", args=[agency.pk]), code="soyte", **fields) == []
    assert Agency.objects.get().code == "soyte"


def test_a_host_changes_its_role_on_the_desk_and_never_its_name(desk: Client, stc: PublicSite) -> None:
    add = {"site": stc.pk, "hostname": "taichinh.binhphuoc.gov.vn"}
    assert fill(desk, reverse("host:add"), **add, role="equal") == []
    host = Host.objects.get(hostname="taichinh.binhphuoc.gov.vn")
    change = reverse("host:edit", args=[host.pk])
    assert fill(desk, change, site=stc.pk, hostname="khac.gov.vn", role="canonical") == []
    assert dict(stc.hosts.values_list("hostname", "role")) == {
        "stc.binhphuoc.gov.vn": "equal",
        "taichinh.binhphuoc.gov.vn": "canonical",
    }
    assert fill(desk, change, role="former") == ["role: Make another name canonical first."]
    sxd = make_site("sxd")
    assert fill(desk, reverse("host:add"), site=sxd.pk, hostname="stc.binhphuoc.gov.vn", role="equal") != []


def test_nothing_is_deleted_on_the_desk(desk: Client, stc: PublicSite) -> None:
    give_seat(make_administrator(), person=make_person(), kind_code="writer", site=stc)
    for screen, row in (("host", stc.hosts.get()), ("seat", Seat.objects.get()), ("public_sites", stc)):
        address = reverse(f"{screen}:delete", args=[row.pk])
        assert desk.get(address).status_code == 302
        desk.post(address)
        row.refresh_from_db()


def test_sites_are_read_and_not_written(desk: Client, stc: PublicSite) -> None:
    assert desk.get(reverse("public_sites:inspect", args=[stc.pk])).status_code == 200
    assert desk.get(reverse("public_sites:edit", args=[stc.pk])).status_code == 302
    assert desk.get(reverse("public_sites:add")).status_code == 302
