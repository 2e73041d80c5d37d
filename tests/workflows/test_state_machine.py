"""No sequence of actions, by whomever, publishes what nobody released."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cms.news.models import NewsPage
from sites import clock
from sites.accounts.models import User
from sites.refusals import Refusal
from tests.factories.workflows import Desk, PortalDesk, fresh_page, make_desk, make_portal, seen
from tests.thorough import tries
from workflows.boards.offices import holders
from workflows.passage import actions
from workflows.passage.enums import DecisionKind, PassageState, ReleaseKind
from workflows.passage.models import Passage, Release
from workflows.passage.policies import VERBS as OF_STEP
from workflows.passage.selectors import latest, releases_in_force, releases_of, step_now
from workflows.passage.texts import hash_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
REFUSED = (Refusal, PermissionDenied, ValidationError, IntegrityError)
PAGES = st.integers(0, 1)
ACTS = st.sampled_from(
    ["save"]
    + ["save_in_office"] * 2
    + ["submit"] * 5
    + ["submit_by_anybody", "decide"]
    + ["decide_in_office"] * 10
    + ["return"] * 2
    + ["cancel", "withdraw", "force", "wait"]
)
LOOKS = st.sampled_from(["newest", "newest", "newest", "handed", "nothing"])
VERBS = {
    DecisionKind.APPROVE: actions.approve,
    DecisionKind.FORWARD: actions.forward,
    DecisionKind.PUBLISH: actions.publish,
}


def machine_of(  # noqa: C901 - one machine
    desk: Desk, portal: PortalDesk, traveller: time_machine.Traveller
) -> type[RuleBasedStateMachine]:
    """The machine over two items: one of a component site, one of the portal."""
    other = make_desk("skhdt")
    strangers = (other.head, User.objects.get(username="quantri"))
    portal_people = (portal.head, portal.deputy, portal.editor, portal.board_head, portal.board_deputy)
    # whom an item concerns stand twice, strangers once
    circles: list[list[User]] = [
        [*(desk.writer, desk.head, desk.deputy) * 2, portal.board_head, *strangers],
        [portal.writer, *portal_people * 2, desk.head, *strangers],
    ]

    writers = (desk.writer, portal.writer)
    heads = ((desk.head, desk.deputy), (portal.head, portal.board_head))

    def person_of(who: int, index: int) -> User:
        return circles[index][who % len(circles[index])]

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            traveller.move_to(START)
            self.point = transaction.savepoint_create()
            self.pages = [desk.draft().pk, portal.draft().pk]
            self.ever: dict[int, set[int]] = {self.pages[0]: {desk.writer.pk}, self.pages[1]: {portal.writer.pk}}
            self.touched = {pk: set(people) for pk, people in self.ever.items()}
            self.number = 0

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

        def page(self, index: int) -> NewsPage:
            return fresh_page(self.pages[index])

        def attempt(self, act: Callable[[], object]) -> bool:
            with suppress(*REFUSED), transaction.atomic():
                act()
                return True
            return False

        @rule(act=ACTS, index=PAGES, who=st.integers(0, 17), look=LOOKS, extra=st.integers(0, 5))
        def act(self, act: str, index: int, who: int, look: str, extra: int) -> None:
            """One thing is done; `ACTS` says how often each comes, so that items get through and get disturbed."""
            person = person_of(who, index)
            holder = self.holder(index, who)
            moves: dict[str, Callable[[], None]] = {
                "save": lambda: self.save(person, index, extra),
                "save_in_office": lambda: self.save(heads[index][who % 2], index, extra),
                "submit": lambda: self.submit(writers[index], index),
                "submit_by_anybody": lambda: self.submit(person, index),
                "decide": lambda: self.decide(person, index, list(VERBS)[extra % 3], look),
                "decide_in_office": lambda: self.decide(holder, index, self.verb(index), look),
                "return": lambda: self.undo("return", holder, index),
                "cancel": lambda: self.undo("cancel", person, index),
                "withdraw": lambda: self.undo("withdraw", person, index),
                "force": lambda: self.force(index, extra),
                "wait": lambda: self.wait(10 if extra else 61),
            }
            moves[act]()

        def holder(self, index: int, who: int) -> User:
            """Someone who holds an office of the step, whatever part he had; else the writer."""
            passage = latest(self.pages[index])
            held = [*passage.offices, *passage.stand_ins] if passage else []
            those = list(holders(held, clock.today()))
            return those[who % len(those)] if those else writers[index]

        def verb(self, index: int) -> DecisionKind:
            passage = latest(self.pages[index])
            step = step_now(passage) if passage else None
            return OF_STEP[step.kind] if step else DecisionKind.PUBLISH

        def save(self, person: User, index: int, extra: int) -> None:
            """Anybody saves, as if every lock of the editor had failed; now and then over the newest revision."""
            page = self.page(index)
            self.number += 1

            def act() -> None:
                draft: Any = page.get_latest_revision_as_object()
                draft.title = f"Bản {self.number}"
                draft.go_live_at = clock.now() + timedelta(hours=extra) if extra > 3 else None
                overwrite = {"overwrite_revision": page.latest_revision} if extra == 1 else {}
                draft.save_revision(user=person, **overwrite)

            if self.attempt(act):
                self.touched[page.pk].add(person.pk)
                self.ever[page.pk].add(person.pk)

        def submit(self, person: User, index: int) -> None:
            page = self.page(index)
            if self.attempt(lambda: actions.submit(person, page=page)):
                self.touched[page.pk].add(person.pk)
                self.ever[page.pk].add(person.pk)

        def decide(self, person: User, index: int, verb: DecisionKind, look: str) -> None:
            passage = latest(self.pages[index])
            if passage is None:
                return
            page = self.page(index)
            hash_seen = {"newest": seen(page), "handed": passage.text_sha256, "nothing": "0" * 64}[look]
            before = set(releases_of(page).values_list("pk", flat=True))
            if not self.attempt(lambda: VERBS[verb](person, passage=passage, seen_sha256=hash_seen)):
                return
            made = releases_of(page).exclude(pk__in=before)
            if verb != DecisionKind.FORWARD:
                assert person.pk not in self.touched[page.pk]
                assert not person.is_superuser
                assert passage.decisions.latest("pk").text_sha256 == hash_seen == seen(page)
            for release in made:
                assert verb == DecisionKind.PUBLISH
                assert release.text_sha256 == hash_seen
                self.touched[page.pk] = {page.owner_id}

        def undo(self, how: str, person: User, index: int) -> None:
            page, passage = self.page(index), latest(self.pages[index])
            if passage is None:
                return
            was_scheduled = passage.state == PassageState.SCHEDULED
            acts: dict[str, Callable[[], object]] = {
                "return": lambda: actions.return_to_author(person, passage=passage, reason="Sửa"),
                "cancel": lambda: actions.cancel(person, passage=passage),
                "withdraw": lambda: actions.withdraw(person, page=page, reason="Sai"),
            }
            if self.attempt(acts[how]) and (how == "withdraw" or was_scheduled):
                self.touched[page.pk] = set(self.ever[page.pk])

        def force(self, index: int, extra: int) -> None:
            """The shell tries what it can."""
            page = self.page(index)
            self.attempt(lambda: list(FORCE.values())[extra](page))

        def wait(self, minutes: int) -> None:
            traveller.shift(timedelta(minutes=minutes))
            actions.publish_due()

        @precondition(lambda self: self.number > 0)
        @invariant()
        def what_is_public_was_released(self) -> None:
            for index in range(len(self.pages)):
                page = self.page(index)
                release = releases_in_force(page.translation_key, page.locale.language_code, clock.now()).first()
                if page.live:
                    assert release is not None
                    assert release.text_sha256 == hash_of(page)
                    assert release.revision_id == page.live_revision_id
                else:
                    assert release is None

        @invariant()
        def every_release_follows_a_decision_about_its_text(self) -> None:
            for release in Release.objects.filter(kind=ReleaseKind.APPROVAL):
                assert release.passage is not None
                last = release.passage.decisions.filter(kind=DecisionKind.PUBLISH).get()
                assert (last.actor_id, last.text_sha256) == (release.released_by_id, release.text_sha256)
                assert last.revision_id == release.revision_id

        @invariant()
        def wagtail_says_what_the_passage_says(self) -> None:
            for passage in Passage.objects.filter(state=PassageState.IN_PROGRESS):
                assert passage.workflow_state is not None
                state = passage.workflow_state
                assert state.status == "in_progress"
                assert state.current_task_state is not None
                assert state.current_task_state.task.specific.position == passage.position

    return Machine


def _live(page: NewsPage) -> None:
    draft = page.get_latest_revision_as_object()
    draft.live = True
    draft.save()


def _schedule(page: NewsPage) -> None:
    page.revisions.filter(pk=page.latest_revision_id).update(approved_go_live_at=clock.now())


FORCE: dict[str, Callable[[NewsPage], object]] = {
    "revision": lambda page: page.latest_revision.publish(skip_permission_checks=True),
    "older": lambda page: page.revisions.order_by("created_at").first().publish(skip_permission_checks=True),
    "live": _live,
    "unpublish": lambda page: page.unpublish(),
    "schedule": _schedule,
    "delete": lambda page: page.delete() if page.passages.exists() else None,
}


def test_no_sequence_of_actions_publishes_what_was_not_released() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        machine = machine_of(make_desk(), make_portal(), traveller)
        checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
        run_state_machine_as_test(
            machine,
            settings=settings(
                phases=[Phase.generate],  # no shrinking: it takes a quarter of an hour
                max_examples=tries(8, 30),
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=checks,
                database=None,
            ),
        )
