"""What the translator's desk costs with a text of 3,000 words: as many queries as with a short one."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sites.rules.models import Rule
from tests.factories.cms import body_of, make_category
from tests.factories.many import fill_translations
from tests.factories.translation import make_public_translation
from tests.factories.workflows import make_basis, make_desk, published
from tests.workflows.test_translation import begun, translator
from workflows.translation.seen import fingerprint
from workflows.translation.texts import opened
from workflows.upkeep.reminders import remind_of_translations

pytestmark = pytest.mark.django_db

OPENING, SAVING = 45, 95
A_PARAGRAPH = (
    "Sở Tài chính cho biết số thu ngân sách của huyện thứ {} trong tháng vừa qua đã tăng so với cùng kỳ năm trước."
)


def long_body(paragraphs: int) -> list[dict[str, Any]]:
    """Blocks of three paragraphs of 25 words each."""
    words = [f"<p>{A_PARAGRAPH.format(number)}</p>" for number in range(paragraphs)]
    return body_of(*(("paragraph", "".join(words[at : at + 3])) for at in range(0, paragraphs, 3)))


def measured(ask: Callable[[], Any]) -> tuple[int, float, Any]:
    """Queries, seconds of processor, answer."""
    ask()  # what a process asks once in its life
    with CaptureQueriesContext(connection) as queries:
        began = time.process_time()
        answer = ask()
        took = time.process_time() - began
    return len(queries), took, answer


@pytest.mark.usefixtures("at_the_desks")
@pytest.mark.parametrize("paragraphs", [3, 120])
def test_opening_and_saving_cost_the_same_however_long_the_text_is(
    paragraphs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = make_desk()
    translation = begun(desk, published(desk, body=long_body(paragraphs)))
    client = Client()
    client.force_login(translator(desk))
    address = reverse("translation:text", args=(translation.pk,))
    queries, seconds, page = measured(lambda: client.get(address))
    assert page.status_code == 200
    line = opened(translation).lines[-1]

    def save() -> Any:
        now = opened(translation).line(line.key)
        given = {"act": "write", "key": line.key, "text": f"Saved at {time.monotonic_ns()}"}
        given |= {"seen": fingerprint(now.target), "source_seen": now.segment.sha256}
        with CaptureQueriesContext(connection) as inside:
            began = time.process_time()
            answer = client.post(address, given, headers={"x-requested-with": "XMLHttpRequest"})
            return len(inside), time.process_time() - began, answer

    save()
    saving, took, answer = save()
    assert answer.status_code == 200, answer.content
    words = sum(one.segment.words for one in opened(translation).lines)
    with capsys.disabled():
        print(  # noqa: T201 - the figures of the report
            f"\n{words} words, {len(opened(translation).lines)} segments: opening {queries} queries, {seconds:.3f} s; "
            f"saving {saving} queries, {took:.3f} s; {len(page.content)} bytes"
        )
    assert queries <= OPENING
    assert saving <= SAVING


@pytest.mark.usefixtures("at_the_desks")
def test_list_first_screen_figures_and_reminders_cost_the_same_however_many_texts_there_are() -> None:
    desk = make_desk()
    owed = {"en": [{"types": ["news", "category"]}]}
    Rule.objects.create(key="translation.owed", value=owed, unit="list", basis=make_basis(), article="Điều 7.2")
    source = published(desk)
    english = make_public_translation(desk, source)
    fill_translations(source, english, texts=200)
    client = Client()
    client.force_login(translator(desk))
    index, home, figures = (reverse(name) for name in ("translation:index", "wagtailadmin_home", "coverage:index"))

    sheet = f"{index}?order=fewest&page=2"

    def asked() -> list[int]:
        pages = [measured(lambda url=url: client.get(url))[0] for url in (index, sheet, home, figures)]
        return [*pages, measured(remind_of_translations)[0]]

    make_category("c", name_en="", site=desk.site)
    few = asked()
    fill_translations(source, english, texts=600)
    for number in range(20):
        make_category(f"c-{number}", name_en="", site=desk.site)
    many = asked()
    assert many == few
    listed = client.get(sheet).content.decode()
    assert listed.count('<li class="desk-line"') == 20
