"""No sequence of acts lets unit or portal alter the other's text, or puts out what one of them did not let go."""

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
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cms.news.models import NewsPage
from sites import clock
from sites.domains.models import PublicSite
from sites.refusals import Refusal
from sites.rules.models import Rule
from tests.factories.cms import body_of, section_of
from tests.factories.promotion import set_promotion
from tests.factories.workflows import Desk, PortalDesk, fresh_page, make_desk, make_portal, seen
from tests.thorough import tries
from workflows.passage import actions
from workflows.passage.asking import asked
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models import Passage, Release
from workflows.passage.policies import VERBS
from workflows.passage.selectors import latest, releases_in_force, releases_of, step_now
from workflows.passage.texts import hash_of
from workflows.promotion import actions as promotion
from workflows.promotion.enums import OPEN, AnswerKind, EventKind
from workflows.promotion.models import Copy, Proposal

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
REFUSED = (Refusal, PermissionDenied, ValidationError, IntegrityError)
DECIDE = {
    DecisionKind.APPROVE: actions.approve,
    DecisionKind.FORWARD: actions.forward,
    DecisionKind.PUBLISH: actions.publish,
}
AT_THE_UNIT = ("save", "submit", "decide", "withdraw", "cancel")
ON_THE_PORTAL = ("save", "submit", "submit", "decide", "decide", "decide", "return", "withdraw", "cancel")
BETWEEN = ("propose", "propose", "ask", "agree", "agree", "decline", "refuse", "unpropose", "take", "take", "take")
ANSWERS = ("take_over", "take_over", "keep", "withdraw_copy")
ACTS = st.sampled_from(
    [("unit", act) for act in AT_THE_UNIT]
    + [("unit", "submit_and_decide")] * 3
    + [("portal", act) for act in ON_THE_PORTAL]
    + [("portal", "submit_and_decide")] * 3
    + [("between", act) for act in BETWEEN]
    + [("answer", act) for act in ANSWERS]
    + [("time", "wait")] * 3
    + [("portal", "force")]
)


def machine_of(  # noqa: C901 - one machine
    desk: Desk, portal: PortalDesk, traveller: time_machine.Traveller
) -> type[RuleBasedStateMachine]:
    """The machine over one text of a unit and what the portal makes of it."""
    everybody = (desk.writer, desk.head, portal.writer, portal.editor, portal.board_head, make_desk("skhdt").head)

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            traveller.move_to(START)
            self.point = transaction.savepoint_create()
            self.source_pk = desk.draft(title="Nguồn").pk
            self.number = 0

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

        # --- reading ----------------------------------------------------------------------------------------------
        @property
        def source(self) -> NewsPage:
            return fresh_page(self.source_pk)

        @property
        def copy(self) -> Copy | None:
            return Copy.objects.select_related("page", "origin").first()

        def page_at(self, where: str) -> NewsPage | None:
            if where == "unit":
                return self.source
            return fresh_page(self.copy.page_id) if self.copy else None

        def state_of_source(self) -> list[Any]:
            found = self.source
            releases = list(releases_of(found).values_list("pk", "revoked_at"))
            passages = list(found.passages.order_by("pk").values_list("pk", "state", "position"))
            return [found.live, found.latest_revision_id, found.path, hash_of(found), releases, passages]

        # --- acting -----------------------------------------------------------------------------------------------
        @rule(what=ACTS, who=st.integers(0, 11), extra=st.integers(0, 5))
        def act(self, what: tuple[str, str], who: int, extra: int) -> None:
            """One thing is done: mostly by who may, now and then by anybody."""
            where, act = what
            before = self.state_of_source()
            stranger = everybody[who] if who < len(everybody) and extra == 5 else None
            doing = getattr(self, f"{where}_acts")()[act]
            with suppress(*REFUSED), transaction.atomic():
                doing(stranger, extra)
            if where in ("portal", "between", "answer"):
                assert self.state_of_source() == before, what

        def unit_acts(self) -> dict[str, Callable[[Any, int], object]]:
            return self.item_acts("unit", desk.writer, desk.head)

        def portal_acts(self) -> dict[str, Callable[[Any, int], object]]:
            return self.item_acts("portal", portal.editor, portal.board_head)

        def time_acts(self) -> dict[str, Callable[[Any, int], object]]:
            return {"wait": lambda _who, extra: self.wait(10 if extra < 3 else 24 * 60)}

        def item_acts(self, where: str, writer: Any, head: Any) -> dict[str, Callable[[Any, int], object]]:
            page = self.page_at(where)
            if page is None:
                return dict.fromkeys((*AT_THE_UNIT, *ON_THE_PORTAL, "submit_and_decide", "force"), lambda _w, _e: None)
            passage = latest(page.pk)

            def through(_who: Any, _extra: int) -> None:
                actions.submit(writer, page=page)
                for _ in range(3):
                    self.decide(page, None)

            return {
                "save": lambda who, extra: self.save(page, who or writer, extra),
                "submit": lambda who, _e: actions.submit(who or writer, page=page),
                "decide": lambda who, _e: self.decide(page, who),
                "submit_and_decide": through,
                "return": lambda who, _e: (
                    passage and actions.return_to_author(self.holder(passage, who), passage=passage, reason="Sửa")
                ),
                "withdraw": lambda who, _e: actions.withdraw(who or head, page=page, reason="Gỡ"),
                "cancel": lambda who, _e: passage and actions.cancel(who or writer, passage=passage),
                "force": lambda _who, _e: page.latest_revision.publish(skip_permission_checks=True),
            }

        def between_acts(self) -> dict[str, Callable[[Any, int], object]]:
            page, found = self.source, Proposal.objects.filter(state__in=OPEN).first()
            section = section_of(portal.site)

            def take(who: Any, _extra: int) -> object:
                return promotion.take(
                    who or portal.editor, proposal=found, section=section, seen_sha256=found.text_sha256
                )

            return {
                "propose": lambda who, _e: promotion.propose(who or desk.writer, page=page),
                "ask": lambda who, _e: promotion.ask(who or portal.editor, page=page),
                **(
                    {
                        "agree": lambda who, _e: promotion.agree(who or desk.head, proposal=found),
                        "decline": lambda who, _e: promotion.decline(who or desk.head, proposal=found, reason="K"),
                        "refuse": lambda who, _e: promotion.refuse_proposal(
                            who or portal.editor, proposal=found, reason="K"
                        ),
                        "unpropose": lambda who, _e: promotion.withdraw_proposal(who or desk.head, proposal=found),
                        "take": take,
                    }
                    if found
                    else dict.fromkeys(("agree", "decline", "refuse", "unpropose", "take"), lambda _w, _e: None)
                ),
            }

        def answer_acts(self) -> dict[str, Callable[[Any, int], object]]:
            event = self.copy.events.filter(answer__isnull=True).first() if self.copy else None
            if event is None:
                return dict.fromkeys(ANSWERS, lambda _w, _e: None)
            asked = portal.board_head if event.kind == EventKind.WITHDRAWN else portal.editor
            newest = hash_of(self.source)
            return {
                "take_over": lambda who, _e: promotion.take_over(who or asked, event=event, seen_sha256=newest),
                "keep": lambda who, _e: promotion.keep(who or asked, event=event, reason="Giữ"),
                "withdraw_copy": lambda who, _e: promotion.withdraw_copy(
                    who or portal.board_head, event=event, reason="Gỡ"
                ),
            }

        def save(self, page: NewsPage, person: Any, extra: int) -> None:
            draft = page.get_latest_revision_as_object()
            self.number += 1
            draft.title = f"Bản {self.number}"
            if extra == 4:
                draft.body = body_of(("paragraph", f"<p>Viết lại {self.number}.</p>"))
            draft.go_live_at = clock.now() + timedelta(hours=extra) if extra in (2, 3) else None
            draft.save_revision(user=person)

        def holder(self, passage: Passage | None, who: Any) -> Any:
            people = asked(passage) if passage else []
            return who or (people[0] if people else desk.head)

        def decide(self, page: NewsPage, who: Any) -> None:
            passage = latest(page.pk)
            step = step_now(passage) if passage else None
            if passage is not None and step is not None:
                verb = DECIDE[VERBS[step.kind]]
                verb(self.holder(passage, who), passage=passage, seen_sha256=seen(page))

        def wait(self, minutes: int) -> None:
            traveller.shift(timedelta(minutes=minutes))
            actions.publish_due()
            promotion.look_after()

        # --- what always holds --------------------------------------------------------------------------------------
        @invariant()
        def the_copy_is_public_only_by_the_portals_board(self) -> None:
            copy = self.copy
            if copy is None or not copy.page.live:
                return
            page = fresh_page(copy.page_id)
            release = Release.objects.filter(revision=page.live_revision_id).latest("pk")  # it may go out twice
            assert release.revoked_at is None
            assert release.text_sha256 == hash_of(page)
            last = release.passage.decisions.filter(kind=DecisionKind.PUBLISH).latest("pk")
            assert last.actor in (portal.board_head, portal.board_deputy)
            assert last.text_sha256 == release.text_sha256
            assert release.provenance.origin_id == page.origin_id

        @invariant()
        def the_copy_is_public_only_with_its_source(self) -> None:
            copy = self.copy
            if copy is None or not copy.page.live:
                return
            source = self.source
            assert source.first_published_at <= fresh_page(copy.page_id).first_published_at
            last = copy.events.filter(kind=EventKind.WITHDRAWN).select_related("answer").last()
            now = releases_in_force(source.translation_key, "vi", clock.now()).first()
            if self.goes_along():
                assert now is not None
            elif now is None:
                assert last is not None
                assert not hasattr(last, "answer") or last.answer.kind == AnswerKind.KEPT

        @invariant()
        def provenance_names_an_approved_version(self) -> None:
            copy = self.copy
            if copy is None:
                return
            for origin in {copy.origin, *(row.origin for row in copy.provenances.all())}:
                assert (origin.public_id, origin.site) == (self.source.translation_key, desk.site)
                assert (
                    releases_of(self.source)
                    .filter(text_sha256=origin.text_sha256, revision=origin.revision_id)
                    .exists()
                )
            page = fresh_page(copy.page_id)
            if page.live:
                released = releases_of(self.source).filter(text_sha256=page.origin.text_sha256)
                assert any(row.not_before is None or row.not_before <= clock.now() for row in released)

        @invariant()
        def one_open_proposal(self) -> None:
            assert Proposal.objects.filter(state__in=OPEN).count() <= 1

        @invariant()
        def what_is_newer_at_the_source_is_marked(self) -> None:
            copy = self.copy
            now = releases_in_force(self.source.translation_key, "vi", clock.now()).first()
            if copy is None or now is None or now.text_sha256 == copy.origin.text_sha256:
                return
            assert copy.events.filter(release=now, kind=EventKind.CORRECTED).exists()

        def goes_along(self) -> bool:
            return bool(Rule.objects.get(key="promotion.withdrawn_at_source").value["then"] == "withdraw")

        @invariant()
        def nothing_is_scheduled_that_its_source_forbids(self) -> None:
            copy = self.copy
            if copy is None or not self.goes_along():
                return
            if not releases_of(self.source).filter(revoked_at__isnull=True).exists():
                running = (PassageState.SCHEDULED,)
                withdrawn = copy.events.filter(kind=EventKind.WITHDRAWN).exists()
                assert not (withdrawn and copy.page.passages.filter(state__in=running).exists())

    return Machine


@pytest.mark.parametrize("then", ["withdraw", "ask"])
def test_no_sequence_breaks_what_promotion_promises(then: str) -> None:
    desk, portal = make_desk(), make_portal()
    PublicSite.objects.exclude(pk=portal.site.pk).update(parent=portal.site)
    set_promotion(withdrawn={"then": then, "hours": 8, "after": "escalate", "escalate_to": []})
    with time_machine.travel(START, tick=False) as traveller:
        run_state_machine_as_test(
            machine_of(desk, portal, traveller),
            settings=settings(
                phases=[Phase.generate],  # no shrinking: it takes a quarter of an hour
                max_examples=tries(5, 15),
                stateful_step_count=30,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
