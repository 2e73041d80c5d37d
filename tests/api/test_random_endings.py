"""Whatever acts follow each other: the log says what the last one said, and only ever grows."""

import itertools
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.publications.drain import drain_in_transaction
from api.publications.models import Version
from api.publications.verification import differences
from cms.news.models import NewsPage
from sites.refusals import Refusal
from tests.factories.api import current, versions, whole
from tests.factories.workflows import Desk, fresh_page, make_desk, published
from tests.thorough import tries
from workflows.endings.actions import mark_gone, redirect, replace
from workflows.passage import actions
from workflows.passage.models import Withdrawal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]

ITEMS = 3
ACTS = st.sampled_from(["publish", "publish", "withdraw", "replace", "redirect", "redirect", "gone"])
STEPS = st.lists(st.tuples(ACTS, st.integers(0, ITEMS - 1), st.integers(0, ITEMS - 1)), min_size=4, max_size=14)


class Model:
    """What each item should be: live, or how its last act says that it ended, and where that leads."""

    def __init__(self) -> None:
        self.said: dict[int, tuple[str, int | None]] = dict.fromkeys(range(ITEMS), ("live", None))

    def live_at_the_end(self, item: int | None) -> bool:
        """Whether the chain of successors from an item ends at something live."""
        seen: set[int] = set()
        while item is not None and item not in seen:
            seen.add(item)
            act, goal = self.said[item]
            if act == "live":
                return True
            item = goal
        return False

    def state(self, item: int) -> str:
        """The state that the log must say."""
        act, goal = self.said[item]
        if act == "redirect":
            return "redirect" if self.live_at_the_end(goal) else "gone"
        return {"live": "live", "gone": "gone"}.get(act, "withdrawn")


def change(desk: Desk, page: NewsPage, number: int) -> None:
    draft = fresh_page(page.pk).get_latest_revision_as_object()
    draft.title = f"Bản {number}"
    draft.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=fresh_page(page.pk))
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)


def acted(act: Callable[[], object]) -> bool:
    with suppress(Refusal), transaction.atomic():
        act()
        return True
    return False


def play(desk: Desk, pages: list[NewsPage], steps: list[tuple[str, int, int]]) -> None:
    model, known = Model(), [version.hash for version in Version.objects.order_by("seq")]
    for number, (act, item, other) in enumerate(steps):
        page, goal = fresh_page(pages[item].pk), pages[other].translation_key
        acts: dict[str, Callable[[], object]] = {
            "publish": lambda page=page, number=number: change(desk, page, number),  # type: ignore[misc]
            "withdraw": lambda page=page: actions.withdraw(desk.head, page=page, reason="Sai"),  # type: ignore[misc]
            "gone": lambda page=page: mark_gone(desk.head, page=page, reason="Hết"),  # type: ignore[misc]
            "replace": lambda page=page, goal=goal: replace(  # type: ignore[misc]
                desk.head, page=page, successor=goal, reason="Thay"
            ),
            "redirect": lambda page=page, goal=goal: redirect(  # type: ignore[misc]
                desk.head, page=page, successor=goal, reason="Chuyển"
            ),
        }
        leads = act in ("replace", "redirect")
        allowed = not leads or (item != other and model.said[other][0] == "live")
        allowed = allowed and (act != "withdraw" or model.said[item][0] == "live")
        assert acted(acts[act]) == allowed, (act, item, other, model.said)
        if allowed:
            model.said[item] = ("live", None) if act == "publish" else (act, other if leads else None)
        drain_in_transaction()
        assert [current(page).state for page in pages] == [model.state(one) for one in range(ITEMS)], steps[
            : number + 1
        ]
        hashes = [version.hash for version in Version.objects.order_by("seq")]
        assert hashes[: len(known)] == known
        known = hashes
    _nothing_came_back_by_itself(pages)
    assert not differences()


def _nothing_came_back_by_itself(pages: list[NewsPage]) -> None:
    for page in pages:
        rows = versions(page)
        for before, after in itertools.pairwise(rows):
            if before.state != "live" and after.state == "live":
                assert after.release_id is not None
                assert after.release_id > (before.release_id or 0)
        if rows[-1].state != "live":
            last = Withdrawal.objects.filter(page=page).latest("pk")
            assert whole(page)["cause"] == last.kind


def test_the_log_says_what_the_last_act_said_after_any_sequence() -> None:
    desk = make_desk()
    pages = [published(desk, title=f"Trang {number}") for number in range(ITEMS)]
    drain_in_transaction()

    @settings(
        max_examples=tries(4, 12),
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        point = transaction.savepoint_create()
        try:
            play(desk, pages, steps)
        finally:
            transaction.savepoint_rollback(point)

    run()
