"""No sequence of actions makes a part of a bundle public, or a text that was not approved; a fault undoes all."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from wagtail.signals import page_published

from cms.news.models import NewsPage
from sites import clock
from sites.accounts.models import User
from sites.refusals import Refusal
from tests.factories.workflows import Desk, fresh_page, make_desk, seen
from tests.thorough import THOROUGH, tries
from workflows.bundles import actions as bundles
from workflows.bundles.enums import BundleState
from workflows.bundles.following import STATES
from workflows.bundles.models import Bundle, BundleItem
from workflows.bundles.selectors import items_of
from workflows.passage import actions
from workflows.passage.company import company_of
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models import Passage, Release
from workflows.passage.selectors import latest, releases_in_force
from workflows.passage.texts import hash_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
REFUSED = (Refusal, PermissionDenied, ValidationError, IntegrityError)
ACTS = st.sampled_from(
    ["open", "change", "edit", "remove", "order", "return", "cancel", "abandon", "take_back", "alone", "withdraw"]
    + ["add"] * 4
    + ["submit"] * 4
    + ["approve"] * 4
    + ["push"] * 4
    + ["wait"] * 3
    + ["crash"] * 3
)
PAGES = 4


class Crash(Exception):
    """The process dies in the middle of a transaction."""


@contextmanager
def crashing(after: int) -> Iterator[None]:
    """The page after so many others fails while it becomes public."""
    left = [after]

    def die(**_kwargs: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Crash

    page_published.connect(die)
    try:
        yield
    finally:
        page_published.disconnect(die)


def machine_of(desk: Desk, reached: Counter[str], traveller: time_machine.Traveller) -> type[RuleBasedStateMachine]:  # noqa: C901
    """The machine over four pages and as many bundles as are opened."""
    stranger = make_desk("skhdt").head
    deciders: tuple[User, ...] = (desk.head, desk.deputy, stranger)

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            traveller.move_to(START)
            self.point = transaction.savepoint_create()
            self.pages = [desk.draft(title=f"Tin {n}", slug=f"tin-{n}").pk for n in range(PAGES)]
            self.touched = {pk: {desk.writer.pk} for pk in self.pages}
            self.number = 0

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

        def page(self, index: int) -> NewsPage:
            return fresh_page(self.pages[index % PAGES])

        def bundle(self, index: int) -> Bundle:
            every = list(Bundle.objects.order_by("-pk")[:2])
            return every[index % len(every)] if every else self.opened(index)

        def opened(self, extra: int) -> Bundle:
            at = clock.now() + timedelta(minutes=100) if extra % 3 else None
            return bundles.open_bundle(desk.writer, site=desk.site, title="Đợt", occasion="Dịp", at=at)

        def attempt(self, act: Callable[[], object]) -> bool:
            with suppress(*REFUSED), transaction.atomic():
                act()
                return True
            return False

        @rule(act=ACTS, index=st.integers(0, 3), extra=st.integers(0, 5))
        def act(self, act: str, index: int, extra: int) -> None:
            """One thing is done."""
            bundle = self.bundle(index)
            items = list(items_of(bundle))
            item = items[extra % len(items)] if items else None
            person = deciders[extra % 3]
            later = clock.now() + timedelta(minutes=70)
            moves: dict[str, Callable[[], object]] = {
                "open": lambda: self.attempt(lambda: self.opened(extra)),
                "change": lambda: self.attempt(
                    lambda: bundles.change_bundle(desk.writer, bundle=bundle, title="Khác", occasion="Khác", at=later)
                ),
                "add": lambda: self.attempt(
                    lambda: bundles.add_item(desk.writer, bundle=bundle, page=self.page(extra))
                ),
                "remove": lambda: item and self.attempt(lambda: bundles.remove_item(desk.writer, item=item)),
                "order": lambda: item and self.attempt(lambda: bundles.move_up(desk.writer, item=item)),
                "edit": lambda: self.edit((desk.writer, desk.head)[extra % 2], index, extra),
                "submit": lambda: self.attempt(lambda: bundles.submit_bundle(desk.writer, bundle=bundle)),
                "approve": lambda: self.approve(person, bundle),
                "push": lambda: self.push(bundle),
                "return": lambda: self.on_way(
                    bundle, lambda leader: actions.return_together(person, leader=leader, reason="Sửa")
                ),
                "cancel": lambda: self.attempt(lambda: bundles.cancel_bundle(person, bundle=bundle, reason="Hoãn")),
                "abandon": lambda: self.attempt(
                    lambda: bundles.abandon_bundle(desk.writer, bundle=bundle, reason="Thôi")
                ),
                "take_back": lambda: self.attempt(
                    lambda: bundles.take_back_bundle(person, bundle=bundle, reason="Hoãn", also=self.pages[:extra])
                ),
                "alone": lambda: self.alone(person, index),
                "withdraw": lambda: self.attempt(lambda: actions.withdraw(person, page=self.page(index), reason="Sai")),
                "wait": lambda: self.wait(31),
                "crash": lambda: self.crash(person, bundle, extra),
            }
            moves[act]()

        def edit(self, person: User, index: int, extra: int) -> None:
            page = self.page(index)
            self.number += 1

            def act() -> None:
                draft: Any = page.get_latest_revision_as_object()
                draft.title = f"Bản {self.number}"
                overwrite = {"overwrite_revision": page.latest_revision} if extra > 3 else {}
                draft.save_revision(user=person, **overwrite)

            if self.attempt(act):
                self.touched[page.pk].add(person.pk)

        def on_way(self, bundle: Bundle, act: Callable[[Passage], object]) -> bool:
            leader = Passage.objects.filter(pk=bundle.leader_id).first()
            return leader is not None and self.attempt(lambda: act(leader))

        def approve(self, person: User, bundle: Bundle) -> None:
            def act(leader: Passage) -> None:
                texts = {one.pk: seen(fresh_page(one.page_id)) for one in company_of(leader)}
                actions.decide_together(person, leader=leader, kind=DecisionKind.PUBLISH, seen=texts)

            if self.on_way(bundle, act):
                reached["approved"] += 1
                for item in items_of(bundle):
                    assert person.pk not in self.touched[item.page_id]
                    self.touched[item.page_id] = {desk.writer.pk}

        def push(self, bundle: Bundle) -> None:
            """A bundle goes all its way, as far as it lets itself be pushed."""
            for index in range(2):
                self.attempt(partial(bundles.add_item, desk.writer, bundle=bundle, page=self.page(index)))
            self.attempt(lambda: bundles.submit_bundle(desk.writer, bundle=bundle))
            for person in deciders[:2]:
                self.approve(person, bundle)

        def alone(self, person: User, index: int) -> None:
            """One page goes its own way, as far as the bundles let it."""
            page = self.page(index)
            self.attempt(lambda: actions.submit(desk.writer, page=page))
            passage = latest(page.pk)
            if passage and self.attempt(
                lambda: actions.publish(person, passage=passage, seen_sha256=passage.text_sha256)
            ):
                assert passage.led_by_id is None
                self.touched[page.pk] = {desk.writer.pk}

        def wait(self, minutes: int) -> None:
            traveller.shift(timedelta(minutes=minutes))
            actions.publish_due()

        def crash(self, person: User, bundle: Bundle, extra: int) -> None:
            """The last approval, or the moment, breaks off in the middle; then it is tried once more."""
            with crashing(extra % 3), suppress(Crash), transaction.atomic():
                self.approve(person, bundle)
            self.push(bundle)
            bundle.refresh_from_db()
            if bundle.state == BundleState.SCHEDULED and bundle.at:
                traveller.move_to(max(clock.now(), bundle.at) + timedelta(seconds=10))
                with crashing(extra % 3):
                    reached["broken off"] += actions.publish_due().failed
                self.nothing_is_public_in_part()
                traveller.shift(timedelta(seconds=10))
                actions.publish_due()

        @invariant()
        def what_is_public_was_released(self) -> None:
            for pk in self.pages:
                page = fresh_page(pk)
                release = releases_in_force(page.translation_key, page.locale.language_code, clock.now()).first()
                if page.live:
                    assert release is not None
                    assert release.text_sha256 == hash_of(page)
                else:
                    assert release is None or release.passage.state == PassageState.SCHEDULED  # type: ignore[union-attr]

        @invariant()
        def nothing_is_public_in_part(self) -> None:
            for leader in Passage.objects.filter(led_by__isnull=False).order_by().values_list("led_by").distinct():
                company = Passage.objects.filter(led_by=leader[0])
                assert len(set(company.values_list("state", flat=True))) == 1
                assert len(set(company.values_list("position", flat=True))) == 1
                made = Release.objects.filter(passage__in=company)
                assert made.count() in (0, company.count())
                assert len(set(made.values_list("not_before", "released_by"))) <= 1

        @invariant()
        def every_release_follows_the_last_decision_about_its_text(self) -> None:
            for release in Release.objects.filter(passage__led_by__isnull=False):
                last = release.passage.decisions.filter(kind=DecisionKind.PUBLISH).get()  # type: ignore[union-attr]
                assert (last.actor_id, last.text_sha256) == (release.released_by_id, release.text_sha256)

        @invariant()
        def some_get_through(self) -> None:
            for state in Bundle.objects.order_by().values_list("state", flat=True):
                reached[state] += 1

        @invariant()
        def a_bundle_is_where_its_items_are(self) -> None:
            for bundle in Bundle.objects.exclude(state__in=(BundleState.ABANDONED, BundleState.WITHDRAWN)):
                leader = Passage.objects.filter(pk=bundle.leader_id).first()
                if leader:
                    assert STATES[leader.state][0] == bundle.state
                if bundle.state not in (BundleState.OPEN, BundleState.ABANDONED):
                    ours = list(items_of(bundle).values_list("passage", flat=True))
                    assert ours == [one.pk for one in company_of(leader)]  # type: ignore[arg-type]
                assert BundleItem.objects.filter(bundle=bundle, binds=True).exists() <= (
                    bundle.state != BundleState.PUBLISHED
                )

    return Machine


def test_no_sequence_of_actions_makes_a_part_of_a_bundle_public() -> None:
    reached: Counter[str] = Counter()
    with time_machine.travel(START, tick=False) as traveller:
        checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
        run_state_machine_as_test(
            machine_of(make_desk(), reached, traveller),
            settings=settings(
                phases=[Phase.generate],
                max_examples=tries(6, 40),
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=checks,
                database=None,
            ),
        )
    rare = (BundleState.WITHDRAWN, BundleState.ABANDONED, "broken off") if THOROUGH else ()
    often = (BundleState.UNDER_WAY, BundleState.SCHEDULED, BundleState.PUBLISHED, "approved")
    assert all(reached[name] for name in (*often, *rare)), reached
