"""Erasing on the screen: whom the rule names asks, another whom it names confirms, and the text is gone everywhere."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from api.erasing.actions import ask_for_erasure, confirm_erasure, refuse_erasure
from api.erasing.models import Erasure
from api.erasing.selectors import versions_to_ask_for
from api.publications.drain import drain_in_transaction
from api.publications.models import Body
from api.publications.verification import differences
from cms.media.actions import make_renditions
from cms.media.models import Picture
from cms.news.models import NewsPage
from sites.accounts.models import User
from sites.refusals import Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.api import get, versions
from tests.factories.cms import fresh, make_picture
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, PortalDesk, make_basis, make_desk, make_portal, published
from workflows.notices.models import Notice
from workflows.passage import actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]

SECRET = "Nguyễn Văn Lộ"
LAW = "Luật 91/2025/QH15, Điều 14"
ENTITLED = {
    "ask": [{"post": "head", "agency": "item"}],
    "confirm": [{"post": "deputy_head", "agency": "site"}, {"seat": "board_head", "site": "portal"}],
}


@pytest.fixture
def portal() -> PortalDesk:
    return make_portal()


@pytest.fixture
def desk(portal: PortalDesk) -> Desk:
    """A department, and a rule that says who may."""
    row = Rule(key="erasing.entitled", value=ENTITLED, unit="offices", basis=make_basis(), article="Điều 15")
    set_rule(make_administrator(), rule=row)
    return make_desk()


@pytest.fixture
def page(desk: Desk, django_capture_on_commit_callbacks: Callable[..., Any]) -> NewsPage:
    """An item with a name that nobody may read, public once and taken back."""
    picture = make_picture(collection=desk.site.collection)
    make_renditions(picture)
    found = published(desk, title=f"{SECRET} nhận trợ cấp", summary=SECRET, lead_image=picture, lead_image_alt="Ảnh")
    drain_in_transaction()
    actions.withdraw(desk.head, page=found, reason="Lộ dữ liệu cá nhân", notice="Đang xem xét")
    with django_capture_on_commit_callbacks(execute=True):
        drain_in_transaction()
    return found


def asked(page: NewsPage, by: User, **changes: Any) -> Erasure:
    values = {"version": versions(page)[0], "kind": "personal", "basis": LAW, **changes}
    return ask_for_erasure(by, page=page, **values)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_whole_way_on_the_screens(
    desk: Desk, page: NewsPage, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    head, deputy = browser(desk.head), browser(desk.deputy)
    address = reverse("erasing_ask", args=[page.pk])
    assert reverse("erasing_index") in head.get(reverse("wagtailadmin_home")).content.decode()
    assert address in head.get(reverse("erasing_index")).content.decode()
    number = versions(page)[0].seq
    assert f'value="{number}"' in head.get(address).content.decode()
    answer = head.post(address, {"version": number, "kind": "personal", "basis": LAW})
    erasure = Erasure.objects.get()
    judging = reverse("erasing_judge", args=[erasure.pk])
    assert judging in deputy.get(reverse("erasing_index")).content.decode()
    assert answer.url == judging
    assert Notice.objects.filter(person=desk.deputy, path=judging).exists()
    assert SECRET not in str(list(Notice.objects.filter(path=judging).values()))
    shown = head.get(judging).content.decode()
    assert 'name="act"' not in shown  # who asked does not confirm
    assert SECRET in deputy.get(judging).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert deputy.post(judging, {"act": "confirmed", "comment": ""}).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        drain_in_transaction()
    assert differences() == []
    _is_gone(page, desk)
    assert SECRET not in deputy.get(judging).content.decode()
    erasure.refresh_from_db()
    assert (erasure.verdict, erasure.judged_by) == ("confirmed", desk.deputy)
    body = Body.objects.get(pk=erasure.version.body_id)
    assert (body.erased_by, body.confirmed_by, body.basis) == (desk.head, desk.deputy, LAW)


def _is_gone(page: NewsPage, desk: Desk) -> None:
    stored = json.dumps([revision.content for revision in Revision.objects.for_instance(page)], ensure_ascii=False)
    assert SECRET not in stored
    assert SECRET not in f"{fresh(page).title} {fresh(page).summary} {fresh(page).draft_title}"
    assert not Picture.objects.exists()
    answer = get(f"/api/v1/content/{page.translation_key}/", desk.site)
    assert (answer.status_code, answer.json()["code"]) == (410, "withheld")


def test_who_is_not_named_by_the_rule_neither_asks_nor_sees(desk: Desk, page: NewsPage) -> None:
    other = make_desk("skhdt")
    erasure = asked(page, desk.head)
    for person in (desk.writer, other.head, other.deputy, make_administrator(), make_person("ai.do")):
        with pytest.raises(Refused):
            asked(page, person)
        with pytest.raises(Refused):
            confirm_erasure(person, erasure=erasure)
        client = browser(person)
        listed = client.get(reverse("erasing_index")).content.decode()
        assert SECRET not in listed
        for name, pk in (("erasing_ask", page.pk), ("erasing_judge", erasure.pk)):
            for answer in (client.get(reverse(name, args=[pk])), client.post(reverse(name, args=[pk]), {"act": "x"})):
                assert answer.status_code == 302
                assert SECRET not in answer.content.decode()
    erasure.refresh_from_db()
    assert erasure.verdict == ""


def test_the_portals_board_head_may_confirm_and_a_refusal_needs_a_reason(
    desk: Desk, portal: PortalDesk, page: NewsPage
) -> None:
    erasure = asked(page, desk.head)
    with pytest.raises(Invalid):
        refuse_erasure(portal.board_head, erasure=erasure, reason=" ")
    refuse_erasure(portal.board_head, erasure=erasure, reason="Tên đã được chính người đó công bố")
    assert Body.objects.filter(erased_at__isnull=False).count() == 0
    with pytest.raises(Refused) as refused:
        confirm_erasure(desk.deputy, erasure=erasure)
    assert refused.value.code == "judged"
    assert Notice.objects.filter(person=desk.head, path=reverse("erasing_judge", args=[erasure.pk])).exists()
    assert asked(page, desk.head).pk != erasure.pk  # it may be asked for again


def test_what_may_not_be_asked_for(desk: Desk, page: NewsPage) -> None:
    for changes in ({"kind": "withdrawn"}, {"basis": " "}):
        with pytest.raises(Invalid):
            asked(page, desk.head, **changes)
    live = published(desk, title="Còn công khai")
    drain_in_transaction()
    with pytest.raises(Refused) as refused:
        asked(live, desk.head)
    assert refused.value.code == "is_public"
    asked(page, desk.head)
    with pytest.raises(Refused) as refused:
        asked(page, desk.head)
    assert refused.value.code == "asked_already"


def test_what_is_public_is_withdrawn_first_and_the_screen_shows_no_form_for_it(desk: Desk, page: NewsPage) -> None:
    head, address = browser(desk.head), reverse("erasing_ask", args=[page.pk])
    assert 'name="basis"' in head.get(address).content.decode()
    live = published(desk, title="Còn công khai")
    drain_in_transaction()
    address = reverse("erasing_ask", args=[live.pk])
    shown = head.get(address).content.decode()
    assert 'name="basis"' not in shown
    assert "Phải gỡ trước" in shown
    assert reverse("wagtailadmin_pages:unpublish", args=[live.pk]) in shown
    actions.withdraw(desk.head, page=live, reason="Lộ dữ liệu cá nhân")
    drain_in_transaction()
    shown = head.get(address).content.decode()
    assert 'name="basis"' in shown
    assert "Phải gỡ trước" not in shown
    asked(live, desk.head)
    shown = head.get(address).content.decode()
    assert 'name="basis"' not in shown  # asked for already: the record stands there instead
    assert "chờ người thứ hai" in shown


def test_an_older_text_of_a_public_page_can_be_asked_for(desk: Desk) -> None:
    live = published(desk, title=f"{SECRET} nhận trợ cấp")
    drain_in_transaction()
    older = versions(live)[0].seq
    draft = live.get_latest_revision_as_object()
    draft.title = "Một người nhận trợ cấp"
    draft.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=fresh(live))
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    drain_in_transaction()
    shown = browser(desk.head).get(reverse("erasing_ask", args=[live.pk])).content.decode()
    assert [one.seq for one in versions_to_ask_for(live)] == [older]
    assert f'value="{older}"' in shown
    assert "Phải gỡ trước" in shown


def test_one_person_is_not_enough_whatever_the_rule_and_the_database_says_so_too(desk: Desk, page: NewsPage) -> None:
    both = dict.fromkeys(("ask", "confirm"), ENTITLED["ask"])
    Rule.objects.filter(key="erasing.entitled").update(value=both)
    erasure = asked(page, desk.head)
    with pytest.raises(Refused) as refused:
        confirm_erasure(desk.head, erasure=erasure)
    assert refused.value.code == "one_person"
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.update(verdict="confirmed", judged_by=desk.head, judged_at=erasure.at)


def test_without_a_rule_nobody_erases_on_the_screen(desk: Desk, page: NewsPage) -> None:
    Rule.objects.filter(key="erasing.entitled").delete()
    with pytest.raises(Refused):
        asked(page, desk.head)
    head = browser(desk.head)
    assert reverse("erasing_index") not in head.get(reverse("wagtailadmin_home")).content.decode()
    assert head.get(reverse("erasing_index")).status_code == 302
