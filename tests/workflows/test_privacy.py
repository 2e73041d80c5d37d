"""Closing a page to the public is at once, by one person; opening it needs two."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, PageViewRestriction

from api.publications.drain import drain_in_transaction as drain
from api.publications.models import Current
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from sites.refusals import Invalid, Refused
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, published
from workflows.changes import actions
from workflows.changes.models import Proposal
from workflows.changes.selectors import to_review
from workflows.privacy.actions import close_to_the_public
from workflows.privacy.changes import OPENING

pytestmark = pytest.mark.django_db


@pytest.fixture
def stc() -> Desk:
    return make_desk("stc")


def test_who_decides_closes_at_once_and_opening_waits_for_a_second_person(client: Client, stc: Desk) -> None:
    first, second = make_administrator(), make_administrator("quantri2")
    page = published(stc)
    client.force_login(stc.head)
    address = reverse("page_privacy", args=[page.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"reason": " "})
    assert not PageViewRestriction.objects.exists()
    client.post(address, {"reason": "Có dữ liệu cá nhân"})
    assert PageViewRestriction.objects.get().page_id == page.pk
    assert [row.reason for row in to_review(first)] == ["Có dữ liệu cá nhân"]
    client.post(address, {"reason": "Đã sửa"})
    assert PageViewRestriction.objects.exists()
    proposal = Proposal.objects.get(alone="")
    actions.approve(second, proposal=proposal)
    assert not PageViewRestriction.objects.exists()


def test_the_screen_counts_what_lies_below_only_where_something_does(client: Client, stc: Desk) -> None:
    page = published(stc)
    client.force_login(stc.head)
    assert "0 trang" not in client.get(reverse("page_privacy", args=[page.pk])).content.decode()
    above = client.get(reverse("page_privacy", args=[page.get_parent().pk])).content.decode()
    assert "và 1 trang công khai bên dưới" in above


def test_people_of_another_site_and_writers_neither_close_nor_open(client: Client, stc: Desk) -> None:
    page, sxd = published(stc), make_desk("sxd")
    for person in (sxd.head, stc.writer):
        with pytest.raises(Refused):
            close_to_the_public(person, page=page, reason="Không")
        client.force_login(person)
        assert client.get(reverse("page_privacy", args=[page.pk])).status_code == 302
    with pytest.raises(Invalid):
        close_to_the_public(stc.head, page=page, reason="")
    close_to_the_public(stc.head, page=page, reason="Nhầm")
    with pytest.raises(Refused):
        carry_out(sxd.head, change=Change(OPENING, OPENING.data(page), reason="Mở"))


def test_the_screens_of_wagtail_are_no_way_around(client: Client, stc: Desk) -> None:
    page = published(stc)
    close_to_the_public(stc.head, page=page, reason="Nhầm")
    fields = {"restriction_type": "none", "password": "", "groups": []}
    for person in (make_administrator(), stc.head, stc.writer):
        client.force_login(person)
        for name, pk in (
            ("wagtailadmin_pages:set_privacy", page.pk),
            ("wagtailadmin_collections:set_privacy", Collection.objects.last().pk),  # type: ignore[union-attr]
        ):
            assert client.post(reverse(name, args=[pk]), fields).status_code == 302
    assert PageViewRestriction.objects.exists()


def test_readers_lose_it_at_once_and_get_it_back_after_the_second_word(stc: Desk) -> None:
    make_administrator()
    second = make_administrator("quantri2")
    page = published(stc)

    def state() -> str:
        drain()
        return Current.objects.get(kind="page", public_id=page.translation_key).state

    assert state() == "live"
    close_to_the_public(stc.head, page=page, reason="Nhầm")
    assert state() == "withdrawn"
    sent = carry_out(stc.head, change=Change(OPENING, OPENING.data(page), reason="Mở lại"))
    assert isinstance(sent, Sent)
    assert state() == "withdrawn"
    actions.approve(second, proposal=Proposal.objects.get(alone=""))
    assert state() == "live"
