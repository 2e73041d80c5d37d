"""The emergency lane: one entitled person, at once; a second one in time; never for whom no rule opens it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cms.news.models import NewsPage
from sites.accounts.models import User
from sites.clock import VIETNAM
from sites.refusals import Conflict, Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, fresh_page, make_basis, make_desk, seen, submitted
from workflows.emergency.actions import confirm, release_at_once, take_back
from workflows.emergency.models import Emergency
from workflows.emergency.rules import confirm_until
from workflows.emergency.selectors import open_for
from workflows.notices.models import Notice
from workflows.passage import actions
from workflows.passage.enums import ReleaseKind
from workflows.passage.models import Passage, Release, Withdrawal

pytestmark = pytest.mark.django_db
WHY = "Bão số 12 đổ bộ trong hai giờ tới"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def open_lane(hours: float = 4) -> None:
    row = Rule(
        key="emergency.release", value={"hours": hours}, unit="working_hour", basis=make_basis(), article="Điều 9"
    )
    set_rule(make_administrator(), rule=row)


@pytest.fixture
def desk() -> Iterator[Desk]:
    """An office on a Friday afternoon, with the lane open."""
    with time_machine.travel(at("2026-11-20 16:30"), tick=False):
        found = make_desk()
        open_lane()
        yield found


def released(desk: Desk, page: NewsPage | None = None, by: User | None = None, **fields: Any) -> Emergency:
    page = page or desk.draft(title="Tin bão khẩn cấp")
    values = {"reason": WHY, "seen_sha256": seen(page), **fields}
    return release_at_once(by or desk.head, page=page, **values)


def test_one_entitled_person_makes_a_text_public_at_once_and_it_is_recorded(desk: Desk) -> None:
    emergency = released(desk)
    page = fresh_page(emergency.page_id)
    assert page.live
    release = emergency.release
    assert (release.kind, release.released_by, release.passage) == (ReleaseKind.EMERGENCY, desk.head, None)
    assert release.basis == "Điều 9"
    assert (emergency.by, emergency.reason, emergency.verdict) == (desk.head, WHY, "")
    assert list(Notice.objects.values_list("person", flat=True)) == [desk.deputy.pk]
    assert WHY in Notice.objects.get().body


def test_nobody_else_and_nothing_else_goes_by_the_lane(desk: Desk) -> None:
    page = desk.draft()
    for person in (desk.writer, make_administrator(), make_desk("sxd").head):
        with pytest.raises(Refused):
            released(desk, page, person)
    with pytest.raises(Invalid):
        released(desk, page, reason="  ")
    with pytest.raises(Conflict):
        released(desk, page, seen_sha256="0" * 64)
    assert not fresh_page(page.pk).live
    assert not Release.objects.filter(kind=ReleaseKind.EMERGENCY).exists()


def test_without_a_rule_there_is_no_lane() -> None:
    desk = make_desk()
    with pytest.raises(Refused, match=r"khẩn|emergency"):
        released(desk)


def test_what_a_guard_refuses_is_refused_in_an_emergency_too(desk: Desk) -> None:
    value = ["author", "source"]
    row = Rule(key="attribution.required", value=value, unit="list", basis=make_basis(), article="Điều 8.3")
    set_rule(make_administrator(), rule=row)
    with pytest.raises(Refused):
        released(desk, desk.draft(authors=(), source=""))
    assert not Release.objects.filter(kind=ReleaseKind.EMERGENCY).exists()


def test_an_item_under_way_is_taken_off_its_way(desk: Desk) -> None:
    passage = submitted(desk)
    released(desk, fresh_page(passage.page_id))
    assert Passage.objects.get(pk=passage.pk).state == "cancelled"
    assert fresh_page(passage.page_id).live
    with pytest.raises((Refused, Conflict)):
        actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)


def test_a_second_person_confirms_and_never_the_first_nor_the_author(desk: Desk) -> None:
    emergency = released(desk)
    for person in (desk.head, desk.writer, make_administrator(), make_desk("sxd").head):
        with pytest.raises(Refused):
            confirm(person, emergency=emergency)
    confirm(desk.deputy, emergency=emergency, comment="Đúng")
    emergency.refresh_from_db()
    assert (emergency.verdict, emergency.judged_by) == ("confirmed", desk.deputy)
    assert Notice.objects.filter(person=desk.head).count() == 1
    with pytest.raises(Refused):
        take_back(desk.deputy, emergency=emergency, reason="Sai")


def test_the_database_knows_no_confirmation_by_the_same_person(desk: Desk) -> None:
    emergency = released(desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Emergency.objects.filter(pk=emergency.pk).update(
            verdict="confirmed", judged_by=desk.head, judged_at=emergency.at
        )


def test_a_second_person_takes_it_back_with_a_reason(desk: Desk) -> None:
    emergency = released(desk)
    with pytest.raises(Invalid):
        take_back(desk.deputy, emergency=emergency, reason="")
    take_back(desk.deputy, emergency=emergency, reason="Không có căn cứ")
    assert not fresh_page(emergency.page_id).live
    assert Withdrawal.objects.get().reason == "Không có căn cứ"
    assert Release.objects.get(pk=emergency.release_id).revoked_at is not None


def test_it_has_to_be_confirmed_within_working_time_and_late_ones_are_called_late(desk: Desk) -> None:
    emergency = released(desk)
    assert confirm_until([emergency]) == {emergency.pk: at("2026-11-23 10:30")}
    (line,) = open_for(desk.deputy)
    assert (line.is_late, line.is_mine_to_judge) == (False, True)
    with time_machine.travel(at("2026-11-23 10:31"), tick=False):
        assert [row.is_late for row in open_for(desk.deputy)] == [True]
        assert [row.is_mine_to_judge for row in open_for(desk.head)] == [False]
        assert open_for(desk.writer) == open_for(make_desk("sxd").head) == []


def test_the_first_screen_shows_it_until_it_is_judged(desk: Desk) -> None:
    emergency = released(desk)
    client = Client(headers={"accept-language": "vi"})
    client.force_login(desk.deputy)
    home = reverse("wagtailadmin_home")
    assert "Tin bão khẩn cấp" in client.get(home).content.decode()
    screen = reverse("emergency_judge", args=(emergency.pk,))
    assert WHY in client.get(screen).content.decode()
    assert client.post(screen, {"act": "confirmed", "comment": ""}).status_code == 302
    assert "data-emergency" not in client.get(home).content.decode()


def test_the_screens_are_closed_to_others(desk: Desk) -> None:
    page = desk.draft()
    emergency = released(desk, desk.draft(title="Đã ra"))
    for person in (desk.writer, make_desk("sxd").head):
        client = Client()
        client.force_login(person)
        for address in (
            reverse("emergency_release", args=(page.pk,)),
            reverse("emergency_judge", args=(emergency.pk,)),
        ):
            assert client.get(address).status_code == 302
            answer = client.post(address, {"reason": WHY, "seen_sha256": seen(page), "act": "confirmed"})
            assert answer.url == reverse("wagtailadmin_home")
    emergency.refresh_from_db()
    assert (fresh_page(page.pk).live, emergency.verdict) == (False, "")


def test_the_head_releases_from_his_screen(desk: Desk) -> None:
    page = desk.draft(title="Vỡ đê")
    client = Client(headers={"accept-language": "vi"})
    client.force_login(desk.head)
    address = reverse("emergency_release", args=(page.pk,))
    assert seen(page) in client.get(address).content.decode()
    assert client.post(address, {"reason": "", "seen_sha256": seen(page)}).status_code == 200
    assert client.post(address, {"reason": WHY, "seen_sha256": seen(page)}).status_code == 302
    assert fresh_page(page.pk).live
