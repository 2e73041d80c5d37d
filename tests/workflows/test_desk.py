"""The first screen: what waits for a person, where what he sent is now, and nothing of next door."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sites.accounts.models import User
from tests.factories.workflows import make_desk, make_portal, submitted
from workflows.desk.numbers import numbers_of
from workflows.desk.selectors import BACK, ON_THEIR_WAY, sent_by, sent_lines, waiting_lines
from workflows.passage import actions
from workflows.passage.models import Passage

pytestmark = pytest.mark.django_db


def screen(person: User) -> str:
    """The first screen of a person."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_what_waits_is_on_the_desk_of_who_is_asked_and_of_nobody_else() -> None:
    desk, next_door = make_desk("stc"), make_desk("sxd")
    passage = submitted(desk, title="Công khai quyết toán")
    assert [line.passage for line in waiting_lines(desk.head)] == [passage]
    assert waiting_lines(next_door.head) == []
    assert waiting_lines(desk.writer) == []
    assert "Công khai quyết toán" in screen(desk.head)
    assert "Công khai quyết toán" not in screen(next_door.head)


def test_the_author_sees_the_step_and_what_came_back_first_with_its_reason() -> None:
    desk = make_desk("stc")
    waiting = submitted(desk, title="Đang chờ")
    back = actions.return_to_author(desk.head, passage=submitted(desk, title="Bị trả"), reason="Thiếu số liệu quý 3")
    lines = sent_lines(desk.writer)
    assert [line.passage.pk for line in lines] == [back.pk, waiting.pk]
    assert lines[0].returned is not None
    assert lines[0].returned.comment == "Thiếu số liệu quý 3"
    assert (lines[1].step and lines[1].step.position, len(lines[1].steps)) == (1, 1)
    assert "Thiếu số liệu quý 3" in screen(desk.writer)


def test_what_was_mended_and_submitted_anew_is_shown_once() -> None:
    desk = make_desk("stc")
    passage = submitted(desk)
    actions.return_to_author(desk.head, passage=passage, reason="Sửa tiêu đề")
    again = actions.submit(desk.writer, page=passage.page.specific)
    assert [line.passage.pk for line in sent_lines(desk.writer)] == [again.pk]


def test_the_portal_draws_as_many_steps_as_its_chain_has() -> None:
    portal = make_portal()
    submitted(portal)
    (line,) = sent_lines(portal.writer)
    assert (line.step and line.step.position, len(line.steps)) == (1, 3)


def test_many_numbers_are_one_question_and_nothing_is_none() -> None:
    desk = make_desk("stc")
    for _ in range(2):
        submitted(desk)
    actions.return_to_author(desk.head, passage=submitted(desk), reason="Thiếu số liệu")
    things = {
        "back": sent_by(desk.writer, states=BACK),
        "sent": sent_by(desk.writer, states=ON_THEIR_WAY),
        "of others": sent_by(desk.head),
        "nothing": Passage.objects.none(),
        "people": User.objects.filter(pk__in=[desk.writer.pk, desk.head.pk]).select_related("wagtail_userprofile"),
    }
    with CaptureQueriesContext(connection) as queries:
        numbers = numbers_of(things)
    assert len(queries) == 1
    assert [numbers[name] for name in things] == [1, 2, 0, 0, 2]
    assert numbers_of({"nothing": Passage.objects.none()})["nothing"] == 0


def test_the_desk_asks_as_many_queries_for_ten_items_as_for_one() -> None:
    desk = make_desk("stc")
    submitted(desk)
    with CaptureQueriesContext(connection) as one:
        waiting_lines(desk.head)
        sent_lines(desk.writer)
    for _ in range(9):
        submitted(desk)
    with CaptureQueriesContext(connection) as ten:
        assert len(waiting_lines(desk.head)) == 10
        assert len(sent_lines(desk.writer)) == 10
    assert len(ten) == len(one)
