"""Notices: their term, the list of them, and how they end. Categories of a site. The archive."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from api.publications.drain import drain_in_transaction
from cms.news.models import Category
from cms.pages.registry import reasons_not_to_submit
from sites.domains.models import PublicSite
from tests.factories.api import current, get, host, settle, whole
from tests.factories.cms import (
    fresh,
    make_category,
    make_file,
    make_news,
    make_notice,
    publish,
    section_of,
)
from workflows.passage.actions import publish_due

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def listed(site: PublicSite, query: str = "") -> list[str]:
    """The titles of a list of notices."""
    answer = get(f"/api/v1/notices/?{query}", site)
    assert answer.status_code == 200, answer.content
    return [item["title"] for item in answer.json()["results"]]


def test_the_golden_payload_of_a_notice(site: PublicSite) -> None:
    page = make_notice(
        site,
        number="12/TB-STC",
        importance="urgent",
        in_force_from=date(2026, 11, 23),
        in_force_until=date(2026, 11, 25),
        file=make_file(),
        category=make_category(),
    )
    with time_machine.travel(AT, tick=False):
        publish(page)
        settle()
    found = whole(page)
    file = found["notice"].pop("file")
    assert found["notice"] == {
        "number": "12/TB-STC",
        "importance": "urgent",
        "in_force_from": "2026-11-23",
        "in_force_until": "2026-11-25",
    }
    assert (file["title"], file["type"]) == ("Quy chế", "application/pdf")
    assert file["url"].startswith(f"http://{host(site)}:8000/media/")
    assert (found["type"], found["category"]["code"]) == ("notice", "kinh-te")
    row = current(page)
    assert (row.date_from, row.date_to) == (
        datetime(2026, 11, 22, 17, tzinfo=UTC),
        datetime(2026, 11, 25, 17, tzinfo=UTC),
    )


def test_notices_are_listed_by_the_day_on_which_they_are_in_force(site: PublicSite) -> None:
    with time_machine.travel(AT, tick=False):
        for title, first, last in (
            ("Đã qua", date(2026, 11, 1), date(2026, 11, 21)),
            ("Đang có", date(2026, 11, 22), date(2026, 11, 22)),
            ("Sắp tới", date(2026, 11, 23), None),
            ("Luôn có", None, None),
        ):
            publish(make_notice(site, title, in_force_from=first, in_force_until=last))
        publish(make_news(section_of(site), title="Một tin"))
        drain_in_transaction()
        assert sorted(listed(site)) == ["Luôn có", "Sắp tới", "Đang có", "Đã qua"]
        assert sorted(listed(site, "in_force_on=2026-11-22")) == ["Luôn có", "Đang có"]
        assert sorted(listed(site, "in_force_on=2026-11-21")) == ["Luôn có", "Đã qua"]
        assert listed(site, "term=past") == ["Đã qua"]
        assert listed(site, "term=coming") == ["Sắp tới"]
        assert sorted(listed(site, "term=current")) == ["Luôn có", "Đang có"]
        refused = get("/api/v1/notices/?in_force_on=hôm nay", site)
        assert (refused.status_code, list(refused.json()["errors"])) == (400, ["in_force_on"])


def test_a_notice_stays_readable_after_its_term_unless_it_ends_with_it(site: PublicSite) -> None:
    last = date(2026, 11, 23)
    with time_machine.travel(AT, tick=False):
        stays = make_notice(site, "Ở lại", in_force_until=last)
        ends = make_notice(site, "Kết thúc", in_force_until=last, ends_with_term=True)
        for page in (stays, ends):
            publish(page)
        drain_in_transaction()
    midnight = datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert fresh(ends).expire_at == midnight
    path = "/api/v1/resolve/?path=/tin-tuc/ket-thuc/"
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        publish_due()
        drain_in_transaction()
        assert get(path, site).json()["state"] == "live"
    with time_machine.travel(midnight, tick=False):
        publish_due()
        settle()
        assert get(path, site).json()["state"] == "withdrawn"
        assert get(path, site).json()["cause"] == "expired"
        assert listed(site, "term=past") == ["Ở lại"]


def test_a_term_that_is_over_or_upside_down_is_refused(site: PublicSite) -> None:
    page = make_notice(site, in_force_until=date(2026, 11, 20))
    with time_machine.travel(AT, tick=False):
        assert {reason.code for reason in reasons_not_to_submit(page)} == {"term_over"}
    page.in_force_from = date(2026, 11, 21)
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["in_force_until"]


def test_a_category_of_a_site_is_offered_and_filtered_there_alone(site: PublicSite, portal: PublicSite) -> None:
    own = Category.objects.create(code="gia-dat", name_vi="Giá đất", name_en="Land prices", site=site)
    page = make_news(section_of(site), category=own)
    publish(page)
    settle()
    codes = {item.code: get(f"/api/v1/sites/{host(item)}/", item).json()["categories"] for item in (site, portal)}
    assert [[entry["code"] for entry in codes[code]] for code in ("stc", "portal")] == [["gia-dat"], []]
    found = get("/api/v1/content/?category=gia-dat", site).json()["results"]
    assert [item["public_id"] for item in found] == [str(page.translation_key)]
    foreign = make_news(section_of(portal), category=own)
    assert "category_elsewhere" in {reason.code for reason in reasons_not_to_submit(foreign)}


def test_the_archive_counts_by_year_and_month_of_viet_nam_in_one_query(
    site: PublicSite, django_assert_num_queries: Any
) -> None:
    for moment in (
        datetime(2025, 12, 31, 16, 59, tzinfo=UTC),
        datetime(2025, 12, 31, 17, 0, tzinfo=UTC),  # midnight in Viet Nam: the next year
        datetime(2026, 3, 1, tzinfo=UTC),
    ):
        with time_machine.travel(moment, tick=False):
            publish(make_news(section_of(site), title=f"Tin {moment:%H%M%d}"))
    drain_in_transaction()
    section = section_of(site).translation_key
    address = f"/api/v1/archive/?site={host(site)}&type=news&section={section}"
    with django_assert_num_queries(1):
        answer = get(address)
    assert answer.json() == {
        "years": [
            {"year": 2026, "count": 2, "months": [{"month": 3, "count": 1}, {"month": 1, "count": 1}]},
            {"year": 2025, "count": 1, "months": [{"month": 12, "count": 1}]},
        ]
    }
    assert get(f"/api/v1/archive/?site={host(site)}&type=notice").json() == {"years": []}
    assert get(f"/api/v1/archive/?site={host(site)}&tag=x&limit=3").status_code == 400
