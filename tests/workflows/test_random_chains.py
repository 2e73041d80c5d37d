"""Whatever chain a province writes, and whoever is away or acts for another: the gate holds, the desk is right."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sites import clock
from sites.accounts.models import User
from sites.refusals import Refusal
from tests.factories.sites import make_administrator
from tests.factories.workflows import PortalDesk, fresh_page, make_chain, make_portal, make_step, seen
from tests.thorough import tries
from workflows.boards.actions import Use, use_chain
from workflows.boards.checks import reasons_not_to_use
from workflows.boards.steps import Step
from workflows.delegation.actions import delegate, record_absence
from workflows.delegation.models import Delegation
from workflows.passage import actions
from workflows.passage.asking import asked, waiting_for
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models import Decision, Passage
from workflows.passage.policies import VERBS
from workflows.passage.selectors import latest, releases_in_force, step_now, steps_of
from workflows.passage.texts import hash_of

pytestmark = pytest.mark.django_db

REFUSED = (Refusal, PermissionDenied, ValidationError, IntegrityError)
OFFICES: tuple[dict[str, str], ...] = (
    {"post": "head", "agency": "item"},
    {"post": "deputy_head", "agency": "item"},
    {"seat": "standing_editor"},
    {"seat": "board_head"},
    {"seat": "board_deputy"},
)
ACT = {
    DecisionKind.APPROVE: actions.approve,
    DecisionKind.FORWARD: actions.forward,
    DecisionKind.PUBLISH: actions.publish,
    DecisionKind.ENTER: actions.enter,
}
APPROVALS = (DecisionKind.APPROVE, DecisionKind.PUBLISH)
office = st.sampled_from(OFFICES)
clause = st.one_of(
    st.just({"rule": "next", "article": ""}),
    st.builds(lambda who: {"rule": "named", "who": [who], "article": ""}, office),
    st.just({"rule": "allowed", "article": "Điều 6.1"}),
)


@st.composite
def chains(draw: st.DrawFn) -> tuple[Step, ...]:
    """Steps that make a chain."""
    kinds = draw(st.lists(st.sampled_from(["approve", "approve", "edit_and_forward"]), max_size=3))
    kinds.append(draw(st.sampled_from(["publish", "enter_and_publish"])) if kinds[-1:] == ["approve"] else "publish")
    steps = tuple(
        make_step(
            position,
            kind,
            [draw(office)],
            stand_ins=draw(st.lists(office, max_size=2)),
            stand_in_when=draw(st.sampled_from(["needed", "recorded"])),
            own_text=draw(clause),
            same_person=draw(clause),
        )
        for position, kind in enumerate(kinds, 1)
    )
    assert not reasons_not_to_use(steps)
    return steps


WORDS = st.tuples(
    st.sampled_from(["decide"] * 8 + ["save", "save", "submit", "submit", "delegate", "absent", "publish"]),
    st.integers(0, 5),
    st.integers(0, 5),
    st.booleans(),
)


class World:
    """One item of the portal under one chain, and six people who do what they like."""

    def __init__(self, portal: PortalDesk, steps: tuple[Step, ...]) -> None:
        chain = make_chain("bat-ky", steps)
        use_chain(make_administrator(), chain=chain, use=Use(site=portal.site))
        self.people = [portal.writer, portal.head, portal.deputy, portal.editor, portal.board_head, portal.board_deputy]
        self.pk = portal.draft().pk
        self.wrote = {portal.writer.pk}
        self.wrote_by: dict[int, set[int]] = {}  # by decision: who had a part in the text when it was made
        self.released: int | None = None
        self.number = 0

    def do(self, word: str, who: int, to: int, *, note: bool) -> None:
        """One thing is tried; what is refused changes nothing."""
        with suppress(*REFUSED), transaction.atomic():
            getattr(self, word)(self.people[who], self.people[to], "Có ý kiến" if note else "")

    def save(self, person: User, _to: User, _note: str) -> None:
        self.number += 1
        draft: Any = fresh_page(self.pk).get_latest_revision_as_object()
        draft.title = f"Bản {self.number}"
        draft.save_revision(user=person)
        self.wrote.add(person.pk)

    def submit(self, _person: User, _to: User, _note: str) -> None:
        actions.submit(self.people[0], page=fresh_page(self.pk))

    def decide(self, person: User, _to: User, note: str) -> None:
        passage = self.passage()
        step = step_now(passage) if passage else None
        if passage is None or step is None:
            return
        turn = asked(passage)
        chosen = turn[person.pk % len(turn)] if turn and note else person
        page = fresh_page(self.pk)
        ACT[VERBS[step.kind]](chosen, passage=passage, seen_sha256=seen(page), comment=note)

    def delegate(self, person: User, to: User, _note: str) -> None:
        held = person.posts.first() or person.seats.first()
        name = held._meta.model_name if held else "seat"
        delegate(person, row=Delegation(giver=person, to=to, **{str(name): held}, **self.week()))

    def absent(self, person: User, _to: User, _note: str) -> None:
        record_absence(person, row=Delegation(giver=person, **self.week()))

    def publish(self, _person: User, _to: User, _note: str) -> None:
        fresh_page(self.pk).latest_revision.publish(skip_permission_checks=True)

    def week(self) -> dict[str, Any]:
        return {"held_from": clock.today(), "held_to": clock.today() + timedelta(days=7), "decision": "1"}

    def passage(self) -> Passage | None:
        return latest(self.pk)

    def check(self) -> None:
        """What has to hold after everything."""
        page = fresh_page(self.pk)
        release = releases_in_force(page.translation_key, page.locale.language_code, clock.now()).first()
        assert page.live == (release is not None)
        if release:
            assert release.text_sha256 == hash_of(page)
            approval = Decision.objects.filter(passage=release.passage, kind__in=APPROVALS).latest("pk")
            assert approval.text_sha256 == release.text_sha256
        passage = self.passage()
        is_newest = passage is not None and page.latest_revision_id == passage.revision_id
        if passage and passage.state == PassageState.IN_PROGRESS and is_newest:  # else every decision is refused
            turn = {person.pk for person in asked(passage)}
            assert turn == {one.pk for one in self.people if waiting_for(one).filter(pk=passage.pk).exists()}
        for pk in Decision.objects.filter(passage__page=self.pk).values_list("pk", flat=True):
            self.wrote_by.setdefault(pk, set(self.wrote))
        for one in Passage.objects.filter(page=self.pk):
            _check_decisions(one, self.wrote_by)
        if release and release.pk != self.released:  # what comes next is a text of its own
            self.released, self.wrote = release.pk, {self.people[0].pk}


def _check_decisions(passage: Passage, wrote_by: dict[int, set[int]]) -> None:
    steps = steps_of(passage)
    approved: set[int | None] = set()
    for row in passage.decisions.filter(kind__in=APPROVALS).order_by("pk"):
        step, people = steps[row.position - 1], {row.actor_id, row.on_behalf_of_id} - {None}
        if people & wrote_by[row.pk]:
            assert step.own_text["rule"] == "allowed"
            assert row.comment
        if people & approved:
            assert step.same_person["rule"] == "allowed"
            assert row.comment
        if row.on_behalf_of_id:
            assert row.delegation is not None
            assert row.delegation.giver_id == row.on_behalf_of_id
        approved |= people


@settings(
    max_examples=tries(5, 15),
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=chains(), words=st.lists(WORDS, min_size=4, max_size=14))
def test_no_chain_lets_out_what_nobody_may_have_approved(
    steps: tuple[Step, ...], words: list[tuple[str, int, int, bool]]
) -> None:
    point = transaction.savepoint_create()
    try:
        world = World(make_portal(), steps)
        world.do("submit", 0, 0, note=False)
        for word, who, to, note in words:
            world.do(word, who, to, note=note)
            world.check()
    finally:
        transaction.savepoint_rollback(point)
