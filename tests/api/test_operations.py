"""What an operator sees: log lines, figures, health; each beside what it refuses or leaves out."""

import json
import logging
import os
import re
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from api.operations.checks import what_is_not_configured
from api.operations.logs import AtOnce, JsonLines, request_id
from api.publications.models import Alarm, Dirty, Due
from api.worker import beats
from api.worker.models import Beat
from cms.project.config import ROOT, not_given
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from tests.factories.api import get, host
from tests.stack import Stack
from workflows.notices.models import Mail

LIST = "/api/v1/content/"
TOKEN = "mot-chuoi-dai-ngau-nhien"


# --- log lines ----------------------------------------------------------------------------------------------------
@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """What the lines of requests say, as JSON gives it back."""
    caplog.set_level(logging.INFO, "requests")
    written = JsonLines()
    return lambda: [json.loads(written.format(record)) for record in caplog.records if record.name == "requests"]


def test_a_request_leaves_one_line_that_says_how_it_went(site: PublicSite, lines: Any) -> None:
    answer = get(f"{LIST}?type=news&tag=bi-mat", site)
    (line,) = lines()
    assert (line["event"], line["level"], line["method"], line["path"]) == ("request", "info", "GET", LIST)
    assert (line["site"], line["status"]) == (host(site), answer.status_code)
    assert line["ms"] > 0
    assert "bi-mat" not in json.dumps(line)
    assert not {"person", "queries", "ip"} & set(line)


def test_the_site_of_a_line_is_the_one_asked_for(site: PublicSite, portal: PublicSite, lines: Any) -> None:
    get(f"{LIST}?site={host(site)}", portal)
    assert lines()[0]["site"] == host(site)


def test_a_line_of_the_admin_names_the_person_by_number_alone(site: PublicSite, lines: Any) -> None:
    person = User.objects.create_superuser(username="nguoi.truc", email="truc@example.vn", password="x" * 20)
    client = Client(headers={"host": host(site)})
    client.force_login(person)
    client.get("/admin/account/")
    line = lines()[-1]
    assert line["person"] == person.pk
    assert line["queries"] > 0
    assert "truc" not in json.dumps(line)


def test_words_of_an_address_that_open_something_are_not_written_down(site: PublicSite, lines: Any) -> None:
    Client(headers={"host": host(site)}).get("/admin/password_reset/confirm/MQ/abc-0123456789/")
    path = lines()[0]["path"]
    assert path.startswith("/admin/password_reset/confirm/")
    assert "0123456789" not in path


def test_the_id_of_the_proxy_is_kept_and_answered(site: PublicSite, lines: Any) -> None:
    answer = get(LIST, site, **{"x-request-id": "proxy-0123.4567"})
    assert answer["X-Request-ID"] == "proxy-0123.4567"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, 'a"},{"b":"c', "hai dòng", "a\tb-0123456"])
def test_an_id_that_is_none_is_replaced(site: PublicSite, given: str) -> None:
    answered = Client(headers={"host": host(site)}).get(LIST, HTTP_X_REQUEST_ID=given)["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", answered)


def test_every_line_within_a_request_carries_its_id(site: PublicSite, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(json.loads(JsonLines().format(record)))

    ear, logger = Ear(), logging.getLogger("requests")
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    try:
        answer = get(LIST, site)
    finally:
        logger.removeHandler(ear)
        logger.setLevel(logging.NOTSET)
    assert told[0]["request_id"] == answer["X-Request-ID"]
    assert request_id.get() == ""


def test_an_exception_is_told_without_the_values_of_a_row(db: None) -> None:
    try:
        Mail.objects.create(pk=1, to="a@example.vn", created_at=clock.now())
        Mail.objects.bulk_create([Mail(pk=1, to="b@example.vn", created_at=clock.now())])
    except IntegrityError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "A job failed", None, sys.exc_info())
    line = JsonLines().format(record)
    assert "IntegrityError: duplicate key value" in line
    assert "example.vn" not in line
    assert "Key (id)" not in line
    assert any(
        place.endswith("test_an_exception_is_told_without_the_values_of_a_row")
        for place in json.loads(line)["traceback"]
    )


def test_vietnamese_stands_as_it_is_written() -> None:
    line = JsonLines().format(logging.LogRecord("x", logging.INFO, __file__, 1, "Tỉnh %s\nhai", ("Bình Phước",), None))
    assert "Tỉnh Bình Phước" in line
    assert "\n" not in line


def test_lines_go_out_at_once_and_whole(capfd: pytest.CaptureFixture[str]) -> None:
    handler, record = AtOnce(), logging.LogRecord("x", logging.INFO, __file__, 1, "Tỉnh " + "x" * 100_000, None, None)
    handler.setFormatter(JsonLines())
    record.created = 1_800_000_000.0625
    handler.handle(record)
    (written,) = capfd.readouterr().err.splitlines()
    line = json.loads(written)
    assert line["event"].startswith("Tỉnh x")
    assert line["time"] == datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


# --- figures ------------------------------------------------------------------------------------------------------
def metrics(**headers: str) -> Any:
    return Client(headers=headers).get("/metrics")


def figures(text: str) -> dict[str, float]:
    """Each sample by its name, with its labels where it has some."""
    return {
        sample.name + "".join(f" {value}" for _label, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_figures_count_requests_by_endpoint_and_status(site: PublicSite) -> None:
    before = figures(metrics().content.decode())
    get(LIST, site)
    get(f"{LIST}?colour=red", site)
    get("/api/v1/khong-co-gi/bi-mat/", site)
    after = figures(metrics().content.decode())
    for name in ("content-list 200", "content-list 400", "unknown 404"):
        key = f"congtinh_request_seconds_count {name}"
        assert after[key] == before.get(key, 0) + 1
    assert not any("bi-mat" in name for name in after)


def test_figures_tell_what_waits(site: PublicSite) -> None:
    long_ago = clock.now() - timedelta(minutes=5)
    Dirty.objects.create(kind="subject", ref="x", priority=0, at=long_ago)
    Dirty.objects.create(kind="subject", ref="y", priority=2)
    Alarm.objects.create(kind="held", thing="x", raised_at=long_ago)
    Alarm.objects.create(kind="held", thing="y", raised_at=long_ago, cleared_at=clock.now())
    Mail.objects.create(to="a@example.vn", subject="x", body="x", language="vi", created_at=long_ago)
    Due.objects.create(kind="page", public_id=site.public_id, site=site.public_id, at=long_ago)
    found = figures(metrics().content.decode())
    assert found["congtinh_database_up"] == 1
    assert 295 <= found["congtinh_drain_lag_seconds"] <= 330
    assert (found["congtinh_marks"], found["congtinh_marks_following"]) == (1, 1)
    assert (found["congtinh_alarms"], found["congtinh_alarms_by_kind held"]) == (1, 1)
    assert (found["congtinh_outbox"], found["congtinh_overdue"]) == (1, 1)
    assert "congtinh_timetable_late api.worker.retry_stalled" in found
    assert "congtinh_pool_connections waiting default" in found


def test_figures_hold_no_personal_data(site: PublicSite) -> None:
    Mail.objects.create(to="a@example.vn", subject="Họ tên", body="x", language="vi", created_at=clock.now())
    text = metrics().content.decode()
    assert "example.vn" not in text
    assert "Họ tên" not in text


def test_with_a_token_only_who_has_it_reads_the_figures(site: PublicSite, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    for given in ("", TOKEN, f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}", "Bearer đ"):
        refused = metrics(authorization=given) if given else metrics()
        assert (refused.status_code, refused.content, refused["WWW-Authenticate"]) == (401, b"", "Bearer")
    assert metrics(authorization=f"Bearer {TOKEN}").status_code == 200
    assert (
        Client(REMOTE_ADDR="10.0.0.7").get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    )


def test_without_a_token_only_this_machine_reads_the_figures(site: PublicSite, settings: Any) -> None:
    assert metrics().status_code == 200
    assert Client(REMOTE_ADDR="::1").get("/metrics").status_code == 200
    for address in ("10.0.0.7", "203.0.113.5", ""):
        assert Client(REMOTE_ADDR=address).get("/metrics").status_code == 404
    for name in ("x-forwarded-for", "forwarded", "x-real-ip"):
        assert metrics(**{name: "127.0.0.1"}).status_code == 404
    settings.PROXIES = 1
    assert metrics().status_code == 404


def test_the_figures_are_no_part_of_what_readers_see(site: PublicSite) -> None:
    assert "/metrics" not in get("/api/v1/schema/", site).content.decode()
    assert metrics()["Cache-Control"] == "no-store"


def test_all_processes_of_the_server_are_counted_together(in_own_database: str, tmp_path: Path) -> None:
    stack = Stack(in_own_database, tmp_path)
    (tmp_path / "static").mkdir()
    try:
        stack.start("web")
        for _ in range(40):
            with urllib.request.urlopen(f"{stack.url}/healthz", timeout=10) as answer:
                assert answer.status == 200
        counted = set()
        for _ in range(4):
            with urllib.request.urlopen(f"{stack.url}/metrics", timeout=10) as answer:
                counted.add(figures(answer.read().decode())["congtinh_request_seconds_count healthz 200"])
        children = Path(f"/proc/{stack.processes['web'].pid}/task/{stack.processes['web'].pid}/children").read_text()
        assert len(children.split()) == 2
    finally:
        stack.stop()
    assert len(counted) == 1
    assert counted.pop() >= 40


# --- health -------------------------------------------------------------------------------------------------------
def alive(**ago: int) -> None:
    """The pulse of a worker, so many seconds ago."""
    for loop in beats.LOOPS:
        at = clock.now() - timedelta(seconds=ago.get(loop, 1))
        Beat.objects.update_or_create(host=beats.platform.node(), loop=loop, defaults={"at": at})


@pytest.fixture
def worker(site: PublicSite) -> None:
    """A worker that is alive."""
    alive()
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values")


def ready() -> tuple[int, Any]:
    answer = get("/readyz")
    return answer.status_code, answer.json()


def test_the_system_is_ready_when_everything_answers(worker: None) -> None:
    status, body = ready()
    assert (status, body["status"]) == (200, "ready")
    assert body["checks"]["worker"]["seconds_since"].keys() == {*beats.LOOPS, "jobs"}
    assert "api.worker.retry_stalled" in body["checks"]["scheduler"]["last_run"]


@pytest.mark.parametrize("loop", beats.LOOPS)
def test_a_silent_loop_is_named_and_readers_are_still_served(worker: None, loop: str) -> None:
    alive(**{loop: beats.LONGEST_SILENCE + 5})
    status, body = ready()
    assert (status, body["status"]) == (200, "degraded")
    assert body["checks"]["worker"]["ok"] is False


def test_no_worker_at_all_is_said(site: PublicSite) -> None:
    assert ready()[1]["checks"]["worker"] == {
        "ok": False,
        "seconds_since": dict.fromkeys((*beats.LOOPS, "jobs")),
    }


def test_a_periodic_job_that_should_have_begun_is_late(worker: None) -> None:
    def begun(minutes: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("delete from procrastinate_periodic_defers")
            stamp = int((clock.now() - timedelta(minutes=minutes)).timestamp())
            columns = "task_name, defer_timestamp, periodic_id"
            cursor.execute(
                f"insert into procrastinate_periodic_defers ({columns}) values ('api.worker.retry_stalled', %s, '')",
                [stamp],
            )

    begun(1)
    assert ready()[1]["checks"]["scheduler"]["late"] == []
    begun(30)
    status, body = ready()
    assert (status, body["status"]) == (200, "degraded")
    assert body["checks"]["scheduler"]["late"] == ["api.worker.retry_stalled"]
    assert figures(metrics().content.decode())["congtinh_timetable_late api.worker.retry_stalled"] == 1


def test_a_change_that_waits_for_minutes_makes_the_system_not_ready(worker: None) -> None:
    Dirty.objects.create(kind="subject", ref="x", priority=0, at=clock.now() - timedelta(minutes=3))
    status, body = ready()
    assert (status, body["status"]) == (503, "not_ready")
    assert body["checks"]["publication"]["ok"] is False
    assert body["checks"]["database"]["ok"] is True


def test_the_worker_says_whether_it_is_alive(worker: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("worker", "--health")
    assert re.search(r"drain: \d+ s ago", capsys.readouterr().out)
    alive(timetable=beats.LONGEST_SILENCE + 5)
    with pytest.raises(SystemExit) as ended:
        call_command("worker", "--health")
    assert ended.value.code == 1


def test_another_machines_worker_does_not_speak_for_this_one(site: PublicSite) -> None:
    for loop in beats.LOOPS:
        Beat.objects.create(host="another", loop=loop, at=clock.now())
    with pytest.raises(SystemExit):
        call_command("worker", "--health")


def test_a_beat_is_written_seldom_and_old_machines_are_forgotten(site: PublicSite, monkeypatch: Any) -> None:
    monkeypatch.setattr(beats, "_last", {})
    Beat.objects.create(host="gone", loop="drain", at=clock.now() - timedelta(days=2))
    beats.beat("drain")
    first = Beat.objects.get()
    beats.beat("drain")
    assert Beat.objects.get().at == first.at


# --- what is not configured ---------------------------------------------------------------------------------------
def test_what_is_not_given_is_said_with_what_happens_instead() -> None:
    assert {name for name, _instead in not_given({})} == {
        "EMAIL_URL",
        "DATABASE_REPLICA_URL",
        "REDIS_URL",
        "METRICS_TOKEN",
        "MACHINE_SERVERS",
        "CDN_PURGE_URL",
        "RECEIPTS_DOOR",
        "PROXIES",
    }
    assert "REDIS_URL" not in dict(not_given({"REDIS_URL": "redis://cache"}))


def test_the_deployment_check_names_it(settings: Any) -> None:
    settings.NOT_GIVEN = not_given({})
    assert any(message.msg.startswith("REDIS_URL is not given: the cache") for message in what_is_not_configured())


def test_a_server_that_lacks_settings_says_so_and_ends() -> None:
    line = [sys.executable, "-m", "gunicorn", "-c", "cms/project/gunicorn.py", "cms.project.wsgi"]
    bare = {"PATH": os.environ["PATH"], "MODE": "production"}
    done = subprocess.run(line, cwd=ROOT, env=bare, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr
    assert "Traceback" not in done.stderr
