"""Dates, times and numbers are written as a Vietnamese office writes them, and read as people type them."""

from datetime import date, datetime, time

import pytest
from django.forms import DateField, DateTimeField, DecimalField
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import get_format, number_format
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

MOMENT = datetime(2026, 12, 1, 7, 30, tzinfo=timezone.get_fixed_timezone(420))


@pytest.mark.parametrize(
    ("language", "template", "written"),
    [
        ("vi", "{{ value }}", "07:30 ngày 01/12/2026"),
        ("vi", "{{ value|date }}", "01/12/2026"),
        ("vi", "{{ value|date:'SHORT_DATETIME_FORMAT' }}", "07:30 01/12/2026"),
        ("vi", "{{ value|time }}", "07:30"),
        ("vi", "{{ value|date:'YEAR_MONTH_FORMAT' }}", "tháng 12/2026"),
        ("en", "{{ value }}", "07:30 01/12/2026"),
    ],
)
def test_moments(language: str, template: str, written: str) -> None:
    with translation.override(language):
        assert Template(template).render(Context({"value": MOMENT})) == written


def test_numbers() -> None:
    with translation.override("vi"):
        assert number_format(1234567.5, decimal_pos=1, force_grouping=True) == "1.234.567,5"
        assert Template("{{ value|floatformat:'1g' }}").render(Context({"value": 1234.5})) == "1.234,5"
        assert DecimalField(localize=True).clean("1234,5") == DecimalField().clean("1234.5")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_day_stands_first_whatever_the_language(language: str) -> None:
    with translation.override(language):
        for typed in ("05/12/2026", "5-12-2026", "2026-12-05"):
            assert DateField().clean(typed) == date(2026, 12, 5)
        for typed in ("05/12/2026 07:30", "2026-12-05 07:30", "07:30 05/12/2026"):
            assert timezone.localtime(DateTimeField().clean(typed)).time() == time(7, 30)
        assert AdminDateInput().format_value(date(2026, 12, 5)) == "05/12/2026"
        assert AdminDateTimeInput().format_value(MOMENT) == "01/12/2026 07:30"
        assert get_format("FIRST_DAY_OF_WEEK") == 1
