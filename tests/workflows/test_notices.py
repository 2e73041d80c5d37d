"""The outbox: no mail is lost, none slows a request, each is in its reader's language."""

import pytest
from django.core import mail
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.users.models import UserProfile

from tests.factories.workflows import Desk, make_desk, seen, submitted
from workflows.notices.actions import send, send_unsent
from workflows.notices.models import Mail
from workflows.passage import actions

pytestmark = pytest.mark.django_db

DEAD = {
    "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": 9}}
}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def to(person: object) -> list[str]:
    return list(Mail.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))


def test_who_is_next_and_the_author_are_told(desk: Desk) -> None:
    page = desk.draft()
    passage = actions.submit(desk.writer, page=page)
    assert len(to(desk.head)) == 1
    actions.return_to_author(desk.head, passage=passage, reason="Thiếu số liệu")
    returned = Mail.objects.get(person=desk.writer)
    assert "Thiếu số liệu" in returned.body
    assert f"/admin/pages/{page.pk}/edit/" in returned.body
    passage = actions.submit(desk.writer, page=page)
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert len(to(desk.writer)) == 2
    assert len(to(desk.head)) == 2
    assert len(to(desk.deputy)) == 0


def test_the_author_is_told_when_nobody_may_decide(desk: Desk) -> None:
    for person in (desk.head, desk.deputy):
        person.posts.all().delete()
    submitted(desk)
    assert len(to(desk.writer)) == 1


def test_a_mail_is_in_the_language_of_its_reader(desk: Desk) -> None:
    UserProfile.objects.update_or_create(user=desk.head, defaults={"preferred_language": "en"})
    submitted(desk)
    sent = Mail.objects.get(person=desk.head)
    assert (sent.language, sent.subject.startswith("Waiting for you")) == ("en", True)


def test_mails_go_out_by_a_job_and_once(desk: Desk) -> None:
    submitted(desk)
    row = Mail.objects.get()
    assert mail.outbox == []
    job = ProcrastinateJob.objects.get(task_name="workflows.notices.send")
    assert job.args == {"mail_id": row.pk}
    assert send(mail_id=row.pk)
    assert not send(mail_id=row.pk)
    assert [message.to for message in mail.outbox] == [[desk.head.email]]


def test_a_dead_mail_server_loses_no_mail(desk: Desk) -> None:
    with override_settings(MAILERS=DEAD):
        submitted(desk)
        row = Mail.objects.get()
        with pytest.raises(OSError, match="refused"):
            send(mail_id=row.pk)
    row.refresh_from_db()
    assert (row.sent_at, row.attempts, "refused" in row.error) == (None, 1, True)
    assert send_unsent() == 1
    row.refresh_from_db()
    assert row.sent_at is not None


def test_whoever_has_no_address_gets_no_mail(desk: Desk) -> None:
    desk.head.email = ""
    desk.head.save()
    submitted(desk)
    assert Mail.objects.count() == 0


def test_wagtails_own_workflow_mails_are_off(desk: Desk) -> None:
    page = desk.draft()
    passage = actions.submit(desk.writer, page=page)
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert mail.outbox == []
