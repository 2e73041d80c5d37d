"""What readers are told of a text in another language: status, since when, where the others are, and what stands in."""

from typing import Any

import pytest

from sites.rules.models import Rule
from tests.factories.api import get, settle, whole
from tests.factories.cms import fresh
from tests.factories.workflows import Desk, make_basis, make_desk, published
from tests.workflows.test_translation import change, english_of
from workflows.passage import actions as passages
from workflows.passage.enums import Cause

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]


def rule(key: str, value: Any) -> None:
    Rule.objects.create(key=key, value=value, unit="text", basis=make_basis(), article="Điều 7.2")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def listed(desk: Desk, query: str = "") -> list[dict[str, Any]]:
    return list(get(f"/api/v1/content/?type=news{query}", desk.site).json()["results"])


def test_lists_of_one_language_never_mix_and_say_how_each_text_stands(desk: Desk) -> None:
    page = published(desk)
    english_of(desk, page)
    alone = published(desk, title="Chỉ có tiếng Việt")
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    settle()
    assert {item["locale"] for item in listed(desk)} == {"vi"}
    english = listed(desk, "&locale=en")
    assert [item["translation"]["status"] for item in english] == ["outdated"]
    assert english[0]["alternates"][0]["locale"] == "vi"
    both = {item["public_id"]: item for item in listed(desk, "&locale=en&fallback=default")}
    assert both[str(alone.translation_key)]["translation"]["status"] == "none"
    assert both[str(page.translation_key)]["locale"] == "en"


def test_a_text_that_is_missing_is_answered_in_another_language_only_on_request(desk: Desk) -> None:
    page = published(desk)
    settle()
    address = f"/api/v1/content/{page.translation_key}/?locale=en"
    assert get(address, desk.site).status_code == 404
    answer = get(f"{address}&fallback=default", desk.site).json()
    assert answer["locale"] == "vi"
    assert answer["translation"] == {"status": "none", "source_locale": "vi", "outdated_since": None}


@pytest.mark.parametrize(
    ("value", "words", "status"),
    [
        ("unguarded", "Tỉnh luôn lắng nghe doanh nghiệp.", "current"),
        ("unguarded", "Tỉnh lắng nghe 200 doanh nghiệp.", "outdated"),
        ("always", "Tỉnh lắng nghe 200 doanh nghiệp.", "current"),
        ("never", "Tỉnh luôn lắng nghe doanh nghiệp.", "outdated"),
    ],
)
def test_a_minor_change_keeps_a_translation_as_the_rule_says(desk: Desk, value: str, words: str, status: str) -> None:
    rule("translation.minor", {"keeps_meaning": value})
    rule("change.minor", {"guarded": ["numbers"], "guarded_needs": "note", "said_by": "writers"})
    page = published(desk)
    english = english_of(desk, page)
    settle()
    change(desk, page, Cause.MINOR, summary=words)
    settle()
    assert whole(english)["translation"]["status"] == status


def test_a_source_that_comes_back_to_what_was_translated_is_followed_again(desk: Desk) -> None:
    page = published(desk)
    english = english_of(desk, page)
    before = fresh(page).summary
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    change(desk, page, Cause.CORRECTION, summary=before)
    settle()
    assert whole(english)["translation"]["status"] == "current"


def test_where_the_rule_asks_a_translation_stays_when_its_source_goes_and_says_so(desk: Desk) -> None:
    rule("translation.source_withdrawn", {"then": "ask"})
    page = published(desk)
    english = english_of(desk, page)
    settle()
    passages.withdraw(desk.head, page=fresh(page), reason="Sai số liệu")
    settle()
    assert fresh(english).live
    assert whole(english)["translation"]["status"] == "outdated"
    assert whole(english)["translation"]["source_locale"] == "vi"


def test_what_a_law_forbids_goes_in_every_language_whatever_the_rule_says(desk: Desk) -> None:
    rule("translation.source_withdrawn", {"then": "ask"})
    page = published(desk)
    english = english_of(desk, page)
    passages.end(desk.head, page=fresh(page), ending=passages.Ending("Bí mật", kind="secret"))
    assert not fresh(english).live
    settle()
