"""Writing mails into the outbox, and sending them from there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from procrastinate.contrib.django import app

from sites import clock
from sites.accounts.models import User
from workflows.notices.models import Mail, Notice
from workflows.notices.selectors import language_of, unsent

LONGEST_SUBJECT = 300
SEND = "workflows.notices.send"  # the job; its module stands above this one


def write(person: User, *, template: str, context: Mapping[str, Any]) -> Mail | None:
    """Put a mail to a person into the outbox, in the person's language, and have it sent after commit.

    The first line of the template is the subject. Somebody without an address, or whose account is closed, gets none.
    """
    if not person.email or not person.is_active:
        return None
    return _put(person, _letter(person, template, context))


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person is told, in his language."""

    language: str
    subject: str
    body: str


def _letter(person: User, template: str, context: Mapping[str, Any]) -> Letter:
    language = language_of(person)
    with translation.override(language):
        subject, body = render_to_string(template, {**context, "person": person}).strip().split("\n", 1)
    return Letter(language, subject.strip()[:LONGEST_SUBJECT], body)


def _put(person: User, letter: Letter) -> Mail:
    mail = Mail.objects.create(
        person=person,
        to=person.email,
        subject=letter.subject,
        body=letter.body.strip() + "\n",
        language=letter.language,
        created_at=clock.now(),
    )
    app.configure_task(SEND, queue="mail").defer(mail_id=mail.pk)
    return mail


def notify(person: User, *, template: str, context: Mapping[str, Any], path: str) -> Notice | None:
    """Tell a person in the admin and by mail, in one transaction. Whoever has no address is told in the admin.

    `path` leads to what the notice is about; the address at the end of the mail is left out of the notice. Letters with
    secrets (an invitation) go by `write` alone. A closed account gets neither.
    """
    if not person.is_active:
        return None
    letter = _letter(person, template, context)
    if person.email:
        _put(person, letter)
    return Notice.objects.create(
        person=person,
        subject=letter.subject,
        body=letter.body.replace(str(context.get("address", "")), "").strip(),
        path=path,
        language=letter.language,
        created_at=clock.now(),
    )


def mark_read(person: User, *, notices: Iterable[int]) -> int:
    """Mark notices of a person as read; those of others are left alone. Answers how many."""
    return Notice.objects.filter(person=person, pk__in=notices, read_at__isnull=True).update(read_at=clock.now())


def mark_all_read(person: User) -> int:
    """Mark every notice of a person as read."""
    return Notice.objects.filter(person=person, read_at__isnull=True).update(read_at=clock.now())


def carry(person: User, template: str, context: Mapping[str, Any]) -> None:
    """Write a letter of the floor below into the outbox."""
    write(person, template=template, context=context)


def send(*, mail_id: int) -> bool:
    """Send one mail, unless it was sent already; whoever is second waits and finds it sent.

    A mail server that fails leaves its error in the row, and the error is raised for the job to try again.
    """
    with transaction.atomic():
        mail = Mail.objects.select_for_update().get(pk=mail_id)
        if mail.sent_at:
            return False
        fault = _deliver(mail)
        mail.attempts += 1
        mail.error = f"{type(fault).__name__}: {fault}" if fault else ""
        mail.sent_at = None if fault else clock.now()
        mail.save(update_fields=("attempts", "error", "sent_at"))
    if fault:
        raise fault
    return True


def send_unsent() -> int:
    """Try every mail that was not sent; answers how many went. The first that fails ends the run."""
    sent = 0
    for pk in list(unsent().values_list("pk", flat=True)):
        sent += send(mail_id=pk)
    return sent


def _deliver(mail: Mail) -> Exception | None:
    message = EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except Exception as fault:  # noqa: BLE001 - whatever a mail server does, the mail stays and the row says why
        return fault
    return None
