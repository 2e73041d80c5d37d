"""Webhooks: which addresses, what is said, how it is signed, who may do what; each beside its refusal."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from api.consumers.actions import end_consumer, keep_consumer
from api.consumers.models import Record
from api.consumers.selectors import head_number
from api.publications.models import Version
from api.webhooks import actions
from api.webhooks.addresses import is_allowed, reasons_against
from api.webhooks.delivering import letters_due
from api.webhooks.messages import MOST_CHANGES, Message, next_message
from api.webhooks.models import Endpoint, Secret
from api.webhooks.sending import letter_to, send
from api.webhooks.signing import still_follows
from cms.news.models import NewsPage
from cms.project import config
from sites import clock
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Invalid, Refused
from tests.factories.api import host, settle, withdrawal
from tests.factories.cms import make_news, publish, section_of
from tests.factories.hooks import (
    answering,
    make_consumer,
    make_endpoint,
    receiving,
    sleeping,
    take_consumers,
)
from tests.factories.sites import make_administrator, make_person

GOOD = "https://nhan.vidu.vn/webhook"


@pytest.fixture
def rules(site: PublicSite) -> PublicSite:
    take_consumers()
    return site


@pytest.fixture
def to_us(rules: PublicSite, settings: Any) -> PublicSite:
    """This machine stands for the public net."""
    settings.WEBHOOKS_TO_LOOPBACK = True
    return rules


def some_news(site: PublicSite, title: str = "Tin", language: str = "vi") -> NewsPage:
    page = make_news(section_of(site, language), title=title)
    publish(page)
    settle()
    return page


# --- which addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", [GOOD, "https://nhan.vidu.vn:8443/", "https://203.113.131.1/", "https://[2400:cb00::1]/a?b=1"]
)
def test_an_address_of_the_public_net_is_taken(rules: PublicSite, url: str) -> None:
    assert reasons_against(url) == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://nhan.vidu.vn/", "not_encrypted"),
        ("ftp://nhan.vidu.vn/", "not_encrypted"),
        ("file:///etc/passwd", "not_an_address"),
        ("https:///nothing", "not_an_address"),
        ("https://nhan.vidu.vn:99999/", "not_an_address"),
        ("https://nhan.vidu.vn/a b", "not_an_address"),
        ("https://nhan.vidu.vn/\r\nHost: x", "not_an_address"),
        ("https://ten@nhan.vidu.vn/", "not_plain"),
        ("https://:mat@nhan.vidu.vn/", "not_plain"),
        ("https://nhan.vidu.vn/#a", "not_plain"),
        ("https://nhan.vidu.vn:22/", "port"),
        ("https://nhan.vidu.vn:6379/", "port"),
        ("https://nhan.vidu.vn:80/", "port"),
        ("https://127.0.0.1/", "not_public"),
        ("https://127.1.2.3/", "not_public"),
        ("https://0.0.0.0/", "not_public"),
        ("https://10.1.2.3/", "not_public"),
        ("https://172.20.0.1/", "not_public"),
        ("https://192.168.0.1/", "not_public"),
        ("https://169.254.169.254/latest/meta-data/", "not_public"),
        ("https://100.100.100.200/", "not_public"),
        ("https://[::1]/", "not_public"),
        ("https://[fd00:ec2::254]/", "not_public"),
        ("https://[fe80::1]/", "not_public"),
        ("https://[::ffff:10.0.0.1]/", "not_public"),
        ("https://[::ffff:7f00:1]/", "not_public"),
        ("https://[64:ff9b::a00:1]/", "not_public"),
        ("https://localhost/", "not_public"),
        ("https://a.localhost/", "not_public"),
        ("https://metadata.google.internal/", "not_public"),
        ("https://may.local/", "not_public"),
    ],
)
def test_every_other_address_is_refused_when_it_is_written_down(rules: PublicSite, url: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        make_endpoint(make_consumer(), url)
    assert caught.value.code == code
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_a_name_that_leads_to_this_machine_is_refused_when_it_is_called(rules: PublicSite, name: str) -> None:
    """However it is written, and also where it was allowed once: what counts is the address that it means."""
    with receiving() as receiver:
        consumer = make_consumer()
        endpoint, _secret = make_endpoint(consumer, GOOD)
        Endpoint.objects.filter(pk=endpoint.pk).update(url=f"http://{name}:{receiver.port}/")
        outcome = send(_letter(endpoint), seconds=3)
        assert outcome.fault in ("not_allowed", "unknown_host", "unreachable")
        assert outcome.status is None
        assert receiver.got == []


def _letter(endpoint: Endpoint) -> Any:
    from api.webhooks.messages import trial_message

    row = Endpoint.objects.get(pk=endpoint.pk)
    return letter_to(row, trial_message(row))


def test_this_machine_stands_for_the_public_net_only_where_the_product_is_tested(settings: Any) -> None:
    assert not is_allowed("127.0.0.1")
    settings.WEBHOOKS_TO_LOOPBACK = True
    assert is_allowed("127.0.0.1")
    assert not is_allowed("10.0.0.1")
    assert config.read({"MODE": "test", "WEBHOOKS_TO_LOOPBACK": "1"}).webhooks_to_loopback
    for mode in ("demo", "production"):
        with pytest.raises(config.Misconfigured, match="WEBHOOKS_TO_LOOPBACK is for tests alone"):
            config.read({"MODE": mode, "WEBHOOKS_TO_LOOPBACK": "1"})


# --- what is said, and how it is signed ---------------------------------------------------------------------------


def test_a_message_says_what_changed_and_where_to_read_it_and_never_the_text(to_us: PublicSite) -> None:
    endpoint, _secret = make_endpoint(make_consumer("Giao diện", "stc"), "http://127.0.0.1:1/")
    page = some_news(to_us, title="Bàn giao nhà")
    message = next_message(endpoint, head=head_number())
    assert isinstance(message, Message)
    row = Version.objects.get(public_id=page.translation_key)
    (change,) = [one for one in _changes(message) if one["public_id"] == str(page.translation_key)]
    assert change == {
        "version": row.seq,
        "hash": row.hash,
        "at": change["at"],
        "kind": "item",
        "public_id": str(page.translation_key),
        "locale": "vi",
        "site": host(to_us),
        "state": "live",
        "why": ["first"],
        "withheld": False,
        "path": row.frame["path"],
        "url": row.frame["url"],
    }
    assert "Bàn giao" not in message.body.decode()


def _changes(message: Message) -> list[dict[str, Any]]:
    import json

    return list(json.loads(message.body)["data"]["changes"])


def test_of_what_is_withheld_not_even_the_address_is_told_and_when_sent_again_neither(to_us: PublicSite) -> None:
    endpoint, _secret = make_endpoint(make_consumer("Giao diện", "stc"), "http://127.0.0.1:1/")
    page = some_news(to_us, title="Tên người bị lộ")
    withdrawal(page, kind="personal")
    settle()
    message = next_message(endpoint, head=head_number())
    assert isinstance(message, Message)
    first, ending = [one for one in _changes(message) if one["public_id"] == str(page.translation_key)]
    assert (ending["state"], ending["why"]) == ("withdrawn", ["erased"])
    for one in (first, ending):
        assert (one["withheld"], one["path"], one["url"]) == (True, None, None)
    assert "ten-nguoi" not in message.body.decode()


def test_an_endpoint_is_told_of_its_sites_languages_and_kinds_alone(to_us: PublicSite, portal: PublicSite) -> None:
    of_site, _one = make_endpoint(make_consumer("Của Sở", "stc"), "http://127.0.0.1:1/")
    of_english, _two = make_endpoint(make_consumer("English", "stc", languages=["en"]), "http://127.0.0.1:2/")
    of_menus, _three = make_endpoint(make_consumer("Trình đơn"), "http://127.0.0.1:3/", kinds=["navigation"])
    of_portal, _four = make_endpoint(make_consumer("Mọi trang"), "http://127.0.0.1:4/", site=portal)
    every, _five = make_endpoint(make_consumer("Tất cả"), "http://127.0.0.1:5/")
    here, there = some_news(to_us, "Ở Sở"), some_news(portal, "Ở Cổng")
    english = some_news(to_us, "In English", "en")

    def told(endpoint: Endpoint) -> set[str]:
        message = next_message(endpoint, head=head_number())
        changes = _changes(message) if isinstance(message, Message) else []
        return {one["public_id"] for one in changes if one["kind"] == "item"}

    keys = [str(page.translation_key) for page in (here, there, english)]
    assert told(of_site) & set(keys) == {keys[0], keys[2]}
    assert told(of_english) & set(keys) == {keys[2]}
    assert told(of_menus) == set()
    assert told(of_portal) & set(keys) == {keys[1]}
    assert told(every) & set(keys) == set(keys)


def test_what_is_signed_is_verified_by_the_reference_library(to_us: PublicSite) -> None:
    with receiving() as receiver:
        endpoint, secret = make_endpoint(make_consumer("Giao diện", "stc"), receiver.url)
        assert actions.try_out(make_administrator(), endpoint=endpoint).is_good
    (got,) = receiver.got
    assert Webhook(secret).verify(got.body, got.headers)["type"] == "test"
    assert got.path == "/nhan?may=1"
    assert {"webhook-id", "webhook-timestamp", "webhook-signature"} <= set(got.headers)
    for body, headers in (
        (got.body + b" ", got.headers),
        (got.body, {**got.headers, "webhook-id": "msg_khac"}),
        (got.body, {**got.headers, "webhook-timestamp": str(int(got.headers["webhook-timestamp"]) + 1)}),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 44).verify(got.body, got.headers)


def test_two_secrets_sign_beside_each_other_and_then_the_new_one_alone(to_us: PublicSite) -> None:
    with receiving() as receiver:
        endpoint, old = make_endpoint(make_consumer("Giao diện", "stc"), receiver.url)
        with pytest.raises(Invalid):
            actions.draw_secret(make_administrator(), endpoint=endpoint)
        new = actions.draw_secret(make_administrator(), endpoint=endpoint, reason="Định kỳ").secret
        actions.try_out(make_administrator(), endpoint=Endpoint.objects.get())
        for secret in (old, new):
            Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
        with time_machine.travel(clock.now() + timedelta(hours=73)):
            actions.try_out(make_administrator(), endpoint=Endpoint.objects.get())
            Webhook(new).verify(receiver.got[1].body, receiver.got[1].headers)
            with pytest.raises(WebhookVerificationError):
                Webhook(old).verify(receiver.got[1].body, receiver.got[1].headers)


def test_a_secret_lies_nowhere_in_the_database(to_us: PublicSite) -> None:
    _endpoint, secret = make_endpoint(make_consumer(), GOOD)
    tables = ("api_webhooks_secret", "api_webhooks_endpoint", "api_consumers_record", "workflows_changes_proposal")
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(f"select t::text from {table} t" for table in tables))
        stored = "".join(row[0] for row in cursor.fetchall())
    assert secret.removeprefix("whsec_") not in stored


def test_where_the_key_of_the_installation_was_changed_nothing_is_signed(to_us: PublicSite, settings: Any) -> None:
    endpoint, _secret = make_endpoint(make_consumer("Giao diện", "stc"), "http://127.0.0.1:1/")
    some_news(to_us)
    settings.SECRET_KEY = "another-" + "y" * 50
    assert not still_follows(Secret.objects.get())
    assert list(letters_due(8, without=set())) == []
    with pytest.raises(Refused) as caught:
        actions.try_out(make_administrator(), endpoint=endpoint)
    assert caught.value.code == "secret_lost"
    Endpoint.objects.update(next_try_at=None)
    actions.draw_secret(make_administrator(), endpoint=endpoint, reason="Khóa hệ thống đã đổi")
    (letter,) = letters_due(8, without=set())
    assert letter.message.first  # nothing was lost meanwhile


# --- who may do what ----------------------------------------------------------------------------------------------


def test_nobody_but_who_keeps_the_consumer_does_anything_with_its_webhooks(to_us: PublicSite) -> None:
    endpoint, _secret = make_endpoint(make_consumer("Giao diện", "stc"), "http://127.0.0.1:1/")
    stranger = make_person("la.mat")
    acts: dict[str, Any] = {
        "keep": lambda: actions.keep_endpoint(stranger, endpoint=endpoint),
        "draw": lambda: actions.draw_secret(stranger, endpoint=endpoint, reason="x"),
        "revive": lambda: actions.revive(stranger, endpoint=endpoint),
        "replay": lambda: actions.replay(stranger, endpoint=endpoint, number=1),
        "test": lambda: actions.try_out(stranger, endpoint=endpoint),
        "end": lambda: actions.end_endpoint(stranger, endpoint=endpoint, reason="x"),
    }
    for name, act in acts.items():
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "not_his_consumer", name
    assert not endpoint.attempts.exists()


def test_an_endpoint_of_a_site_that_the_consumer_does_not_serve_is_refused(
    rules: PublicSite, portal: PublicSite
) -> None:
    with pytest.raises(Refused) as caught:
        make_endpoint(make_consumer("Của Sở", "stc"), GOOD, site=portal)
    assert caught.value.code == "foreign_site"


def test_nothing_is_sent_before_the_secret_was_handed_out_and_nothing_is_lost_meanwhile(to_us: PublicSite) -> None:
    consumer = make_consumer("Giao diện", "stc")
    endpoint = actions.keep_endpoint(
        make_administrator(), endpoint=Endpoint(consumer=consumer, url="http://127.0.0.1:1/")
    )
    page = some_news(to_us)
    assert list(letters_due(8, without=set())) == []
    with pytest.raises(Refused) as caught:
        actions.try_out(make_administrator(), endpoint=endpoint)
    assert caught.value.code == "no_secret"
    actions.draw_secret(make_administrator(), endpoint=endpoint)
    (letter,) = letters_due(8, without=set())
    assert str(page.translation_key) in letter.message.body.decode()


def test_with_its_consumer_a_webhook_ends(to_us: PublicSite) -> None:
    consumer = make_consumer("Giao diện", "stc")
    endpoint, _secret = make_endpoint(consumer, "http://127.0.0.1:1/")
    end_consumer(make_administrator(), consumer=consumer, reason="Hết hợp đồng")
    some_news(to_us)
    assert Endpoint.objects.get(pk=endpoint.pk).ended_at
    assert list(letters_due(8, without=set())) == []
    assert Record.objects.filter(act="endpoint_ended").exists()


def test_a_position_is_set_to_a_number_of_the_log_or_a_moment(to_us: PublicSite) -> None:
    endpoint, _secret = make_endpoint(make_consumer("Giao diện", "stc"), "http://127.0.0.1:1/")
    head, administrator = head_number(), make_administrator()
    some_news(to_us)
    before = next_message(endpoint, head=head_number())
    assert actions.replay(administrator, endpoint=endpoint, number=1).position == 0
    moment = Version.objects.get(seq=head + 1).at
    row = actions.replay(administrator, endpoint=endpoint, moment=moment)
    assert row.position < head + 1 <= head_number()
    assert (
        actions.replay(administrator, endpoint=endpoint, moment=clock.now() + timedelta(days=1)).position
        == head_number()
    )
    for number in (0, -1, head_number() + 2, None):
        with pytest.raises(Invalid):
            actions.replay(administrator, endpoint=endpoint, number=number)
    row = actions.replay(administrator, endpoint=endpoint, number=head + 1)
    again = next_message(row, head=head_number())
    assert isinstance(before, Message)
    assert isinstance(again, Message)
    assert _changes(again) == _changes(before)
    assert again.name != before.name  # who throws away what he knows does not throw this away


def test_who_delivers_is_not_begun_again(to_us: PublicSite) -> None:
    endpoint, _secret = make_endpoint(make_consumer("Giao diện", "stc"), "http://127.0.0.1:1/")
    with pytest.raises(Conflict):
        actions.revive(make_administrator(), endpoint=endpoint)


def test_a_test_says_what_was_answered_and_waits_some_seconds_at_most(to_us: PublicSite) -> None:
    with receiving(answering(500, "Lỗi máy chủ".encode())) as wrong, receiving(sleeping(9)) as slow:
        consumer = make_consumer("Giao diện", "stc")
        first, _one = make_endpoint(consumer, wrong.url)
        attempt = actions.try_out(make_administrator(), endpoint=first)
        assert (attempt.status, attempt.excerpt, attempt.is_good) == (500, "Lỗi máy chủ", False)
        second, _two = make_endpoint(consumer, slow.url)
        attempt = actions.try_out(make_administrator(), endpoint=second)
        assert (attempt.fault, attempt.status) == ("timeout", None)
        assert attempt.milliseconds < 6000
    assert Endpoint.objects.get(pk=first.pk).tries == 0  # a test is no delivery


def test_a_message_under_way_says_the_same_at_every_try(to_us: PublicSite) -> None:
    endpoint, _secret = make_endpoint(make_consumer("Giao diện", "stc"), "http://127.0.0.1:1/")
    some_news(to_us)
    (first,) = letters_due(8, without=set())
    some_news(to_us, "Tin sau")
    (second,) = letters_due(8, without=set())
    assert (first.message.name, first.message.body) == (second.message.name, second.message.body)
    Endpoint.objects.filter(pk=endpoint.pk).update(note="gì đó")
    row = Endpoint.objects.get(pk=endpoint.pk)
    row.kinds = ["page"]
    actions.keep_endpoint(make_administrator(), endpoint=row)
    (third,) = letters_due(8, without=set())
    assert third.message.name != first.message.name
    assert MOST_CHANGES == 100


def test_a_consumer_that_serves_another_site_is_told_of_that(to_us: PublicSite, portal: PublicSite) -> None:
    consumer = make_consumer("Giao diện", "stc")
    endpoint, _secret = make_endpoint(consumer, "http://127.0.0.1:1/")
    there = some_news(portal)
    keep_consumer(make_administrator(), consumer=consumer, codes=["portal"])
    message = next_message(Endpoint.objects.get(pk=endpoint.pk), head=head_number())
    assert isinstance(message, Message)
    assert str(there.translation_key) in message.body.decode()
