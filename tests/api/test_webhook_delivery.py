"""Delivering to receivers that fail: everything arrives, in order, under stable names; nobody waits for another."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from standardwebhooks.webhooks import Webhook

from api.consumers.models import Record
from api.consumers.selectors import head_number
from api.publications.drain import drain
from api.publications.locks import free_lock
from api.publications.models import Version
from api.webhooks import actions
from api.webhooks.delivering import LOCK, PARALLEL, PostOffice, deliver_forever, pause_after
from api.webhooks.jobs import forget_old_attempts
from api.webhooks.messages import MOST_CHANGES
from api.webhooks.models import Attempt, Endpoint
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.api import settle
from tests.factories.cms import make_news, publish, section_of
from tests.factories.hooks import (
    Behaviour,
    Handler,
    answering,
    change_rule,
    make_consumer,
    make_endpoint,
    receiving,
    sleeping,
    take_consumers,
    taking,
)
from tests.factories.sites import make_administrator
from tests.thorough import tries
from workflows.notices.models import Notice

ITEMS = 12


def fill() -> None:
    """Some news, one publication after the other."""
    site = PublicSite.objects.get(code="stc")
    for number in range(ITEMS):
        publish(make_news(section_of(site), title=f"Tin {number}", slug=f"tin-{number}"))
        settle()


@pytest.fixture
def to_us(site: PublicSite, settings: Any) -> PublicSite:
    """This machine stands for the public net."""
    take_consumers()
    settings.WEBHOOKS_TO_LOOPBACK = True
    return site


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with ThreadPoolExecutor(PARALLEL) as pool:
        yield PostOffice(pool)


def from_the_beginning(url: str, name: str = "Giao diện", **fields: Any) -> tuple[Endpoint, str]:
    """An endpoint that is to be told of the whole log."""
    endpoint, secret = make_endpoint(make_consumer(name, "stc"), url, **fields)
    actions.replay(make_administrator(), endpoint=endpoint, number=1)
    return Endpoint.objects.get(pk=endpoint.pk), secret


def expected() -> list[int]:
    """The numbers of all changes of stc."""
    site = PublicSite.objects.get(code="stc")
    return list(Version.objects.filter(site=site.public_id).order_by("seq").values_list("seq", flat=True))


def work(office: PostOffice, *, until: Callable[[], bool], rounds: int = 3000) -> None:
    """Rounds of the loop, with minutes in between that pass at once."""
    with time_machine.travel(clock.now(), tick=True) as traveller:
        for _ in range(rounds):
            office.round()
            if office.under_way:
                wait(office.under_way, timeout=10)
            elif until():
                return
            else:
                traveller.shift(300)
    raise AssertionError("it does not come to an end")


def everything_delivered() -> bool:
    open_ones = Endpoint.objects.filter(dead_at__isnull=True, ended_at__isnull=True)
    return not open_ones.filter(position__lt=head_number()).exists()


def in_pieces(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Messages of few changes, so that there are many."""
    monkeypatch.setattr("api.webhooks.messages.MOST_CHANGES", most)


def capricious(seed: int) -> Behaviour:
    """A receiver that takes a message, or fails in one of the ways in which receivers do; and forgets to say so."""
    chance, lock = random.Random(seed), threading.Lock()  # noqa: S311 - a test that can be repeated

    def behave(handler: Handler) -> None:
        with lock:
            mood = chance.choice(
                ("takes", "takes", "takes", "500", "429", "302", "404", "hangs up", "takes, is silent")
            )
        if mood == "takes":
            handler.say(200, b"ok")
        elif mood == "429":
            handler.say(429, **{"Retry-After": "7"})
        elif mood in ("500", "302", "404"):
            handler.say(int(mood), b"x" * 5000, Location="/khac")
        else:
            handler.got.status = 200 if mood == "takes, is silent" else 0
            handler.connection.close()

    return behave


@pytest.mark.parametrize("seed", range(tries(3, 12)))
def test_everything_arrives_in_order_at_receivers_that_fail_at_random(
    to_us: PublicSite, office: PostOffice, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    in_pieces(monkeypatch, 1 + seed % 3)
    with receiving(capricious(seed)) as first, receiving(capricious(seed + 100)) as second, receiving() as good:
        receivers = {
            one.url: (one, from_the_beginning(one.url, f"Bên {number}")[1])
            for number, one in enumerate((first, second, good))
        }
        work(office, until=everything_delivered)
    for receiver, secret in receivers.values():
        bodies: dict[str, bytes] = {}
        arrived: list[int] = []
        for got in receiver.got:
            name = got.headers["webhook-id"]
            assert bodies.setdefault(name, got.body) == got.body  # a name stands for one content at every try
            with time_machine.travel(float(got.headers["webhook-timestamp"])):  # when it came
                assert Webhook(secret).verify(got.body, got.headers) == got.data
        for got in receiver.taken:
            if got.headers["webhook-id"] in bodies:
                del bodies[got.headers["webhook-id"]]
                arrived += got.numbers
        assert arrived == expected()
    assert len(receivers[good.url][0].got) == -(-len(expected()) // (1 + seed % 3))  # and no more than once there
    assert Attempt.objects.count() == sum(len(one.got) for one, _secret in receivers.values())


def test_the_content_goes_out_in_messages_of_bounded_size(to_us: PublicSite, office: PostOffice) -> None:
    assert len(expected()) > ITEMS
    with receiving() as receiver:
        from_the_beginning(receiver.url)
        work(office, until=everything_delivered)
    assert receiver.numbers == expected()
    assert len(receiver.got) == -(-len(expected()) // MOST_CHANGES)


def test_one_that_hangs_and_one_that_is_dead_delay_nobody(
    to_us: PublicSite, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_pieces(monkeypatch, 1)
    change_rule("webhooks.delivery", seconds=3)
    with receiving(sleeping(20)) as hanging, receiving() as good:
        for number in range(PARALLEL - 1):
            from_the_beginning(hanging.url, f"Treo {number}")
        from_the_beginning("http://127.0.0.1:9/", "Không ai nghe")
        endpoint, _secret = from_the_beginning(good.url, "Tốt")
        began = time.monotonic()
        while good.numbers != expected():
            assert time.monotonic() - began < 3, "the good one waits for the others"
            office.round()
            time.sleep(0.01)
        assert Endpoint.objects.get(pk=endpoint.pk).tries == 0
        wait(office.under_way, timeout=10)
        office.round()
    assert Attempt.objects.filter(fault="timeout").count() == PARALLEL - 1


def test_an_endpoint_has_one_message_under_way_at_most(
    to_us: PublicSite, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_pieces(monkeypatch, 1)
    at_once, most, lock = 0, 0, threading.Lock()

    def behave(handler: Handler) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.01)
        with lock:
            at_once -= 1
        handler.say(204)

    with receiving(behave) as receiver:
        from_the_beginning(receiver.url)
        for _ in range(30):
            office.round()
        work(office, until=everything_delivered)
    assert most == 1
    assert receiver.numbers == expected()


def test_who_takes_nothing_for_as_long_as_the_rule_says_is_given_up_and_begun_again(
    to_us: PublicSite, office: PostOffice
) -> None:
    make_administrator()
    with receiving(answering(500, b"hong")) as receiver:
        endpoint, _secret = from_the_beginning(receiver.url)
        work(office, until=lambda: Endpoint.objects.get(pk=endpoint.pk).dead_at is not None, rounds=9000)
        row = Endpoint.objects.get(pk=endpoint.pk)
        assert row.failing_since
        assert row.dead_at
        assert row.dead_at - row.failing_since >= timedelta(hours=72)
        tries = len(receiver.got)
        assert tries < 40  # the pauses grow
        assert row.position == 0
        assert Record.objects.filter(act="given_up", by=None).count() == 1
        assert receiver.url in Notice.objects.get().body
        office.round()
        assert len(receiver.got) == tries
        receiver.behave = taking
        actions.revive(make_administrator(), endpoint=row)
        work(office, until=everything_delivered)
        assert receiver.numbers == expected()
        names = {got.headers["webhook-id"] for got in receiver.got}
        assert len(names) == 1  # the message that was never taken kept its name to the end


def test_who_says_that_he_is_gone_is_not_asked_again(to_us: PublicSite, office: PostOffice) -> None:
    with receiving(answering(410)) as receiver:
        endpoint, _secret = from_the_beginning(receiver.url)
        work(office, until=lambda: Endpoint.objects.get(pk=endpoint.pk).dead_at is not None)
        assert len(receiver.got) == 1


def test_who_asks_for_time_gets_it(to_us: PublicSite, office: PostOffice) -> None:
    with receiving(answering(503, **{"Retry-After": "900"})) as receiver:
        endpoint, _secret = from_the_beginning(receiver.url)
        office.round()
        wait(office.under_way, timeout=5)
        office.round()
        row = Endpoint.objects.get(pk=endpoint.pk)
        assert row.next_try_at
        assert row.next_try_at - clock.now() > timedelta(seconds=600)
        office.round()
        assert len(receiver.got) == 1


def test_pauses_grow_to_a_longest_one_and_differ_by_chance() -> None:
    assert 3.7 < pause_after(0, longest=3600) < 6.3
    assert 3600 * 0.74 < pause_after(60, longest=3600) < 3600 * 1.26
    assert len({pause_after(5, longest=3600) for _ in range(20)}) > 10


def test_a_position_that_somebody_sets_while_a_message_is_under_way_stands(
    to_us: PublicSite, office: PostOffice
) -> None:
    with receiving(sleeping(0.5)) as receiver:
        endpoint, _secret = from_the_beginning(receiver.url)
        office.round()
        assert office.under_way
        actions.replay(make_administrator(), endpoint=endpoint, number=3)
        wait(office.under_way, timeout=5)
        office.round()
        assert Endpoint.objects.get(pk=endpoint.pk).position == 2
        receiver.behave = taking
        work(office, until=everything_delivered)
    assert receiver.got[-1].numbers == [number for number in expected() if number >= 3]


def test_what_ends_while_a_message_is_under_way_is_not_told_any_more(to_us: PublicSite, office: PostOffice) -> None:
    with receiving(sleeping(0.5)) as receiver:
        endpoint, _secret = from_the_beginning(receiver.url)
        office.round()
        actions.end_endpoint(make_administrator(), endpoint=endpoint, reason="Thôi")
        wait(office.under_way, timeout=5)
        office.round()
        office.round()
        assert len(receiver.got) == 1
        assert Attempt.objects.count() == 1


def test_a_worker_that_was_killed_sends_again_under_the_same_name(
    to_us: PublicSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent and could not be written down: the next process cannot know of it."""
    in_pieces(monkeypatch, 2)
    with receiving() as receiver:
        from_the_beginning(receiver.url)
        with ThreadPoolExecutor(PARALLEL) as pool:
            killed = PostOffice(pool)
            killed.round()
            wait(killed.under_way, timeout=5)
        with ThreadPoolExecutor(PARALLEL) as pool:
            work(PostOffice(pool), until=everything_delivered)
    first, second, *_rest = receiver.got
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    once = list(dict.fromkeys(receiver.numbers))
    assert once == expected()


def test_old_tries_are_forgotten(to_us: PublicSite, office: PostOffice) -> None:
    with receiving() as receiver:
        from_the_beginning(receiver.url)
        work(office, until=everything_delivered)
    with time_machine.travel(clock.now() + timedelta(days=29)):
        forget_old_attempts(0)
        assert Attempt.objects.exists()
    with time_machine.travel(clock.now() + timedelta(days=31)):
        forget_old_attempts(0)
        assert not Attempt.objects.exists()


# --- the loop itself, in a database in which it may commit --------------------------------------------------------


@pytest.fixture
def committing(in_own_database: str, settings: Any) -> PublicSite:
    settings.WEBHOOKS_TO_LOOPBACK = True
    take_consumers()
    return PublicSite.objects.get(code="stc")


def test_the_loop_delivers_what_is_published_and_publishing_does_not_wait_for_it(committing: PublicSite) -> None:
    from django.db import connections

    stop, beats = threading.Event(), []

    def run() -> None:
        try:
            deliver_forever(stop, after_round=lambda: beats.append(1))
        finally:
            connections.close_all()

    with receiving() as receiver, receiving(sleeping(30)) as hanging:
        make_endpoint(make_consumer("Giao diện", "stc"), receiver.url)
        make_endpoint(make_consumer("Treo", "stc"), hanging.url)
        loop = threading.Thread(target=run)
        loop.start()
        try:
            before, took = head_number(), []
            for number in range(5):
                page = make_news(section_of(committing), title=f"Mới {number}", slug=f"moi-{number}")
                began = time.monotonic()
                with transaction.atomic():
                    publish(page)
                drain()
                took.append(time.monotonic() - began)
            wanted = [number for number in range(before + 1, head_number() + 1) if number in set(expected())]
            limit = time.monotonic() + 15
            while receiver.numbers != wanted:
                assert time.monotonic() < limit, (receiver.numbers, wanted)
                time.sleep(0.05)
            with free_lock(LOCK) as is_ours:
                assert not is_ours  # the one that delivers holds it; another process stands by
        finally:
            stop.set()
            hanging.behave = taking
            loop.join(20)
    assert not loop.is_alive()
    assert beats
    assert max(took) < 5
