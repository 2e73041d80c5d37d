"""No sequence of actions, by whomever, publishes what nobody released."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cms.news.models import NewsPage
from sites import clock
from sites.accounts.models import User
from sites.refusals import Refusal
from tests.factories.workflows import Desk, PortalDesk, fresh_page, make_desk, make_portal, seen
from workflows.passage import actions
from workflows.passage.enums import DecisionKind, PassageState, ReleaseKind
from workflows.passage.models import Passage, Release
from workflows.passage.selectors import latest, releases_in_force, releases_of
from workflows.passage.texts import hash_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
REFUSED = (Refusal, PermissionDenied, ValidationError, IntegrityError)
PEOPLE = st.integers(0, 10)
PAGES = st.integers(0, 1)
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
    people: list[User] = [
        *(desk.writer, desk.head, desk.deputy),
        *(portal.writer, portal.head, portal.deputy, portal.editor, portal.board_head, portal.board_deputy),
        *(other.head, User.objects.get(username="quantri")),
    ]

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

        @rule(who=PEOPLE, index=PAGES, hours=st.sampled_from([0, 0, 1, 3]), autosave=st.booleans())
        def save(self, who: int, index: int, hours: int, autosave: bool) -> None:
            """Anybody saves, as if every lock of the editor had failed."""
            page, person = self.page(index), people[who]
            self.number += 1

            def act() -> None:
                draft: Any = page.get_latest_revision_as_object()
                draft.title = f"Bản {self.number}"
                draft.go_live_at = clock.now() + timedelta(hours=hours) if hours else None
                overwrite = {"overwrite_revision": page.latest_revision} if autosave else {}
                draft.save_revision(user=person, **overwrite)

            if self.attempt(act):
                self.touched[page.pk].add(person.pk)
                self.ever[page.pk].add(person.pk)

        @rule(who=PEOPLE, index=PAGES)
        def submit(self, who: int, index: int) -> None:
            page, person = self.page(index), people[who]
            if self.attempt(lambda: actions.submit(person, page=page)):
                self.touched[page.pk].add(person.pk)
                self.ever[page.pk].add(person.pk)

        @rule(who=PEOPLE, index=PAGES, verb=st.sampled_from(list(VERBS)), look=st.sampled_from(["newest", "handed"]))
        def decide(self, who: int, index: int, verb: DecisionKind, look: str) -> None:
            self._decide(people[who], index, verb, look)

        @rule(index=PAGES, who=st.integers(0, 2))
        def decide_as_asked(self, index: int, who: int) -> None:
            """So that items get through now and then."""
            from workflows.passage.policies import VERBS as OF_STEP
            from workflows.passage.selectors import asked, step_now

            passage = latest(self.pages[index])
            step = step_now(passage) if passage else None
            if passage and step and (those := asked(passage)):
                self._decide(those[who % len(those)], index, OF_STEP[step.kind], "newest")

        def _decide(self, person: User, index: int, verb: DecisionKind, look: str) -> None:
            passage = latest(self.pages[index])
            if passage is None:
                return
            page = self.page(index)
            hash_seen = seen(page) if look == "newest" else passage.text_sha256
            before = set(releases_of(page).values_list("pk", flat=True))
            if not self.attempt(lambda: VERBS[verb](person, passage=passage, seen_sha256=hash_seen)):
                return
            made = releases_of(page).exclude(pk__in=before)
            if verb != DecisionKind.FORWARD:
                assert person.pk not in self.touched[page.pk]
                assert not person.is_superuser
            for release in made:
                assert verb == DecisionKind.PUBLISH
                assert release.text_sha256 == hash_seen
                self.touched[page.pk] = {page.owner_id}

        @rule(who=PEOPLE, index=PAGES)
        def send_back(self, who: int, index: int) -> None:
            if passage := latest(self.pages[index]):
                self.attempt(lambda: actions.return_to_author(people[who], passage=passage, reason="Sửa"))

        @rule(who=PEOPLE, index=PAGES)
        def cancel(self, who: int, index: int) -> None:
            passage = latest(self.pages[index])
            if passage is None:
                return
            was_scheduled = passage.state == PassageState.SCHEDULED
            if self.attempt(lambda: actions.cancel(people[who], passage=passage)) and was_scheduled:
                self.touched[self.pages[index]] = set(self.ever[self.pages[index]])

        @rule(who=PEOPLE, index=PAGES)
        def withdraw(self, who: int, index: int) -> None:
            page = self.page(index)
            if self.attempt(lambda: actions.withdraw(people[who], page=page, reason="Sai")):
                self.touched[page.pk] = set(self.ever[page.pk])

        @rule(index=PAGES, door=st.sampled_from(["revision", "older", "live", "unpublish", "schedule", "delete"]))
        def force(self, index: int, door: str) -> None:
            """The shell tries what it can."""
            page = self.page(index)
            self.attempt(lambda: FORCE[door](page))

        @rule(minutes=st.sampled_from([10, 61]))
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
                max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=checks, database=None
            ),
        )
