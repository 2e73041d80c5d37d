"""Accounts, posts, seats and the rights that follow from them."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import GroupCollectionPermission, GroupPagePermission, ModelLogEntry, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from sites.accounts.actions import (
    Personal,
    Term,
    amend,
    close_person,
    end_post,
    end_seat,
    give_many,
    give_post,
    give_seat,
    hash_of,
    invite_administrator,
    invite_person,
    write_rights,
)
from sites.accounts.jobs import write_rights_of_the_day
from sites.accounts.models import Post, Seat, User
from sites.accounts.policies import may_manage_people
from sites.accounts.selectors import (
    deputy_heads_of,
    heads_of,
    holders_of_post,
    holders_of_seat,
    posts_of,
    rights_differences,
    seats_of,
    sites_held,
    sites_near,
)
from sites.domains.models import PublicSite
from sites.memory import remembering
from sites.refusals import Invalid, Missing, Refused
from tests.factories.sites import make_administrator, make_agency, make_person, make_seat_kinds, make_site

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
MOMENT = "2026-11-22T03:00:00+00:00"
TITLES = ("Giám đốc", "Director")


@pytest.fixture(autouse=True)
def frozen() -> object:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def stc() -> PublicSite:
    make_seat_kinds()
    return make_site()


def may(person: User, action: str, page: Page) -> bool:
    fresh = User.objects.get(pk=person.pk)
    return page in PagePermissionPolicy().instances_user_has_permission_for(fresh, action)


def section_of(site: PublicSite, slug: str, position: int = 0) -> Page:
    return site.homes.get(position=position).home.get_children().get(slug=slug)


# --- who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "allowed"), [("administrator", True), ("writer", False), ("head", False)])
def test_only_an_administrator_manages_people(stc: PublicSite, role: str, allowed: bool) -> None:
    administrator, person = make_administrator(), make_person()
    if role == "writer":
        give_seat(administrator, person=person, kind_code="writer", site=stc)
    if role == "head":
        give_post(administrator, person=person, agency=stc.agency, kind="head", titles=TITLES)
    actor = administrator if role == "administrator" else person
    assert may_manage_people(actor) is allowed
    verbs = (
        lambda: invite_person(actor, username="moi", personal=Personal("Người mới")),
        lambda: give_seat(actor, person=make_person("a"), kind_code="writer", site=stc),
        lambda: give_post(actor, person=make_person("b"), agency=stc.agency, kind="staff", titles=TITLES),
        lambda: write_rights(actor),
        lambda: close_person(actor, person=make_person("c")),
    )
    for verb in verbs:
        if allowed:
            verb()
        else:
            with pytest.raises(Refused):
                verb()


def test_a_closed_administrator_manages_nobody() -> None:
    administrator = make_administrator()
    administrator.is_active = False
    assert not may_manage_people(administrator)


# --- accounts ------------------------------------------------------------------------------------------------------


def test_an_invited_person_cannot_log_in_without_a_password() -> None:
    person = invite_person(make_administrator(), username="viet.stc", personal=Personal("Người viết"))
    assert not person.has_usable_password()
    assert person.get_full_name() == "Người viết"
    assert ModelLogEntry.objects.filter(object_id=str(person.pk), action="wagtail.create").exists()


def test_a_user_name_is_taken_once() -> None:
    make_person("viet.stc")
    with pytest.raises(Invalid) as refusal:
        invite_person(make_administrator(), username="viet.stc", personal=Personal("Khác"))
    assert "username" in refusal.value.errors


def test_a_weak_password_is_not_hashed() -> None:
    with pytest.raises(Invalid) as refusal:
        hash_of("123456")
    assert "password" in refusal.value.errors
    assert hash_of("mot-cong-nhieu-trang")


def test_only_the_first_administrator_is_made_by_nobody() -> None:
    first = invite_administrator(None, username="quantri", personal=Personal("Quản trị"))
    assert first.is_superuser
    with pytest.raises(Refused):
        invite_administrator(None, username="quantri2", personal=Personal("Quản trị"))
    assert invite_administrator(first, username="quantri2", personal=Personal("Quản trị")).is_superuser


def test_a_closed_person_keeps_its_history_and_loses_its_rights(stc: PublicSite) -> None:
    administrator, person = make_administrator(), make_person()
    long_ago = Term(held_from=date(2020, 1, 1))
    seat = give_seat(administrator, person=person, kind_code="writer", site=stc, term=long_ago)
    give_seat(administrator, person=person, kind_code="translator", site=stc, term=Term(held_from=date(2027, 1, 1)))
    close_person(administrator, person=person)
    person.refresh_from_db()
    seat.refresh_from_db()
    assert (person.is_active, seat.held_to) == (False, TODAY)
    assert person.seats.count() == 1
    assert not person.groups.exists()
    assert not rights_differences()
    with pytest.raises(Refused):
        give_seat(administrator, person=person, kind_code="writer", site=stc)


def test_nobody_closes_his_own_account() -> None:
    administrator = make_administrator()
    with pytest.raises(Refused):
        close_person(administrator, person=administrator)


# --- posts and seats -------------------------------------------------------------------------------------------------


def test_an_agency_has_one_head_a_day() -> None:
    administrator, agency = make_administrator(), make_agency()
    old, new = make_person("cu"), make_person("moi")
    change = date(2026, 12, 1)
    give_post(administrator, person=old, agency=agency, kind="head", titles=TITLES, term=Term(held_to=change))
    with pytest.raises(Invalid):
        give_post(administrator, person=new, agency=agency, kind="head", titles=TITLES)
    give_post(administrator, person=new, agency=agency, kind="head", titles=TITLES, term=Term(held_from=change))
    assert list(heads_of(agency)) == [old]
    assert list(heads_of(agency, date(2026, 11, 30))) == [old]
    assert list(heads_of(agency, change)) == [new]
    with pytest.raises(IntegrityError, match="one_head_a_day"):
        Post.objects.create(person=old, agency=agency, kind="head", title_vi="Giám đốc", title_en="Director")


def test_deputies_may_be_many() -> None:
    administrator, agency = make_administrator(), make_agency()
    deputies = [make_person("pho1"), make_person("pho2")]
    for person in deputies:
        give_post(administrator, person=person, agency=agency, kind="deputy_head", titles=TITLES)
    assert set(deputy_heads_of(agency)) == set(deputies) == set(holders_of_post(agency, "deputy_head"))
    assert not heads_of(agency)


def test_a_seat_is_held_once_a_day(stc: PublicSite) -> None:
    administrator, person = make_administrator(), make_person()
    seat = give_seat(administrator, person=person, kind_code="writer", site=stc, term=Term(basis="Điều 17.1c"))
    with pytest.raises(Invalid):
        give_seat(administrator, person=person, kind_code="writer", site=stc)
    give_seat(administrator, person=person, kind_code="writer", site=stc, section=section_of(stc, "tin-tuc"))
    assert [row.basis for row in seats_of(person) if row.section is None] == ["Điều 17.1c"]
    with pytest.raises(IntegrityError, match="one_seat_of_a_kind_a_day"):
        Seat.objects.create(person=person, kind=seat.kind, site=stc)


def test_a_term_ends_after_it_begins(stc: PublicSite) -> None:
    term = Term(held_from=TODAY, held_to=TODAY)
    with pytest.raises(Invalid):
        give_seat(make_administrator(), person=make_person(), kind_code="writer", site=stc, term=term)


def test_an_administrator_holds_no_post_and_no_seat(stc: PublicSite) -> None:
    administrator = make_administrator()
    with pytest.raises(Refused, match="administrator"):
        give_seat(administrator, person=administrator, kind_code="writer", site=stc)
    with pytest.raises(Refused, match="administrator"):
        give_post(administrator, person=administrator, agency=stc.agency, kind="head", titles=TITLES)


def test_a_seat_needs_a_known_kind_and_a_section_of_its_site(stc: PublicSite) -> None:
    administrator, person, sxd = make_administrator(), make_person(), make_site("sxd")
    with pytest.raises(Missing):
        give_seat(administrator, person=person, kind_code="king", site=stc)
    for section in (section_of(sxd, "tin-tuc"), stc.homes.get(position=0).home):
        with pytest.raises(Invalid) as refusal:
            give_seat(administrator, person=person, kind_code="writer", site=stc, section=section)
        assert "section" in refusal.value.errors


def test_a_post_that_has_not_begun_is_taken_back() -> None:
    administrator, person, agency = make_administrator(), make_person(), make_agency()
    begins = Term(held_from=date(2027, 1, 1))
    post = give_post(administrator, person=person, agency=agency, kind="staff", titles=TITLES, term=begins)
    end_post(administrator, post=post)
    assert not Post.objects.exists()
    post = give_post(administrator, person=person, agency=agency, kind="staff", titles=TITLES)
    end_post(administrator, post=post)
    assert not posts_of(person)
    assert posts_of(person, date(2026, 11, 21)) == [post]


def test_what_a_person_holds_is_read_once_while_a_screen_is_drawn(stc: PublicSite) -> None:
    administrator, person, sxd, agency = make_administrator(), make_person(), make_site("sxd"), make_agency("ubnd")
    former = Term(held_from=date(2020, 1, 1), held_to=TODAY)
    give_seat(administrator, person=person, kind_code="writer", site=stc, term=former)
    give_seat(administrator, person=person, kind_code="writer", site=sxd)
    post = give_post(administrator, person=person, agency=agency, kind="head", titles=TITLES)
    assert sites_near(make_person("khac")) == []

    def said() -> list[object]:
        seats = [[seat.site for seat in seats_of(person, day)] for day in (None, date(2026, 11, 21))]
        return [*seats, posts_of(person), sites_held(person), sites_near(person)]

    afresh = said()
    assert afresh == [[sxd], [stc, sxd], [post], [sxd], [stc, sxd]]
    with CaptureQueriesContext(connection) as queries, remembering():
        assert said() == afresh
    assert len(queries) == 3, "seats, posts, sites of their agencies"


# --- rights ----------------------------------------------------------------------------------------------------------


def test_a_writer_has_rights_on_the_homes_of_his_site_alone(stc: PublicSite) -> None:
    administrator, writer, sxd = make_administrator(), make_person(), make_site("sxd")
    give_seat(administrator, person=writer, kind_code="writer", site=stc)
    for home in stc.homes.all():
        assert may(writer, "add", home.home)
        assert may(writer, "change", home.home.get_children().first())
        assert not may(writer, "publish", home.home)
    for home in sxd.homes.all():
        assert not may(writer, "change", home.home)
    assert not may(writer, "change", Page.get_first_root_node())
    image_policy = policy_registry.get_by_type(get_image_model())
    assert list(image_policy.collections_user_has_permission_for(writer, "add")) == [stc.collection]
    assert list(image_policy.collections_user_has_permission_for(writer, "choose")) == [stc.collection]
    assert writer.has_perm("wagtailadmin.access_admin")
    assert sorted(Group.objects.values_list("name", flat=True)) == ["access", "stc · writer"]


def test_rights_on_media_hang_on_the_models_of_wagtail(stc: PublicSite) -> None:
    give_seat(make_administrator(), person=make_person(), kind_code="writer", site=stc)
    labels = GroupCollectionPermission.objects.values_list(
        "permission__content_type__app_label", "permission__codename"
    )
    assert set(labels) == {
        ("wagtailimages", "add_image"),
        ("wagtailimages", "choose_image"),
        ("wagtaildocs", "add_document"),
        ("wagtaildocs", "choose_document"),
    }
    assert get_image_model()._meta.app_label != "wagtailimages"


def test_the_end_of_a_seat_takes_its_rights(stc: PublicSite) -> None:
    administrator, writer = make_administrator(), make_person()
    seat = give_seat(administrator, person=writer, kind_code="writer", site=stc)
    home = stc.homes.get(position=0).home
    assert may(writer, "change", home)
    end_seat(administrator, seat=seat)
    assert not may(writer, "change", home)
    assert not User.objects.get(pk=writer.pk).has_perm("wagtailadmin.access_admin")
    assert not GroupPagePermission.objects.exists()
    assert not Group.objects.exists()


def test_rights_begin_and_end_at_midnight_in_viet_nam(stc: PublicSite) -> None:
    administrator, writer = make_administrator(), make_person()
    term = Term(held_from=date(2026, 11, 23), held_to=date(2026, 11, 24))
    give_seat(administrator, person=writer, kind_code="writer", site=stc, term=term)
    home = stc.homes.get(position=0).home
    assert not may(writer, "change", home)
    with time_machine.travel("2026-11-22T17:01:00+00:00", tick=False):
        write_rights_of_the_day(timestamp=0)
        assert may(writer, "change", home)
    with time_machine.travel("2026-11-23T17:01:00+00:00", tick=False):
        write_rights_of_the_day(timestamp=0)
        assert not may(writer, "change", home)


def test_a_seat_on_a_section_covers_its_subtree_in_every_language(stc: PublicSite) -> None:
    administrator, member, writer = make_administrator(), make_person("tv"), make_person("viet")
    news, english = section_of(stc, "tin-tuc"), section_of(stc, "news", 1)
    about = section_of(stc, "gioi-thieu")
    give_seat(administrator, person=member, kind_code="writer", site=stc, section=news)
    give_seat(administrator, person=writer, kind_code="writer", site=stc)
    assert may(member, "change", news)
    assert may(member, "change", english)
    assert not may(member, "change", about)
    assert not may(member, "change", stc.homes.get(position=0).home)
    assert set(holders_of_seat("writer", site=stc, section=news)) == {member, writer}
    assert set(holders_of_seat("writer", site=stc, section=english)) == {member, writer}
    assert set(holders_of_seat("writer", site=stc, section=about)) == {writer}
    assert set(holders_of_seat("writer", site=stc)) == {writer}


def test_holders_of_a_seat_are_open_people_of_that_day_and_site(stc: PublicSite) -> None:
    administrator, writer, sxd = make_administrator(), make_person(), make_site("sxd")
    give_seat(administrator, person=writer, kind_code="writer", site=stc, term=Term(held_to=date(2026, 12, 1)))
    assert list(holders_of_seat("writer", site=stc)) == [writer]
    assert not holders_of_seat("writer", site=stc, on=date(2026, 12, 1))
    assert not holders_of_seat("writer", site=sxd)
    assert not holders_of_seat("translator", site=stc)
    User.objects.filter(pk=writer.pk).update(is_superuser=True)
    assert not holders_of_seat("writer", site=stc), "an administrator holds no seat"
    User.objects.filter(pk=writer.pk).update(is_superuser=False, is_active=False)
    assert not holders_of_seat("writer", site=stc)


def test_every_other_source_of_rights_is_a_difference_and_goes(stc: PublicSite) -> None:
    administrator, writer = make_administrator(), make_person()
    give_seat(administrator, person=writer, kind_code="writer", site=stc)
    assert not rights_differences()
    root = Page.get_first_root_node()
    strangers = Group.objects.create(name="Moderators")
    GroupPagePermission.objects.create(group=strangers, page=root, permission_type="publish")
    own = Group.objects.get(name="stc · writer")
    GroupPagePermission.objects.create(group=own, page=root, permission_type="change")
    writer.groups.add(strangers)
    writer.user_permissions.add(Permission.objects.get(codename="add_user"))
    own.permissions.add(Permission.objects.get(codename="change_user"))
    GroupCollectionPermission.objects.first().delete()
    output = StringIO()
    with pytest.raises(CommandError, match="7 differences"):
        call_command("check_rights", stdout=output)
    assert "- group Moderators" in output.getvalue()
    assert f"- pages stc · writer {root.pk} wagtailcore.change_page" in output.getvalue()
    write_rights(administrator)
    assert not rights_differences()
    call_command("check_rights", stdout=output)
    assert not Group.objects.filter(name="Moderators").exists()
    assert not User.objects.get(pk=writer.pk).user_permissions.exists()


def test_writing_rights_twice_changes_nothing_and_asks_little(stc: PublicSite, django_assert_max_num_queries) -> None:
    administrator = make_administrator()
    rows = [Seat(person=make_person(f"viet{n}"), kind=_kind("writer"), site=stc) for n in range(20)]
    give_many(administrator, rows=rows)
    with django_assert_max_num_queries(14):
        assert not write_rights(administrator)


def test_a_wrong_row_is_amended_and_rights_follow(stc: PublicSite) -> None:
    administrator, writer = make_administrator(), make_person()
    seat = give_seat(administrator, person=writer, kind_code="writer", site=stc)
    seat.held_from = date(2027, 1, 1)
    amend(administrator, row=seat)
    assert not may(writer, "change", stc.homes.get(position=0).home)
    seat.held_to = date(2026, 1, 1)
    with pytest.raises(Invalid):
        amend(administrator, row=seat)


def test_the_groups_that_wagtail_makes_are_gone() -> None:
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    assert not GroupPagePermission.objects.exists()


def _kind(code: str) -> object:
    from sites.accounts.models import SeatKind

    return SeatKind.objects.get(code=code)
