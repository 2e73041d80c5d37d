"""A frontend is registered by two, gets a key seen once, is told what is published; a dead webhook is revived."""

import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser
from standardwebhooks.webhooks import Webhook

from tests.factories.hooks import Receiver, answering, receiving, taking
from tests.journeys.browser import Person, person
from tests.journeys.office import begin_item, decide, name_author, open_waiting, press, section_number, until_public
from tests.stack import DOMAIN, Stack, manage

pytestmark = pytest.mark.browser

NAME = "Giao diện Sở Tài chính"
SITE = f"stc.{DOMAIN}"
TITLE = "Báo cho giao diện biết"
PATIENCE = 30.0


@pytest.fixture
def receiver(stack: Stack) -> Iterator[Receiver]:
    """A receiver on this machine, which the worker of the test may reach."""
    stack.kill("worker")
    stack.kill("web")
    os.environ["WEBHOOKS_TO_LOOPBACK"] = "1"
    try:
        stack.start("web", "worker")
        with receiving() as found:
            yield found
    finally:
        del os.environ["WEBHOOKS_TO_LOOPBACK"]
        stack.kill("worker")
        stack.kill("web")
        stack.start("web", "worker")


def number(stack: Stack, question: str, *values: Any) -> int:
    with psycopg.connect(stack.address) as connection:
        row = connection.execute(question, list(values)).fetchone()
    assert row
    return int(row[0])


def click(who: Person, name: str) -> None:
    with who.page.expect_navigation():
        who.page.get_by_role("button", name=name).last.evaluate("button => button.click()")


def approved(second: Person, stack: Stack, shot: str = "") -> None:
    second.go(f"/admin/changes/{number(stack, 'select max(id) from workflows_changes_proposal')}/")
    if shot:
        second.shot(shot)
    click(second, "Duyệt và thực hiện")


def until(true: Any) -> None:
    limit = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < limit, "it does not happen"
        time.sleep(0.1)


def asked(stack: Stack, key: str) -> tuple[int, str]:
    """Status, and what is said of the key."""
    request = urllib.request.Request(
        f"{stack.url}/api/v1/content/?site={SITE}", headers={"Authorization": f"Bearer {key}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status, answer.headers.get("Key-State", "")


def test_a_frontend_from_its_registration_to_its_revival(stack: Stack, browser: Browser, receiver: Receiver) -> None:
    with person(browser, stack.url, "quantri") as first, person(browser, stack.url, "quantri2") as second:
        _register(first, second, stack)
        consumer = number(stack, "select id from api_consumers_consumer where name = %s", NAME)
        key = _key(first, second, stack, consumer)
        secret = _webhook(first, second, stack, consumer, receiver)
        endpoint = number(stack, "select id from api_webhooks_endpoint")
        first.go(f"/admin/webhooks/{endpoint}/")
        click(first, "Gửi thử")
        assert first.sees("Thông điệp thử đã đến")
        assert Webhook(secret).verify(receiver.got[-1].body, receiver.got[-1].headers)["type"] == "test"
        _publish(stack, browser, TITLE)
        until(lambda: _told(receiver, stack, TITLE))
        for got in receiver.got:
            assert Webhook(secret).verify(got.body, got.headers)
        _dies_and_is_revived(first, stack, browser, endpoint, receiver)
        assert asked(stack, key) == (200, "")
        _ends(first, stack, consumer, key)


def _register(first: Person, second: Person, stack: Stack) -> None:
    first.go("/admin/consumers/new/")
    first.page.fill("#id_name", NAME)
    first.page.fill("#id_owner", "Công ty Giao Diện, bà Mai")
    first.page.fill("#id_email", "mai@vidu.localhost")
    first.page.locator("label", has_text="Sở Tài chính").first.click()
    first.page.fill("#id_origins", "https://giaodien.vidu.vn")
    click(first, "Lưu")
    first.shot("ben-khai-thac-1-can-ly-do")
    assert first.sees("phải có người thứ hai duyệt")
    first.page.fill("#id_why", "Giao diện mới của Sở")
    click(first, "Lưu")
    assert first.sees("chờ người thứ hai duyệt")
    assert not number(stack, "select count(*) from api_consumers_consumer where name = %s", NAME)
    approved(second, stack, "ben-khai-thac-2-duyet")


def _key(first: Person, second: Person, stack: Stack, consumer: int) -> str:
    first.go(f"/admin/consumers/{consumer}/grant/")
    first.page.fill("#id_name", "Máy chủ giao diện")
    first.page.get_by_label("theo dõi thay đổi").check()
    first.page.fill("#id_why", "Máy chủ cần đọc")
    click(first, "Cấp")
    approved(second, stack)
    first.go(f"/admin/consumers/{consumer}/")
    first.shot("ben-khai-thac-3-mot-ben")
    granted = number(stack, "select max(id) from api_consumers_key")
    first.go(f"/admin/consumers/keys/{granted}/")
    click(first, "Giao khóa ngay")
    first.shot("ben-khai-thac-4-khoa-mot-lan")
    key = first.page.input_value("input.consumer-secret")
    assert re.fullmatch(r"ct_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", key)
    first.go(f"/admin/consumers/keys/{granted}/")
    assert key not in first.page.content()
    assert not first.page.get_by_role("button", name="Giao khóa ngay").count()
    return key


def _webhook(first: Person, second: Person, stack: Stack, consumer: int, receiver: Receiver) -> str:
    first.go(f"/admin/webhooks/new/{consumer}/")
    first.page.fill("#id_url", "https://10.0.0.7/nhan")
    first.page.fill("#id_why", "Báo thay đổi")
    click(first, "Lưu")
    assert first.sees("không thuộc mạng công cộng")
    first.shot("ben-khai-thac-5-mang-rieng")
    first.page.fill("#id_url", receiver.url)
    click(first, "Lưu")
    approved(second, stack)
    first.go(f"/admin/webhooks/{number(stack, 'select id from api_webhooks_endpoint')}/")
    click(first, "Giao mã bí mật ngay")
    first.shot("ben-khai-thac-6-ma-bi-mat")
    secret = first.page.input_value("input.consumer-secret")
    assert secret.startswith("whsec_")
    return secret


def _publish(stack: Stack, browser: Browser, title: str) -> None:
    section = section_number(stack, site="stc", slug="tin-tuc")
    with person(browser, stack.url, "viet.stc") as writer, person(browser, stack.url, "truong.stc") as head:
        begin_item(writer, section=section, title=title, summary="Giao diện được báo ngay.", paragraph="Nội dung.")
        name_author(writer, "Người viết", source="Sở Tài chính")
        press(writer, "Trình duyệt")
        open_waiting(head, title)
        decide(head, "Duyệt và xuất bản")
    until_public(stack, title, site=SITE)


def _told(receiver: Receiver, stack: Stack, title: str) -> bool:
    """Whether it was told of the item, at the address at which the item is read."""
    item = until_public(stack, title, site=SITE)
    changes = [change for got in receiver.taken for change in got.data["data"]["changes"]]
    return any((change["public_id"], change["url"]) == (item["public_id"], item["url"]) for change in changes)


def _dies_and_is_revived(first: Person, stack: Stack, browser: Browser, endpoint: int, receiver: Receiver) -> None:
    receiver.behave = answering(500, "Máy nhận đang hỏng".encode())
    again = f"{TITLE} lần nữa"
    _publish(stack, browser, again)
    until(lambda: number(stack, "select tries from api_webhooks_endpoint where id = %s", endpoint) > 0)
    with psycopg.connect(stack.address, autocommit=True) as connection:  # three days pass
        connection.execute(
            "update api_webhooks_endpoint set failing_since = failing_since - interval '73 hours', next_try_at = now()"
        )
    until(lambda: number(stack, "select count(*) from api_webhooks_endpoint where dead_at is not null"))
    first.go("/admin/consumers/")
    first.shot("ben-khai-thac-7-danh-sach")
    assert first.sees("webhook không gửi được")
    first.go(f"/admin/webhooks/{endpoint}/")
    first.shot("ben-khai-thac-8-ngung-gui")
    assert first.sees("Máy nhận đang hỏng")
    receiver.behave = taking
    click(first, "Gửi tiếp ngay")
    until(lambda: _told(receiver, stack, again))
    first.go(f"/admin/webhooks/{endpoint}/")
    first.page.set_viewport_size({"width": 390, "height": 844})
    first.shot("ben-khai-thac-9-dien-thoai")
    first.page.set_viewport_size({"width": 1366, "height": 900})


def _ends(first: Person, stack: Stack, consumer: int, key: str) -> None:
    first.go(f"/admin/consumers/{consumer}/")
    first.shot("ben-khai-thac-10-da-lam-gi")
    first.page.locator("details summary").last.click()
    first.page.locator("details textarea[name=why]").last.fill("Hết hợp đồng")
    click(first, "Kết thúc")
    assert first.sees("đã kết thúc")
    until(lambda: asked(stack, key) == (200, "ended"))


def test_a_contract_is_recorded_from_a_running_server(stack: Stack, tmp_path: Any) -> None:
    address = f"{stack.url}/api/v1/sites/?limit=2"
    manage(stack.environment, "record_contract", "bang-so-lieu", "01-sites", address,
           "--take", "host=results.0.hostname", "--folder", str(tmp_path))  # fmt: skip
    manage(stack.environment, "record_contract", "bang-so-lieu", "02-site", f"{stack.url}/api/v1/sites/{{host}}/",
           "--folder", str(tmp_path))  # fmt: skip
    found = json.loads((tmp_path / "bang-so-lieu" / "02-site.json").read_text())
    assert found["request"]["path"] == "/api/v1/sites/{host}/"
    assert (found["relies_on"]["status"], found["relies_on"]["body"]["public_id"]) == (200, "uuid")
