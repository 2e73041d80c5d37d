"""Old addresses lead to pages of the same site."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from api.publications.drain import drain_in_transaction
from cms.redirects.actions import end_redirect, lead
from cms.redirects.importing import read_list
from cms.redirects.models import Redirect
from cms.redirects.selectors import redirects_of
from sites.refusals import Conflict, Invalid, Refused
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, published, with_seat
from workflows.changes import actions
from workflows.changes.models import Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]


@pytest.fixture
def stc() -> Desk:
    return make_desk("stc")


@pytest.fixture
def news(stc: Desk) -> Any:
    return published(stc, title="Tin mới", slug="tin-moi")


def path_to(page: Any) -> str:
    return str(page.get_url_parts()[2])


def led(stc: Desk, page: Any, path: str = "/tin-cu/bai-1.aspx") -> Redirect:
    return lead(make_administrator(), redirect=Redirect(site=stc.site, path=path, page=page))


def test_an_old_address_leads_to_a_page_and_ends_with_a_reason(stc: Desk, news: Any) -> None:
    redirect = led(stc, news, "http://stc.binhphuoc.gov.vn/tin-cu/bai-1.aspx")
    assert redirect.path == "/tin-cu/bai-1.aspx/"
    with pytest.raises(Invalid):
        end_redirect(make_administrator(), redirect=redirect, reason=" ")
    end_redirect(make_administrator(), redirect=redirect, reason="Nhầm")
    with pytest.raises(Conflict):
        end_redirect(make_administrator(), redirect=redirect, reason="Nhầm")
    assert led(stc, news).pk != redirect.pk


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("http://sxd.binhphuoc.gov.vn/a", "foreign_site"),
        ("//xau.example/a", "foreign_site"),
        ("/tin.aspx?id=5", "has_parameters"),
        ("/", "front_page"),
        ("/api/v1/content", "reserved"),
        ("/admin/x", "reserved"),
        ("/" + "a" * 600, "too_long"),
    ],
)
def test_addresses_that_cannot_be_led_on_are_refused(stc: Desk, news: Any, path: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        led(stc, news, path)
    assert refusal.value.code == code
    assert "path" in refusal.value.errors


def test_a_live_item_a_draft_a_foreign_page_and_a_second_redirect_are_refused(stc: Desk, news: Any) -> None:
    def code(page: Any, path: str) -> str:
        with pytest.raises(Invalid) as refusal:
            led(stc, page, path)
        return refusal.value.code

    assert code(news, path_to(news)) == "is_live"
    assert code(stc.draft(slug="nhap"), "/a/") == "not_public"
    assert code(published(make_desk("skhdt"), slug="kia"), "/a/") == "foreign_site"
    led(stc, news, "/a/")
    assert code(news, "/a") == "invalid"


def test_who_administers_another_site_leads_nothing_here(stc: Desk, news: Any) -> None:
    other = with_seat("quantri.sxd", make_desk("skhdt").site, "site_admin")
    redirect = led(stc, news)
    with pytest.raises(Refused):
        lead(other, redirect=Redirect(site=stc.site, path="/b/", page=news))
    with pytest.raises(Refused):
        end_redirect(other, redirect=redirect, reason="Nhầm")
    assert not redirects_of(other).exists()


def test_a_list_says_of_each_line_what_is_wrong(stc: Desk, news: Any) -> None:
    led(stc, news, "/co-roi/")
    to = path_to(news)
    text = f"""\ufefftừ;đến
/mot.html;{to}
/hai;http://stc.binhphuoc.gov.vn{to};302
/ba;/mot.html
/bon;/co-roi
/vong-a;/vong-b
/vong-b;/vong-a
/khong;/khong-co
{to};{to}
/mot.html;{to}
/co-roi;{to}
http://sxd.binhphuoc.gov.vn/x;{to}
/nam;{to};308
/sau
"""
    reading = read_list(stc.site, text)
    good = {line.path: (line.page.pk, line.status) for line in reading.lines if line.page and not line.fault}
    assert good == {
        "/mot.html/": (news.pk, 301),
        "/hai/": (news.pk, 302),
        "/ba/": (news.pk, 301),
        "/bon/": (news.pk, 301),
    }
    assert [line.number for line in reading.faults] == [6, 7, 8, 9, 10, 11, 12, 13, 14]
    assert "vòng quanh" in reading.faults[0].fault
    assert not reading.is_good
    assert read_list(stc.site, " \n").fault
    assert read_list(stc.site, f"/a,{to}\n" * 2001).fault


def test_a_list_passes_two_persons_and_all_of_it_or_nothing_is_led(client: Client, stc: Desk, news: Any) -> None:
    first, second = make_administrator(), make_administrator("quantri2")
    client.force_login(first)
    address, to = reverse("redirects_import"), path_to(news)
    fields = {"site": stc.site.pk, "text": f"/a,{to}\n/b,/khong-co", "note": "Cổng cũ"}
    answer = client.post(address, fields)
    assert "data-line" in answer.text
    assert not answer.context["reading"].is_good
    fields["text"] = f"/a,{to}\n/b,{to}"
    assert client.post(address, fields).context["reading"].is_good
    client.post(address, {**fields, "confirm": "1"})
    assert not Proposal.objects.exists()  # nobody said why
    client.post(address, {**fields, "confirm": "1", "why": "Chuyển từ cổng cũ"})
    proposal = Proposal.objects.get()
    assert not Redirect.objects.exists()
    actions.approve(second, proposal=proposal)
    assert list(Redirect.objects.values_list("path", "page")) == [("/a/", news.pk), ("/b/", news.pk)]


def test_readers_are_led_on_until_it_ends(client: Client, stc: Desk, news: Any) -> None:
    def found(path: str) -> tuple[Any, str]:
        drain_in_transaction()
        answer = client.get("/api/v1/resolve/", {"site": "stc.binhphuoc.gov.vn", "path": path}).json()
        return answer.get("state"), answer.get("location", "")

    assert found("/tin-cu/bai-1.aspx/")[0] is None
    redirect = led(stc, news)
    assert found("/tin-cu/bai-1.aspx/") == ("redirect", path_to(news))
    end_redirect(make_administrator(), redirect=redirect, reason="Nhầm")
    assert found("/tin-cu/bai-1.aspx/")[0] == "gone"


def test_the_screens_are_closed_to_who_administers_nothing(client: Client, stc: Desk, news: Any) -> None:
    redirect = led(stc, news)
    client.force_login(stc.writer)
    for address in (
        reverse("redirect:index"),
        reverse("redirect:add"),
        reverse("redirects_import"),
        reverse("redirect:delete", args=[redirect.pk]),
    ):
        assert client.get(address).status_code == 302, address


def test_ending_on_the_screen_is_at_once(client: Client, stc: Desk, news: Any) -> None:
    redirect = led(stc, news)
    client.force_login(make_administrator())
    address = reverse("redirect:delete", args=[redirect.pk])
    assert "/tin-cu/bai-1.aspx/" in client.get(address).text
    client.post(address, {"why": ""})
    redirect.refresh_from_db()
    assert redirect.ended_at is None
    client.post(address, {"why": "Trang đã bỏ"})
    redirect.refresh_from_db()
    assert redirect.end_reason == "Trang đã bỏ"
    assert Proposal.objects.get().alone == "taking_away"
    assert client.get(reverse("redirect:index")).status_code == 200
