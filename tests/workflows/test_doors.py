"""Every door of the admin and of the shell, as writer, approver, another site's approver and administrator."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision, TaskState

from cms.news.models import NewsPage
from sites import clock
from sites.accounts.models import User
from sites.refusals import Refused
from tests.factories.cms import PDF, make_file, section_of
from tests.factories.contributions import keep_rule, rules_of
from tests.factories.workflows import (
    Desk,
    PortalDesk,
    fresh_page,
    make_desk,
    make_portal,
    now,
    published,
    seen,
    submitted,
)
from workflows.passage import actions
from workflows.passage.enums import PassageState
from workflows.passage.models import Decision, Passage, Release
from workflows.secrecy.models import Stop

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def other() -> Desk:
    return make_desk("skhdt")


@pytest.fixture
def administrator(desk: Desk) -> User:
    return User.objects.get(username="quantri")


def log_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def form_of(page: NewsPage, **changes: str) -> dict[str, str]:
    """What the editor posts for a page as it is."""
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

    credit = page.credits.first()
    body = [("heading", {"level": "2", "text": "Nội dung"}), ("paragraph", rich_text("<p>Hội nghị.</p>"))]
    data = {
        "title": page.title,
        "slug": page.slug or "hoi-nghi-moi",
        "summary": page.summary,
        "source": page.source,
        "body": streamfield(body),
        "tags": "",
        "credits": inline_formset(
            [{"id": credit.pk if credit else "", "name": "Nguyễn Thị Viết", "role": "writer", "person": ""}],
            initial=1 if credit else 0,
        ),
        "lead_image": "",
        "lead_image_alt": "",
        "lead_image_caption": "",
        "lead_image_credit": "",
        "category": "",
        "agency": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        **changes,
    }
    return nested_form_data(data)


def edit(client: Client, page: Page, **changes: str) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), form_of(fresh_page(page.pk), **changes))


def state_of(page: Page) -> tuple[bool, int]:
    return Page.objects.get(pk=page.pk).live, Release.objects.filter(public_id=page.translation_key).count()


# --- the form of the editor ---
def test_the_writer_submits_in_the_editor(desk: Desk) -> None:
    page = desk.draft()
    answer = edit(log_in(desk.writer), page, **{"action-submit": "1", "title": "Gửi từ biểu mẫu"})
    assert answer.status_code == 302
    passage = now(page)
    assert passage.submitted_by == desk.writer
    assert passage.revision.as_object().title == "Gửi từ biểu mẫu"


def test_the_button_to_publish_publishes_for_nobody(desk: Desk, administrator: User) -> None:
    for person in (desk.writer, administrator):
        page = desk.draft(slug=f"tin-{person.pk}")
        edit(log_in(person), page, **{"action-publish": "1", "title": "Lén đăng"})
        assert state_of(page) == (False, 0)


def test_create_and_publish_makes_a_draft(desk: Desk, administrator: User) -> None:
    section = section_of(desk.site)
    for person in (desk.writer, administrator):
        address = reverse("wagtailadmin_pages:add", args=("cms_news", "newspage", section.pk))
        data = form_of(NewsPage(title=f"Tin của {person}", summary="a", source="b"), slug=f"moi-{person.pk}")
        log_in(person).post(address, {**data, "action-publish": "1"})
        assert not NewsPage.objects.get(slug=f"moi-{person.pk}").live


def test_create_and_submit_starts_the_chain(desk: Desk) -> None:
    section = section_of(desk.site)
    address = reverse("wagtailadmin_pages:add", args=("cms_news", "newspage", section.pk))
    data = form_of(NewsPage(title="Tin mới", summary="a", source="Sở Tài chính"), slug="tin-moi")
    answer = log_in(desk.writer).post(address, {**data, "action-submit": "1"})
    assert answer.status_code == 302
    assert now(NewsPage.objects.get(slug="tin-moi")).position == 1


def test_what_is_stopped_for_secrecy_at_its_making_is_written_down(desk: Desk) -> None:
    for key, rule in rules_of("reference", "secrecy.yaml").items():
        keep_rule(key, rule)
    address = reverse("wagtailadmin_pages:add", args=("cms_news", "newspage", section_of(desk.site).pk))
    data = form_of(NewsPage(title="Kế hoạch (MẬT)", summary="a", source="Sở Tài chính"), slug="mat")
    assert log_in(desk.writer).post(address, {**data, "action-submit": "1"}).status_code == 302
    page = NewsPage.objects.get(slug="mat")
    assert not page.passages.exists()
    stop = Stop.objects.get()
    assert (stop.page_id, stop.actor, stop.title) == (page.pk, desk.writer, "Kế hoạch (MẬT)")


def test_a_text_that_waits_for_an_approval_is_changed_by_nobody(desk: Desk, administrator: User) -> None:
    passage = submitted(desk)
    before = Revision.objects.count()
    for person in (desk.writer, desk.head, administrator):
        answer = edit(log_in(person), passage.page, title="Đổi sau khi gửi")
        assert answer.status_code == 200
    assert Revision.objects.count() == before


def test_only_those_whom_an_item_waits_for_open_it(desk: Desk, other: Desk) -> None:
    page = desk.draft()
    address = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    assert log_in(desk.head).get(address).status_code == 302
    actions.submit(desk.writer, page=page)
    assert log_in(desk.head).get(address).status_code == 200
    for person in (other.head, other.writer):
        assert log_in(person).get(address).status_code == 302


def test_the_editor_shows_the_way_and_the_buttons_of_the_person(desk: Desk) -> None:
    passage = submitted(desk)
    address = reverse("wagtailadmin_pages:edit", args=(passage.page_id,))
    task_state = passage.workflow_state.current_task_state  # type: ignore[union-attr]
    decide = reverse("wagtailadmin_pages:workflow_action", args=(passage.page_id, "publish", task_state.pk))  # type: ignore[union-attr]
    for_head, for_writer = (log_in(person).get(address).content.decode() for person in (desk.head, desk.writer))
    assert 'data-step="now"' in for_writer
    assert "thutruong.stc" in for_writer
    assert decide in for_head
    assert decide not in for_writer
    assert "action-cancel-workflow" in for_writer


def test_the_writer_takes_the_item_back(desk: Desk) -> None:
    passage = submitted(desk)
    answer = log_in(desk.writer).post(
        reverse("wagtailadmin_pages:edit", args=(passage.page_id,)), {"action-cancel-workflow": "1"}
    )
    assert answer.status_code == 302
    passage.refresh_from_db()
    assert passage.state == PassageState.CANCELLED
    assert passage.page.current_workflow_state is None


# --- deciding ---
def decide(client: Client, passage: Passage, name: str, **data: str) -> Any:
    state = TaskState.objects.filter(workflow_state=passage.workflow_state).latest("pk")
    address = reverse("wagtailadmin_pages:workflow_action", args=(passage.page_id, name, state.pk))
    return client.post(address, data)


def test_the_decision_page_shows_the_text_and_carries_its_hash(desk: Desk) -> None:
    passage = submitted(desk)
    state = passage.workflow_state.current_task_state  # type: ignore[union-attr]
    address = reverse("wagtailadmin_pages:workflow_action", args=(passage.page_id, "publish", state.pk))  # type: ignore[union-attr]
    answer = log_in(desk.head).get(address)
    assert answer.status_code == 200
    assert passage.text_sha256 in answer.content.decode()
    assert passage.page.title in answer.content.decode()
    dialogue = log_in(desk.head).get(address, headers={"x-requested-with": "XMLHttpRequest"})
    assert passage.text_sha256 in dialogue.json()["html"]


def test_the_head_approves_and_publishes_from_the_desk(desk: Desk) -> None:
    passage = submitted(desk)
    client = log_in(desk.head)
    assert passage.page.title in client.get(reverse("wagtailadmin_home")).content.decode()
    decide(client, passage, "publish", seen_sha256=passage.text_sha256, comment="Đồng ý")
    assert state_of(passage.page) == (True, 1)
    assert Decision.objects.latest("pk").comment == "Đồng ý"


def test_nobody_else_decides_from_the_desk(desk: Desk, other: Desk, administrator: User) -> None:
    passage = submitted(desk)
    for person in (desk.writer, desk.deputy, other.head, other.writer, administrator):
        decide(log_in(person), passage, "publish", seen_sha256=passage.text_sha256)
        assert state_of(passage.page) == (False, 0)
    assert Decision.objects.count() == 1


def test_the_item_is_returned_from_the_desk_with_a_reason(desk: Desk) -> None:
    passage = submitted(desk)
    client = log_in(desk.head)
    assert decide(client, passage, "return", reason="").status_code == 200
    decide(client, passage, "return", reason="Thiếu nguồn")
    passage.refresh_from_db()
    assert passage.state == PassageState.RETURNED
    page = passage.page
    edit(log_in(desk.writer), page, **{"action-submit": "1", "title": "Đã bổ sung"})
    assert now(page).previous == passage


def test_a_task_of_another_page_is_not_found(desk: Desk) -> None:
    first, second = submitted(desk), submitted(desk, slug="tin-hai")
    state = second.workflow_state.current_task_state  # type: ignore[union-attr]
    for name in ("workflow_action", "collect_workflow_action_data"):
        address = reverse(f"wagtailadmin_pages:{name}", args=(first.page_id, "publish", state.pk))  # type: ignore[union-attr]
        answer = log_in(desk.head).post(address, {"seen_sha256": second.text_sha256})
        assert answer.status_code == 404
    assert state_of(first.page) == state_of(second.page) == (False, 0)


def test_who_presses_twice_decides_once() -> None:
    portal = make_portal()
    passage = submitted(portal)
    state = passage.workflow_state.current_task_state  # type: ignore[union-attr]
    address = reverse("wagtailadmin_pages:workflow_action", args=(passage.page_id, "approve", state.pk))  # type: ignore[union-attr]
    client = log_in(portal.head)
    for _time in range(2):
        client.post(address, {"seen_sha256": passage.text_sha256})
    passage.refresh_from_db()
    assert passage.position == 2
    assert Decision.objects.filter(kind="approve").count() == 1


def test_the_centre_edits_and_forwards_in_the_editor() -> None:
    portal: PortalDesk = make_portal()
    passage = submitted(portal)
    actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    page = fresh_page(passage.page_id)
    assert edit(log_in(portal.writer), page, title="Không được").status_code == 200
    answer = edit(
        log_in(portal.editor), page, **{"action-forward": "1", "passage-position": "2", "title": "Đã biên tập"}
    )
    assert answer.status_code == 302
    passage.refresh_from_db()
    assert passage.position == 3
    assert passage.revision.as_object().title == "Đã biên tập"
    edit(log_in(portal.editor), page, **{"action-forward": "1", "passage-position": "2", "title": "Lần nữa"})
    assert now(page).revision == passage.revision


# --- other doors of the admin ---
@pytest.mark.parametrize("action", ["publish", "unpublish", "copy", "delete", "create_alias"])
def test_the_admins_api_opens_nothing(desk: Desk, administrator: User, action: str) -> None:
    waiting, public = submitted(desk).page, published(desk, slug="cong-khai")
    for person in (desk.writer, administrator):
        for page in (waiting, public):
            before = state_of(page)
            address = reverse("wagtailadmin_api:pages:action", args=(page.pk, action))
            log_in(person).post(address, {"recursive": "false"})
            assert state_of(page) == before
    assert list(NewsPage.objects.filter(live=True)) == [public]
    assert not NewsPage.objects.filter(alias_of__isnull=False).exists()


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_bulk_actions_open_nothing(desk: Desk, administrator: User, action: str) -> None:
    waiting, public = submitted(desk).page, published(desk, slug="cong-khai")
    for person in (desk.writer, administrator):
        address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
        data = {"include_descendants": "on", "chooser": str(section_of(desk.site, code="about").pk)}
        log_in(person).post(f"{address}?id={waiting.pk}&id={public.pk}", data)
        assert state_of(waiting) == (False, 0)
        assert state_of(public) == (True, 1)


def test_a_copy_with_its_publication_is_a_draft(desk: Desk, administrator: User) -> None:
    page = published(desk)
    for person in (desk.writer, administrator):
        data = {
            "new_title": "Bản sao",
            "new_slug": f"ban-sao-{person.pk}",
            "new_parent_page": str(section_of(desk.site).pk),
            "publish_copies": "on",
            "alias": "on",
        }
        log_in(person).post(reverse("wagtailadmin_pages:copy", args=(page.pk,)), data)
        del data["alias"]
        log_in(person).post(reverse("wagtailadmin_pages:copy", args=(page.pk,)), data)
    assert NewsPage.objects.filter(live=True).count() == 1
    assert not NewsPage.objects.filter(alias_of__isnull=False).exists()


def test_an_alias_is_refused_even_in_the_shell(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.draft().create_alias(parent=section_of(desk.site, code="about"))


def test_withdrawing_asks_for_a_reason_and_for_someone_entitled(desk: Desk, other: Desk) -> None:
    page = published(desk)
    address = reverse("wagtailadmin_pages:unpublish", args=(page.pk,))
    for person in (desk.writer, other.head):
        log_in(person).post(address, {"reason": "Vì vậy"})
        assert state_of(page)[0]
    client = log_in(desk.head)
    assert client.get(address).status_code == 200
    client.post(address, {"reason": ""})
    assert state_of(page)[0]
    client.post(address, {"reason": "Sai số liệu", "notice": "Đang đính chính"})
    assert not state_of(page)[0]
    assert not Release.objects.filter(public_id=page.translation_key, revoked_at__isnull=True).exists()


# --- the shell and the database ---
def publish_revision(page: NewsPage) -> None:
    page.latest_revision.publish()


def publish_skipping_permissions(page: NewsPage) -> None:
    page.latest_revision.publish(skip_permission_checks=True)


def save_and_publish(page: NewsPage) -> None:
    page.save_revision().publish()


def publish_by_the_action(page: NewsPage) -> None:
    PublishPageRevisionAction(page.latest_revision).execute(skip_permission_checks=True)


def set_live(page: NewsPage) -> None:
    page.live = True
    page.save()


def approve_the_task(page: NewsPage) -> None:
    state = page.current_workflow_task_state
    if state is None:
        raise Refused("nothing to approve")
    state.approve(user=User.objects.get(username="quantri"))


def finish_the_workflow(page: NewsPage) -> None:
    state = page.current_workflow_state
    if state is None:
        raise Refused("nothing to finish")
    state.finish(user=User.objects.get(username="quantri"))


@pytest.mark.parametrize("is_submitted", [False, True])
@pytest.mark.parametrize(
    "door",
    [
        publish_revision,
        publish_skipping_permissions,
        save_and_publish,
        publish_by_the_action,
        set_live,
        approve_the_task,
        finish_the_workflow,
    ],
)
def test_no_line_of_python_publishes(desk: Desk, door: Callable[[NewsPage], None], *, is_submitted: bool) -> None:
    page = submitted(desk).page if is_submitted else desk.draft()
    with pytest.raises(Refused), transaction.atomic():
        door(fresh_page(page.pk))
    assert state_of(page) == (False, 0)


def test_starting_the_workflow_by_hand_asks_the_same(desk: Desk, other: Desk) -> None:
    page = desk.draft()
    workflow = page.get_workflow()
    for person in (None, other.writer):
        with pytest.raises(Refused), transaction.atomic():
            workflow.start(page, person)
    workflow.start(page, desk.writer)
    assert now(page).workflow_state == page.current_workflow_state


def test_the_command_publishes_no_revision_that_was_scheduled_past_the_gate(desk: Desk) -> None:
    from django.core.management.base import CommandError

    page = desk.draft()
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=clock.now() - timedelta(hours=1))
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    assert state_of(page) == (False, 0)


def test_what_was_submitted_is_not_deleted(desk: Desk, administrator: User) -> None:
    page = submitted(desk).page
    with pytest.raises(Refused):
        fresh_page(page.pk).delete()
    log_in(administrator).post(reverse("wagtailadmin_pages:delete", args=(page.pk,)))
    assert Page.objects.filter(pk=page.pk).exists()


def test_the_database_keeps_a_frozen_revision_as_it_was(desk: Desk) -> None:
    revision = submitted(desk).revision
    statements = (
        "update wagtailcore_revision set content = '{}' where id = %s",
        "delete from wagtailcore_revision where id = %s",
    )
    for statement in statements:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [revision.pk])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local app.erasing = 'on'")
        cursor.execute(statements[0], [revision.pk])
        cursor.execute("set local app.erasing = 'off'")
    assert Revision.objects.get(pk=revision.pk).content == {}


def test_the_database_keeps_decisions_and_releases(desk: Desk) -> None:
    published(desk)
    for statement in (
        "update workflows_passage_decision set comment = 'x'",
        "delete from workflows_passage_decision",
        "update workflows_passage_release set text_sha256 = 'x'",
        "delete from workflows_passage_release",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_autosave_after_submission_changes_nothing_that_was_seen(desk: Desk) -> None:
    page = desk.draft()
    passage = actions.submit(desk.writer, page=page)
    draft = fresh_page(page.pk).get_latest_revision_as_object()
    draft.summary = "Tự lưu."
    with pytest.raises(Refused):
        draft.save_revision(user=desk.writer, overwrite_revision=passage.revision)
    assert seen(page) == passage.text_sha256


def test_who_decides_reads_the_attached_file_and_nobody_of_next_door_does(desk: Desk, other: Desk) -> None:
    file = make_file(collection=desk.site.collection)
    page = desk.draft(body=[("file", {"file": file, "title": "Quy chế"})])

    def reads(client: Client) -> bool:
        response = client.get(reverse("wagtaildocs_serve", args=(file.pk, file.filename)))
        return response.status_code == 200 and b"".join(response.streaming_content) == PDF

    assert not reads(log_in(desk.head))  # not before it waits for him
    actions.submit(desk.writer, page=page)
    assert reads(log_in(desk.head))
    assert not reads(log_in(other.head))
    assert not reads(Client())
