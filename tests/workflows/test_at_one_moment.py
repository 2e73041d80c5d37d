"""Two people at one moment leave one clean state. Threads with connections of their own, on real PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import IntegrityError
from wagtail.models import Revision, TaskState, WorkflowState

from sites import clock
from sites.accounts.models import User
from sites.refusals import Refusal
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, fresh_page, make_basis, make_desk, submitted, with_post
from workflows.deadlines.actions import send_calls
from workflows.deadlines.models import Call
from workflows.desk.actions import claim
from workflows.notices.models import Notice
from workflows.passage import actions
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models import Decision, Passage, Release
from workflows.passage.texts import hash_of_revision

pytestmark = pytest.mark.usefixtures("own_database")

TIMES = 4


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of it at one moment; answers what came of each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except (Refusal, PermissionDenied, IntegrityError) as error:
            return getattr(error, "code", type(error).__name__)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def publish(person: User, passage: Passage) -> object:
    return actions.publish(person, passage=Passage.objects.get(pk=passage.pk), seen_sha256=passage.text_sha256)


def send_back(person: User, passage: Passage) -> object:
    return actions.return_to_author(person, passage=Passage.objects.get(pk=passage.pk), reason="Sai")


def submit(desk: Desk, page_id: int) -> object:
    return actions.submit(desk.writer, page=fresh_page(page_id))


@pytest.fixture
def desk() -> Desk:
    """An agency without head: its two deputies stand in."""
    found = make_desk()
    found.head.posts.all().delete()
    with_post("phothutruong.hai", found.agency, "deputy_head")
    return found


def test_two_approvers_at_one_moment_leave_one_release(desk: Desk) -> None:
    second = with_post("phothutruong.ba", desk.agency, "deputy_head")
    for number in range(TIMES):
        passage = submitted(desk, slug=f"tin-{number}")
        results = at_once(partial(publish, desk.deputy, passage), partial(publish, second, passage))
        assert results.count("done") == 1
        passage.refresh_from_db()
        assert passage.state == PassageState.PUBLISHED
        assert Release.objects.filter(passage=passage).count() == 1
        assert Decision.objects.filter(passage=passage, kind=DecisionKind.PUBLISH).count() == 1
        assert fresh_page(passage.page_id).live
        state = WorkflowState.objects.get(pk=passage.workflow_state_id)
        assert state.status == WorkflowState.STATUS_APPROVED
        assert not TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_IN_PROGRESS).exists()


def test_approving_and_returning_at_one_moment_is_one_of_both(desk: Desk) -> None:
    second = with_post("phothutruong.ba", desk.agency, "deputy_head")
    for number in range(TIMES):
        passage = submitted(desk, slug=f"tin-{number}")
        results = at_once(partial(publish, desk.deputy, passage), partial(send_back, second, passage))
        assert results.count("done") == 1
        passage.refresh_from_db()
        is_public = results[0] == "done"
        assert passage.state == (PassageState.PUBLISHED if is_public else PassageState.RETURNED)
        assert fresh_page(passage.page_id).live is is_public


def test_submitting_twice_at_one_moment_makes_one_passage(desk: Desk) -> None:
    for number in range(TIMES):
        page = desk.draft(slug=f"tin-{number}")
        results = at_once(*(partial(submit, desk, page.pk),) * 2)
        assert results.count("done") == 1
        assert Passage.objects.filter(page=page).count() == 1
        assert WorkflowState.objects.for_instance(page).count() == 1


def test_an_autosave_at_the_moment_of_submission_changes_nothing_that_was_handed_on(desk: Desk) -> None:
    for number in range(TIMES):
        page = desk.draft(slug=f"tin-{number}")
        revision = page.latest_revision

        def autosave(pk: int = page.pk, revision: Revision = revision) -> None:
            draft = fresh_page(pk).get_latest_revision_as_object()
            draft.title = "Tự lưu"
            draft.save_revision(user=desk.writer, overwrite_revision=Revision.objects.get(pk=revision.pk))

        results = at_once(partial(submit, desk, page.pk), autosave)
        assert results[0] == "done"
        passage = Passage.objects.get(page=page)
        saved_before = results[1] == "done"
        assert (passage.revision.content["title"] == "Tự lưu") is saved_before

        assert hash_of_revision(Revision.objects.get(pk=passage.revision_id)) == passage.text_sha256


def test_reminders_of_two_workers_are_sent_once() -> None:
    desk = make_desk("sxd")
    rule = Rule(key="limit.publish", value={"hours": 8, "remind": 2}, unit="working_hour", basis=make_basis())
    set_rule(make_administrator(), rule=rule)
    submitted(desk)
    late, sent = clock.now() + timedelta(days=60), []
    at_once(*[lambda: sent.append(send_calls(late))] * 4)
    assert sorted(sent) == [0, 0, 0, 1]
    assert Call.objects.count() == 1
    assert Notice.objects.filter(person=desk.head).count() == 2  # that it waits, and that it is overdue


def test_two_claims_at_one_moment_leave_one_handler(desk: Desk) -> None:
    second = with_post("phothutruong.ba", desk.agency, "deputy_head")
    for number in range(TIMES):
        passage = submitted(desk, slug=f"nhan-{number}")
        results = at_once(*(partial(claim, person, passage=passage) for person in (desk.deputy, second)))
        assert sorted(results) == ["done", "handled"]
