"""An administrator opens a site, then several, in a real browser on the running product; the world reads them."""

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Person, person
from tests.stack import DOMAIN, Stack, manage

pytestmark = pytest.mark.browser

PATIENCE = 60.0
TABLE = f"""code;kind;parent;name_vi;name_en;hosts;agency_kind;agency_parent;agency_vi;agency_en;abbreviation_vi
sct;department;portal;Trang thông tin điện tử Sở Công Thương;Department of Industry;sct.{DOMAIN};department;ubnd;Sở Công Thương tỉnh Bình Phước;Department of Industry and Trade;SCT
snv;department;portal;Trang thông tin điện tử Sở Nội vụ;Department of Home Affairs;noivu.{DOMAIN};department;ubnd;Sở Nội vụ tỉnh Bình Phước;Department of Home Affairs;SNV
hotan;locality;portal;Trang thông tin điện tử huyện Hớn Quản;Hon Quan District;honquan.{DOMAIN};locality;ubnd;Ủy ban nhân dân huyện Hớn Quản;People's Committee of Hon Quan District;
"""  # noqa: E501 - a table as somebody would paste it


@pytest.fixture(scope="module")
def administrator(stack: Stack, browser: Browser) -> Iterator[Person]:
    """The administrator at his desk."""
    with person(browser, stack.url, "quantri") as somebody:
        yield somebody


def send(somebody: Person, button: str) -> None:
    """Press a button of the form, and wait for what comes."""
    with somebody.page.expect_navigation():
        somebody.page.click(button)


def until_read(stack: Stack, host: str) -> dict[str, Any]:
    """Wait until anybody can read the home of a site; returns the site."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        with urllib.request.urlopen(f"{stack.url}/api/v1/sites/", timeout=10) as answer:
            for site in json.load(answer)["results"]:
                if host in json.dumps(site):
                    return dict(site)
        time.sleep(0.3)
    raise AssertionError(f"{host} is not read")


def test_an_administrator_opens_a_site_with_a_name_of_its_own_and_a_reason(stack: Stack, administrator: Person) -> None:
    page = administrator.page
    administrator.go("/admin/opening/")
    for name, text in (
        ("name_vi", "Trang thông tin điện tử Sở Tư pháp"),
        ("name_en", "Department of Justice"),
        ("code", "stp"),
        ("agency_vi", "Sở Tư pháp tỉnh Bình Phước"),
        ("agency_en", "Department of Justice of Binh Phuoc Province"),
        ("abbreviation_vi", "STP"),
        ("host", "tuphap.dongnai.gov.vn"),
        ("responsible_person", "Giám đốc Sở Tư pháp"),
        ("basis", "Điều 3.2a"),
        ("decision_number", "12/QĐ-UBND"),
    ):
        page.fill(f"#id_{name}", text)
    page.select_option("#id_agency_kind", "department")
    page.select_option("#id_agency_parent", "ubnd")
    administrator.shot("mo-trang-1-bieu-mau")
    send(administrator, "button[name=preview]")
    assert administrator.sees("Điều 3.1")  # under no domain of the province
    administrator.shot("mo-trang-2-ten-mien-ngoai-tinh")
    page.fill("#id_host", f"tuphap.{DOMAIN}")
    send(administrator, "button[name=preview]")
    assert administrator.sees("Điều 3.2a")
    assert administrator.sees(f"stp.{DOMAIN}")
    administrator.shot("mo-trang-3-xem-truoc")
    page.fill("#reason-1", "Tên quen dùng, đã in trên mọi giấy tờ")
    send(administrator, "button[name=confirm]")
    page.wait_for_url(re.compile("/opened/stp/"))
    assert administrator.sees(f"http://tuphap.{DOMAIN}:{stack.port}/en/")
    assert administrator.sees("Tên quen dùng")
    administrator.shot("mo-trang-4-da-mo")
    assert until_read(stack, f"tuphap.{DOMAIN}")


def test_several_sites_are_opened_from_a_list_while_the_bar_moves(stack: Stack, administrator: Person) -> None:
    page = administrator.page
    administrator.go("/admin/opening/many/")
    page.fill("#id_source", TABLE)
    administrator.shot("mo-nhieu-1-danh-sach")
    send(administrator, "button[name=preview]")
    assert administrator.sees(f"snv.{DOMAIN}")  # what the rule would have
    administrator.shot("mo-nhieu-2-xem-truoc")
    send(administrator, "button[name=confirm]")
    page.wait_for_url(re.compile(r"/many/\d+/"))
    administrator.shot("mo-nhieu-3-dang-mo")
    page.wait_for_selector("a[href$='/opened/hotan/']", timeout=PATIENCE * 1000)
    administrator.shot("mo-nhieu-4-xong")
    assert page.locator("progress").get_attribute("value") == "100"
    for name in ("sct", "honquan"):
        assert until_read(stack, f"{name}.{DOMAIN}")
    assert "0 differences" in manage(stack.environment, "check_publications")


def test_a_writer_does_not_find_the_screen(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "viet.stc") as writer:
        writer.go("/admin/opening/")
        assert not writer.sees(f"tuphap.{DOMAIN}")
        assert not writer.page.locator("form.opening").count()
