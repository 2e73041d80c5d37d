"""The screens of consumers and webhooks: two persons, seen once, one's own alone; each act beside its refusal."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from ruamel.yaml import YAML

from api.consumers.enums import Scope, State
from api.consumers.models import Consumer, Key, Record
from api.webhooks.models import Attempt, Endpoint
from api.webhooks.samples import register
from sites import clock
from sites.accounts.models import User
from tests.factories.contributions import keep_rule, rules_of
from tests.factories.hooks import change_rule, granted_key, make_consumer, make_endpoint, receiving, take_consumers
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, with_seat
from tests.stack import ROOT
from workflows.changes.actions import approve
from workflows.changes.enums import Alone
from workflows.changes.models import Proposal
from workflows.changes.selectors import to_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]

SENT_AWAY = 302  # to the first screen, with a word about it, as Wagtail does
FORM = {"name": "Giao diện mới", "owner": "Công ty Giao Diện", "email": "mai@vidu.localhost", "why": "Cần đọc"}


@pytest.fixture
def desk() -> Desk:
    """A department, the rules of consumers and of second persons, two administrators."""
    take_consumers()
    for key, rule in rules_of("reference", "changes.yaml").items():
        keep_rule(key, rule)
    make_administrator()
    make_administrator("quantri2")
    return make_desk("stc")


@pytest.fixture
def keeper(desk: Desk) -> User:
    """Who administers the site of stc."""
    return with_seat("quantri.stc", desk.site, "site_admin")


@pytest.fixture
def other(desk: Desk) -> User:
    """Who administers the site of next door."""
    return with_seat("quantri.skhdt", make_desk("skhdt").site, "site_admin")


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def said(answer: Any) -> str:
    """The page with its messages, wherever it led."""
    return str(answer.content.decode())


def second_says_yes(actor: User | None = None) -> None:
    approve(actor or make_administrator("quantri2"), proposal=Proposal.objects.latest("pk"))


def test_a_consumer_is_registered_by_two(desk: Desk) -> None:
    client = browser(make_administrator())
    form = {**FORM, "sites": [desk.site.pk], "languages": ["vi"], "origins": "https://a.vidu.vn/\nhttps://b.vidu.vn"}
    answer = client.post(reverse("consumers:new"), form, follow=True)
    assert "chờ" in said(answer)
    assert not Consumer.objects.exists()
    second_says_yes()
    row = Consumer.objects.get()
    assert (row.name, row.origins, row.languages) == (FORM["name"], ["https://a.vidu.vn", "https://b.vidu.vn"], ["vi"])
    assert list(row.sites.all()) == [desk.site]
    proposal = Proposal.objects.get()
    assert (proposal.site, proposal.reason) == (desk.site, "Cần đọc")
    change = {**form, "owner": "Công ty khác", "sites": []}
    client.post(reverse("consumers:edit", args=[row.pk]), change)
    second_says_yes()
    row.refresh_from_db()
    assert (row.owner, row.sites.count()) == ("Công ty khác", 0)
    shown = said(client.get(reverse("changes:proposal", args=[Proposal.objects.latest("pk").pk])))
    assert "Công ty khác" in shown


def test_what_the_action_refuses_stands_at_its_field_and_nobody_is_asked(desk: Desk) -> None:
    answer = browser(make_administrator()).post(reverse("consumers:new"), {**FORM, "origins": "http://vidu.vn"})
    assert "không phải nguồn gửi" in said(answer)
    assert not Proposal.objects.exists()


def test_who_administers_a_site_registers_for_it_and_its_head_says_yes(desk: Desk, keeper: User, other: User) -> None:
    client = browser(keeper)
    page = said(client.get(reverse("consumers:new")))
    assert desk.site.name_vi in page
    assert make_desk("skhdt").site.name_vi not in page
    client.post(reverse("consumers:new"), {**FORM, "sites": [desk.site.pk]})
    second_says_yes(desk.head)
    consumer = Consumer.objects.get()
    assert consumer.name in said(client.get(reverse("consumers:index")))
    foreign = {**FORM, "name": "Của nhà bên", "sites": [make_desk("skhdt").site.pk]}
    assert "Của nhà bên" in said(client.post(reverse("consumers:new"), foreign))
    everywhere = client.post(reverse("consumers:new"), {**FORM, "name": "Của mọi trang"})
    assert "Chỉ quản trị của tỉnh" in said(everywhere)
    assert Consumer.objects.count() == Proposal.objects.count() == 1


def test_nobody_else_finds_or_changes_anything(desk: Desk, other: User) -> None:
    consumer = make_consumer("Của Sở", "stc")
    key = granted_key(consumer)
    endpoint, _secret = make_endpoint(consumer, "https://nhan.vidu.vn/")
    before = list(Record.objects.values_list("pk", flat=True))
    addresses = [
        reverse("consumers:consumer", args=[consumer.pk]),
        reverse("consumers:edit", args=[consumer.pk]),
        reverse("consumers:grant", args=[consumer.pk]),
        reverse("consumers:key", args=[key.pk]),
        reverse("webhooks:new", args=[consumer.pk]),
        reverse("webhooks:endpoint", args=[endpoint.pk]),
        reverse("webhooks:edit", args=[endpoint.pk]),
    ]
    for person, status in ((other, 404), (desk.writer, SENT_AWAY), (desk.head, SENT_AWAY)):
        client = browser(person)
        for address in addresses:
            wanted = {404} if "webhooks/" in address and "new" not in address else {status}
            assert client.get(address).status_code in wanted, (person, address)
            for act in ("draw", "rotate", "end", "test", "revive", "replay"):
                answer = client.post(address, {**FORM, "act": act, "number": "1", "why": "x"})
                assert answer.status_code in wanted, (person, address, act)
    assert browser(desk.writer).get(reverse("consumers:index")).status_code == SENT_AWAY
    assert "Của Sở" not in said(browser(other).get(reverse("consumers:index")))
    assert list(Record.objects.values_list("pk", flat=True)) == before
    assert not Attempt.objects.exists()
    assert Key.objects.get().state == State.GRANTED


def test_a_key_is_granted_by_two_and_shown_once(desk: Desk) -> None:
    consumer, client = make_consumer("Của Sở", "stc"), browser(make_administrator())
    expires_on = (clock.today() + timedelta(days=30)).strftime("%d/%m/%Y")
    form = {"name": "Máy chủ", "scopes": ["changes"], "expires_on": expires_on, "why": "Cần xem trước"}
    client.post(reverse("consumers:grant", args=[consumer.pk]), form)
    assert not Key.objects.exists()
    second_says_yes()
    key = Key.objects.get()
    address = reverse("consumers:key", args=[key.pk])
    assert "Giao khóa ngay" in said(client.get(address))
    shown = client.post(address, {"act": "draw"})
    key.refresh_from_db()
    secret = said(shown).split('value="ct_')[1].split('"')[0]
    assert f"ct_{secret}".startswith(key.prefix)
    assert "no-store" in shown["Cache-Control"]
    assert secret not in said(client.get(address)) + said(client.get(reverse("consumers:consumer", args=[consumer.pk])))
    again = client.post(address, {"act": "draw"}, follow=True)
    assert "đã giao rồi" in said(again)


def test_a_key_is_replaced_and_ended_by_one_person_and_that_is_looked_at(desk: Desk) -> None:
    consumer, client = make_consumer("Của Sở", "stc"), browser(make_administrator())
    key = granted_key(consumer)
    address = reverse("consumers:key", args=[key.pk])
    client.post(address, {"act": "draw"})
    assert "ct_" not in said(client.post(address, {"act": "rotate"}, follow=True)).partition("consumer-secret")[2]
    assert 'value="ct_' in said(client.post(address, {"act": "rotate", "why": "Định kỳ"}))
    new = Key.objects.get(pk__gt=key.pk)
    client.post(reverse("consumers:key", args=[new.pk]), {"act": "end", "why": "Lộ"})
    assert Key.objects.get(pk=new.pk).state == State.ENDED
    alone = list(Proposal.objects.order_by("pk").values_list("kind", "alone"))
    assert alone == [("consumer.key.rotation", Alone.RULE), ("consumer.key.end", Alone.TAKING_AWAY)]
    assert [row.kind for row in to_review(make_administrator("quantri2"))] == ["consumer.key.end"]


def test_a_webhook_from_its_address_to_its_end(desk: Desk, settings: Any) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    consumer, client = make_consumer("Của Sở", "stc"), browser(make_administrator())
    with receiving() as receiver:
        new = reverse("webhooks:new", args=[consumer.pk])
        assert "không thuộc mạng công cộng" in said(client.post(new, {"url": "https://10.0.0.1/", "why": "x"}))
        client.post(new, {"url": receiver.url, "why": "Báo thay đổi", "kinds": ["page"]})
        second_says_yes()
        endpoint = Endpoint.objects.get()
        assert endpoint.kinds == ["page"]
        address = reverse("webhooks:endpoint", args=[endpoint.pk])
        assert "chờ giao mã bí mật" in said(client.get(address))
        shown = client.post(address, {"act": "draw"})
        assert 'value="whsec_' in said(shown)
        assert "no-store" in shown["Cache-Control"]
        client.post(address, {"act": "draw"})  # without a reason
        assert endpoint.secrets.count() == 1
        assert "đã đến" in said(client.post(address, {"act": "test"}, follow=True))
        assert len(receiver.got) == 1
        assert "từ số 1" in said(client.post(address, {"act": "replay", "number": "1"}, follow=True))
        assert Endpoint.objects.get().position == 0
        assert client.post(address, {"act": "nonsense"}).status_code == 404
        Endpoint.objects.update(dead_at=clock.now(), failing_since=clock.now(), tries=3)
        assert "1 webhook không gửi được" in said(client.get(reverse("consumers:index")))
        assert "gửi tiếp ngay" in said(client.post(address, {"act": "revive"}, follow=True))
        assert not Endpoint.objects.get().dead_at
        client.post(reverse("webhooks:edit", args=[endpoint.pk]), {"url": receiver.url, "note": "Mới", "why": "x"})
        second_says_yes()
        assert (Endpoint.objects.get().note, Endpoint.objects.get().kinds) == ("Mới", [])
        client.post(address, {"act": "end", "why": "Thôi"})
        assert Endpoint.objects.get().ended_at


def test_a_consumer_is_ended_by_one_person_with_a_reason(desk: Desk) -> None:
    consumer, client = make_consumer("Của Sở", "stc"), browser(make_administrator())
    granted_key(consumer)
    address = reverse("consumers:consumer", args=[consumer.pk])
    client.post(address, {"why": " "})
    assert not Consumer.objects.get().ended_at
    client.post(address, {"why": "Hết hợp đồng"})
    assert Consumer.objects.get().ended_at
    assert Key.objects.get().state == State.ENDED
    client.get("/admin/")  # with the messages
    assert "Của Sở" not in said(client.get(reverse("consumers:index")))
    assert "Của Sở" in said(client.get(reverse("consumers:index") + "?pile=ended"))
    assert client.get(reverse("consumers:edit", args=[consumer.pk])).status_code == SENT_AWAY


def test_where_the_rule_closes_it_to_sites_the_menu_and_the_screens_are_closed(keeper: User) -> None:
    make_consumer("Của Sở", "stc")
    client = browser(keeper)
    assert reverse("consumers:index") in said(client.get("/admin/"))
    change_rule("consumers.register", site_administrators="nobody")
    assert reverse("consumers:index") not in said(client.get("/admin/"))
    assert client.get(reverse("consumers:index")).status_code == SENT_AWAY


def test_sample_consumers_come_through_two_persons_and_once(desk: Desk) -> None:
    rows = [
        {"name": "Mẫu", "owner": "A", "email": "a@vidu.vn", "sites": ["stc"],
         "keys": [{"name": "K", "scopes": ["changes"], "days": 9}],
         "webhooks": [{"url": "https://nhan.vidu.vn/", "secret": "drawn"}]},
        {"name": "Chờ", "owner": "B", "email": "b@vidu.vn", "waits": "Cần gửi câu hỏi"},
    ]  # fmt: skip
    assert register(rows) == register(rows) == 1
    assert Endpoint.objects.get().secrets.count() == Key.objects.count() == 1
    waiting = Proposal.objects.get(verdict__isnull=True)
    assert (waiting.title, waiting.reason) == ("Chờ", "Cần gửi câu hỏi")


def test_the_keys_of_the_samples_are_good_for_something_that_there_is() -> None:
    for path in (ROOT / "fixtures" / "provinces").glob("*/consumers.yaml"):
        rows = YAML(typ="safe").load(path)["consumers"]
        named = {scope for row in rows for key in row.get("keys", ()) for scope in key["scopes"]}
        assert named
        assert named <= set(Scope), path
