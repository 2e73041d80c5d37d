"""The text standard: one way to write each letter, nothing that a reader cannot see (Điều 6.2)."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.textstandard import RESERVED_SLUGS, clean, clean_html, slug_of
from cms.textstandard.folding import COMMON, FOLDS, folded

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("a<>&;\u0338\u0301\u031b\u200b\u200d\u202e\u00a0\ufeff\u00ad\u2028\n\t =\"'"),
    )
)


@given(NASTY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(NASTY)
def test_clean_text_is_composed_and_visible(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert all(unicodedata.category(character) not in {"Cf", "Cs", "Co"} for character in cleaned)
    assert all(character == "\n" or unicodedata.category(character) != "Cc" for character in cleaned)
    assert "  " not in cleaned
    assert cleaned == cleaned.strip(" \n")


@given(NASTY)
def test_cleaning_html_twice_is_cleaning_once(text: str) -> None:
    html = f"<p>{text}</p>"
    assert clean_html(clean_html(html)) == clean_html(html)


@given(NASTY)
def test_slugs_are_ascii_and_stay_as_they_are(text: str) -> None:
    slug = slug_of(text)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert slug_of(slug) == slug


@given(st.one_of(NASTY, st.text(COMMON)))
def test_the_fast_way_folds_like_the_slow_one(text: str) -> None:
    assert folded(text) == text.translate(FOLDS)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
        ("Ủy\u200b ban\u202e nhân\ufeff dân", "Ủy ban nhân dân"),
        ("Sở\u00a0Tài\u00a0 \tchính ", "Sở Tài chính"),
        ("một\r\nhai\u2028ba\n\n\n\nbốn", "một\nhai\nba\n\nbốn"),
        ("xuống\u00addòng\x00\x07", "xuốngdòng"),
        ("", ""),
    ],
)
def test_what_is_typed_and_what_is_stored(typed: str, stored: str) -> None:
    assert clean(typed) == stored


def test_html_keeps_its_tags_and_links_while_its_text_is_cleaned() -> None:
    html = '<p>Sở&nbsp;Tài <a linktype="page" id="3">chi\u0301nh</a><br/>5 &lt; 6 &amp; x&#8203;y</p>'
    assert clean_html(html) == '<p>Sở Tài <a linktype="page" id="3">chính</a><br/>5 &lt; 6 &amp; xy</p>'


def test_a_combining_mark_behind_a_tag_does_not_eat_the_tag() -> None:
    assert clean_html("<b>x</b>\u0338y") == "<b>x</b>\u0338y"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đường Hồ Chí Minh", "duong-ho-chi-minh"),
        (unicodedata.normalize("NFD", "Đường Hồ Chí Minh"), "duong-ho-chi-minh"),
        ("Ủy ban nhân dân tỉnh Đắk Lắk", "uy-ban-nhan-dan-tinh-dak-lak"),
        ("Quyết định số 12/2026/QĐ-UBND", "quyet-dinh-so-12-2026-qd-ubnd"),
        ("  --- ", ""),
    ],
)
def test_slugs_of_vietnamese_titles(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_long_slugs_are_cut_between_words() -> None:
    slug = slug_of("hội nghị " * 40)
    assert len(slug) <= 120
    assert slug.endswith(("hoi", "nghi"))


def test_codes_of_languages_are_reserved() -> None:
    assert {"vi", "en", "zh-hans"} <= RESERVED_SLUGS
