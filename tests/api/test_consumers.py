"""Who reads: registering, keys and their worth, limits, origins, how consumers fare; each beside its refusal."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from api.consumers.actions import draw_key, end_consumer, end_key, keep_consumer, rotate_key
from api.consumers.announcements import remind_of_keys
from api.consumers.enums import Scope, State
from api.consumers.jobs import forget_old_usage
from api.consumers.keys import KNOWN_FOR, Ring, caller_of, ring
from api.consumers.measuring import MOST_HELD, Tally, tally
from api.consumers.models import Consumer, Key, Record, Trace, Usage
from api.consumers.selectors import consumers_of, head_number, lines_of
from api.http.callers import note_position
from api.http.throttles import throttles
from sites import clock
from sites.accounts.actions import give_seat
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Invalid, Refusal, Refused
from tests.factories.api import get, host
from tests.factories.hooks import change_rule, drawn_key, granted_key, make_consumer, take_consumers
from tests.factories.sites import make_administrator, make_person, make_seat_kinds, make_site
from workflows.notices.models import Notice

LIST = "/api/v1/content/"


@pytest.fixture
def rules(site: PublicSite) -> PublicSite:
    take_consumers()
    return site


@pytest.fixture
def keeper(rules: PublicSite) -> User:
    """Who administers the site of stc."""
    make_seat_kinds()
    person = make_person("quantri.stc", email="quantri.stc@vidu.localhost")
    give_seat(make_administrator(), person=person, kind_code="site_admin", site=rules)
    return person


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def asked_with(secret: str) -> HttpRequest:
    return RequestFactory().get(LIST, headers=bearer(secret))


def refused(act: Any, kind: type[Refusal] = Refused) -> str:
    with pytest.raises(kind) as caught:
        act()
    return caught.value.code


# --- who keeps which ----------------------------------------------------------------------------------------------


def test_who_administers_a_site_keeps_the_consumers_of_that_site_alone(keeper: User, portal: PublicSite) -> None:
    own = make_consumer("Của Sở", "stc", actor=keeper)
    other, of_all = make_consumer("Của Cổng", "portal"), make_consumer("Của mọi trang")
    both = make_consumer("Của cả hai", "portal", "stc")
    assert list(consumers_of(keeper)) == [own]
    assert set(consumers_of(make_administrator())) == {own, other, of_all, both}
    for codes in ([], ["portal"], ["portal", "stc"]):
        assert refused(lambda codes=codes: make_consumer("Khác", *codes, actor=keeper)) == "not_his_consumer"
    for consumer in (other, of_all, both):
        assert refused(lambda row=consumer: keep_consumer(keeper, consumer=row, codes=["stc"])) == "not_his_consumer"
        assert refused(lambda row=consumer: granted_key(row, actor=keeper)) == "not_his_consumer"
        assert refused(lambda row=consumer: end_consumer(keeper, consumer=row, reason="x")) == "not_his_consumer"
    assert refused(lambda: keep_consumer(keeper, consumer=own, codes=["portal"])) == "not_his_consumer"


def test_where_the_rule_says_nobody_administrators_of_the_province_keep_them_all(keeper: User) -> None:
    own = make_consumer("Của Sở", "stc", actor=keeper)
    change_rule("consumers.register", site_administrators="nobody")
    assert not consumers_of(keeper)
    assert refused(lambda: keep_consumer(keeper, consumer=own, codes=["stc"])) == "not_his_consumer"
    assert refused(lambda: make_consumer("Khác", "stc", actor=make_person("ai.do"))) == "not_his_consumer"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"origins": ["http://vidu.gov.vn"]}, "origins"),
        ({"origins": ["https://vidu.gov.vn/a"]}, "origins"),
        ({"origins": ["https://ten:mat@vidu.gov.vn"]}, "origins"),
        ({"origins": ["*"]}, "origins"),
        ({"origins": ["null"]}, "origins"),
        ({"languages": ["tlh"]}, "languages"),
        ({"email": "không phải thư"}, "email"),
        ({"owner": ""}, "owner"),
    ],
)
def test_what_is_no_origin_language_or_address_is_refused(rules: PublicSite, fields: Any, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        make_consumer("Sai", **fields)
    assert [reason.field for reason in caught.value.reasons] == [field]


def test_every_act_is_written_down_and_nothing_of_it_changes_again(rules: PublicSite) -> None:
    consumer = make_consumer("Bảng số liệu", "stc")
    key = draw_key(make_administrator(), key=granted_key(consumer)).key
    rotated = rotate_key(make_administrator(), key=key, reason="Đổi máy").key
    end_key(make_administrator(), key=rotated, reason="Lộ")
    end_consumer(make_administrator(), consumer=consumer, reason="Không dùng nữa")
    acts = list(Record.objects.order_by("pk").values_list("act", "by__username", "reason"))
    assert acts == [
        ("registered", "quantri", ""),
        ("key_granted", "quantri", ""),
        ("key_drawn", "quantri", ""),
        ("key_rotated", "quantri", "Đổi máy"),
        ("key_ended", "quantri", "Lộ"),
        ("ended", "quantri", "Không dùng nữa"),
    ]
    for change in (Record.objects.all().delete, lambda: Record.objects.update(words="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_has_ended_is_not_changed_and_gets_no_key(rules: PublicSite) -> None:
    consumer = make_consumer("Cũ", "stc")
    secret = drawn_key(consumer)
    assert refused(lambda: end_consumer(make_administrator(), consumer=consumer, reason=" "), Invalid)
    end_consumer(make_administrator(), consumer=consumer, reason="Hết hợp đồng")
    assert refused(lambda: granted_key(consumer)) == "ended"
    assert refused(lambda: keep_consumer(make_administrator(), consumer=consumer, codes=["stc"])) == "ended"
    ring.forget()
    assert ring.find(secret).state == State.ENDED


# --- keys ---------------------------------------------------------------------------------------------------------


def test_a_key_is_seen_once_and_kept_as_a_hash(rules: PublicSite) -> None:
    key = granted_key(make_consumer(), Scope.CHANGES)
    assert key.state == State.GRANTED
    drawn = draw_key(make_administrator(), key=key)
    with connection.cursor() as cursor:
        cursor.execute("select k::text from api_consumers_key k union all select r::text from api_consumers_record r")
        stored = "".join(row[0] for row in cursor.fetchall())
    assert drawn.key.prefix in stored
    assert drawn.secret.removeprefix(drawn.key.prefix) not in stored
    assert refused(lambda: draw_key(make_administrator(), key=key)) == "drawn"


def test_a_key_expires_as_late_as_the_rule_allows(rules: PublicSite) -> None:
    consumer = make_consumer()
    for days in (0, -1, 367):
        expires_on = clock.today() + timedelta(days=days)
        assert refused(lambda day=expires_on: granted_key(consumer, expires_on=day), Invalid) == "expires_on"
    granted_key(consumer, expires_on=clock.today() + timedelta(days=366))
    with pytest.raises(Invalid):
        granted_key(consumer, "everything")


def test_what_a_key_is_worth_follows_the_clock_and_the_acts(rules: PublicSite) -> None:
    consumer = make_consumer(reads_a_minute=7)
    secret = drawn_key(consumer, Scope.RATE, Scope.CHANGES)
    caller = ring.find(secret)
    assert (caller.state, caller.consumer, caller.most("read"), caller.most("search")) == ("good", consumer.pk, 7, None)
    assert ring.find(secret[:-1] + ("A" if secret[-1] != "A" else "B")).state == State.UNKNOWN
    for nonsense in ("", "ct_", "ct_00000000_" + "a" * 43, secret + "a", secret.upper()):
        assert ring.find(nonsense).state == State.UNKNOWN
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert ring.find(secret).state == State.EXPIRED
    end_key(make_administrator(), key=Key.objects.get(), reason="Lộ")
    ring.forget()
    assert ring.find(secret).state == State.ENDED
    assert refused(lambda: end_key(make_administrator(), key=Key.objects.get(), reason="Lộ"), Conflict) == "ended"


def test_a_replaced_key_goes_on_beside_the_new_one_for_as_long_as_the_rule_says(rules: PublicSite) -> None:
    consumer = make_consumer()
    old = drawn_key(consumer, Scope.CHANGES)
    assert refused(lambda: rotate_key(make_administrator(), key=Key.objects.get(), reason=""), Invalid)
    new = rotate_key(make_administrator(), key=Key.objects.get(), reason="Định kỳ")
    ring.forget()
    assert ring.find(new.secret).scopes == {Scope.CHANGES}
    assert ring.find(old).is_good
    kept = Key.objects.get(drawn_at__isnull=False, ends_at__isnull=False)
    assert refused(lambda: rotate_key(make_administrator(), key=kept, reason="Lần nữa")) == "not_good"
    with time_machine.travel(clock.now() + timedelta(hours=73)):
        assert ring.find(old).state == State.ENDED
        assert ring.find(new.secret).is_good


def test_a_key_costs_one_query_in_many_requests_and_a_made_up_one_no_more(rules: PublicSite) -> None:
    secret = drawn_key(make_consumer())
    ours = Ring()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(50):
            assert ours.find(secret).is_good
            ours.find("ct_00000000_" + "a" * 43)
            ours.find("nonsense")
    assert len(queries) == 1
    assert KNOWN_FOR <= 10


def test_reading_is_open_without_a_key_and_a_dead_one_is_told(rules: PublicSite) -> None:
    secret = drawn_key(make_consumer("Giao diện", "stc"))
    plain = get(LIST, rules)
    assert (plain.status_code, "Key-State" in plain) == (200, False)
    good = get(LIST, rules, **bearer(secret))
    assert (good.status_code, good.content, "Key-State" in good) == (200, plain.content, False)
    assert good["Cache-Control"] == plain["Cache-Control"]
    end_key(make_administrator(), key=Key.objects.get(), reason="Lộ")
    ring.forget()
    dead = get(LIST, rules, **bearer(secret))
    assert (dead.status_code, dead.content, dead["Key-State"]) == (200, plain.content, "ended")
    assert dead["Cache-Control"] == "no-store"
    assert get(LIST, rules, **bearer("ct_00000000_" + "a" * 43))["Key-State"] == "unknown"
    for foreign in ("Bearer another-token", "Basic abc", "ct_"):
        assert "Key-State" not in get(LIST, rules, authorization=foreign)


def test_who_keeps_a_key_is_told_before_it_ends(keeper: User) -> None:
    consumer = make_consumer("Của Sở", "stc", actor=keeper)
    drawn_key(consumer, name="Máy chủ web", expires_on=clock.today() + timedelta(days=14))
    drawn_key(make_consumer(), name="Xa hơn", expires_on=clock.today() + timedelta(days=15))
    granted_key(consumer, name="Chưa giao", expires_on=clock.today() + timedelta(days=14))
    assert remind_of_keys() == 1
    (told,) = Notice.objects.all()
    assert (told.person, "Máy chủ web" in told.body) == (keeper, True)


# --- limits, origins ----------------------------------------------------------------------------------------------


def test_a_key_is_counted_by_itself_and_by_its_own_limit(rules: PublicSite, settings: Any) -> None:
    settings.REQUESTS_A_MINUTE = {"read": 2, "search": 0}
    throttles["read"]._counts.clear()
    rich = drawn_key(make_consumer("Nhiều", reads_a_minute=4), Scope.RATE)
    plain = drawn_key(make_consumer("Không có phạm vi", reads_a_minute=4))
    with time_machine.travel(clock.now(), tick=False):
        assert [get(LIST, rules).status_code for _ in range(3)] == [200, 200, 429]
        assert [get(LIST, rules, **bearer(rich)).status_code for _ in range(5)] == [200] * 4 + [429]
        assert [get(LIST, rules, **bearer(plain)).status_code for _ in range(3)] == [200, 200, 429]
        made_up = bearer("ct_00000000_" + "a" * 43)
        assert get(LIST, rules, **made_up).status_code == 429  # counted with its address


def test_pages_of_a_consumers_origin_may_send_to_its_sites_alone(rules: PublicSite, portal: PublicSite) -> None:
    origin = "https://giaodien.vidu.vn"
    consumer = make_consumer("Giao diện", "stc", origins=[origin])

    def sent_to(site: PublicSite) -> str:
        answer = Client(headers={"host": host(site), "origin": origin}).post(
            "/api/v1/contributions/", "{}", content_type="application/json"
        )
        return str(answer.json()["code"])

    assert sent_to(rules) != "origin_not_allowed"
    assert sent_to(portal) == "origin_not_allowed"
    keep_consumer(make_administrator(), consumer=consumer, codes=[])
    assert sent_to(portal) != "origin_not_allowed"
    end_consumer(make_administrator(), consumer=consumer, reason="Hết hợp đồng")
    assert sent_to(rules) == "origin_not_allowed"


# --- how they fare ------------------------------------------------------------------------------------------------


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Tally:
    """The counter of the process, with nothing of other tests in it."""
    tally.write()
    return tally


def test_requests_are_counted_in_the_process_and_written_together(rules: PublicSite, counting: Tally) -> None:
    consumer = make_consumer("Giao diện", "stc")
    secret = bearer(drawn_key(consumer))
    get(LIST, rules, **secret)
    with CaptureQueriesContext(connection) as queries:
        for path in (LIST, f"{LIST}?type=news", f"{LIST}{consumer.public_id}/", f"{LIST}?nonsense=1"):
            get(path, rules, **secret)
    assert not [query for query in queries if "api_consumers" in query["sql"]]
    assert not Usage.objects.exists()
    counting.write()
    row = Usage.objects.get(consumer=consumer)
    assert (row.requests, row.mistaken, row.held_off, row.failed) == (5, 1, 0, 0)
    assert Trace.objects.get().seen_at == Key.objects.get().used_at
    assert counting.write() == 0
    get(LIST, rules, **secret)
    counting.write()
    assert Usage.objects.get().requests == 6
    (line,) = lines_of([consumer])
    assert (line.figures.requests, round(line.figures.error_rate, 1), line.lag) == (6, 16.7, None)


def test_a_dead_key_counts_as_a_mistake_of_its_consumer(rules: PublicSite, counting: Tally) -> None:
    secret = bearer(drawn_key(make_consumer()))
    end_key(make_administrator(), key=Key.objects.get(), reason="Lộ")
    ring.forget()
    get(LIST, rules, **secret)
    get(LIST, rules, **bearer("ct_00000000_" + "a" * 43))
    counting.write()
    assert (Usage.objects.get().requests, Usage.objects.get().mistaken) == (1, 1)


def test_how_far_a_consumer_has_read_is_kept_where_its_key_follows_the_changes(
    rules: PublicSite, counting: Tally
) -> None:
    follows, other = make_consumer("Theo dõi"), make_consumer("Không theo dõi")
    head = head_number()
    assert head > 2
    secret = drawn_key(follows, Scope.CHANGES)
    for request, number in (
        (asked_with(secret), head - 2),
        (asked_with(drawn_key(other)), head),
        (RequestFactory().get(LIST), head),
    ):
        note_position(request, number)
    counting.write()
    lags = {line.consumer: line.lag for line in lines_of([follows, other])}
    assert lags == {follows: 2, other: None}
    note_position(asked_with(secret), 1)  # it began anew
    counting.write()
    assert Trace.objects.get(consumer=follows).position == 1
    caller = caller_of(asked_with(secret))
    assert caller is not None
    counting.note(caller, 200)
    counting.write()
    assert Trace.objects.get(consumer=follows).position == 1  # a request of another kind says nothing of it


def test_following_with_such_a_key_says_how_far(rules: PublicSite, counting: Tally) -> None:
    consumer, changes = make_consumer("Bản sao"), "/api/v1/changes/"
    secret = bearer(drawn_key(consumer, Scope.CHANGES))
    first = get(f"{changes}?limit=1", rules, **secret).json()
    counting.write()
    assert (
        Trace.objects.get(consumer=consumer).position is None
    )  # in the middle of the snapshot he has read nothing yet
    get(f"{changes}?limit=100", rules, **secret)
    counting.write()
    assert lines_of([consumer])[0].lag == 0
    assert first["next"]
    get(f"{changes}?since={first['cursor']}", rules)  # nobody's key
    assert counting.write() == 0


def test_what_waits_to_be_written_is_bounded(rules: PublicSite) -> None:
    ours, caller = Tally(), caller_of(asked_with(drawn_key(make_consumer())))
    assert caller is not None
    begin = clock.now()
    with time_machine.travel(begin, tick=False) as traveller:
        for hour in range(MOST_HELD + 50):
            traveller.move_to(begin + timedelta(hours=hour) if hour < 600 else begin + timedelta(hours=600))
            ours.note(caller, 200)
    assert len(ours._held.usage) <= MOST_HELD


def test_two_processes_add_up(rules: PublicSite) -> None:
    consumer = make_consumer()
    caller = caller_of(asked_with(drawn_key(consumer)))
    assert caller is not None
    first, second = Tally(), Tally()
    for ours, status in ((first, 200), (second, 503), (second, 429)):
        ours.note(caller, status)
    first.write()
    second.write()
    row = Usage.objects.get()
    assert (row.requests, row.failed, row.held_off) == (3, 1, 1)


def test_what_was_counted_long_ago_is_forgotten(rules: PublicSite) -> None:
    consumer = make_consumer()
    for days in (1, 100):
        Usage.objects.create(consumer=consumer, hour=clock.now() - timedelta(days=days), requests=days)
    forget_old_usage(0)
    assert [row.requests for row in Usage.objects.all()] == [1]


def test_the_list_costs_the_same_for_one_consumer_and_for_many(rules: PublicSite) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            lines_of(list(consumers_of(make_administrator())))
        return len(found)

    drawn_key(make_consumer("Một", "stc"))
    one = queries()
    for number in range(5):
        drawn_key(make_consumer(f"Bên {number}", "stc", "portal"))
    assert queries() == one


def test_a_consumer_of_another_site_is_not_among_ones_own(keeper: User) -> None:
    make_site("sxd", parent_code="portal")
    make_consumer("Của nhà bên", "sxd")
    assert not Consumer.objects.filter(pk__in=consumers_of(keeper))
