"""Reading the outbox."""

from django.conf import settings
from django.db.models import QuerySet
from wagtail.users.models import UserProfile

from sites.accounts.models import User
from workflows.notices.models import Mail, Notice


def language_of(person: User) -> str:
    """The language that a person has chosen for the admin, else the first one of the system."""
    chosen = UserProfile.objects.filter(user=person).values_list("preferred_language", flat=True).first()
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def unsent() -> QuerySet[Mail]:
    """Mails that were not sent yet, the oldest first."""
    return Mail.objects.filter(sent_at__isnull=True).order_by("pk")


def notices_of(person: User) -> QuerySet[Notice]:
    """What a person was told in the admin, the newest first."""
    return Notice.objects.filter(person=person).order_by("-pk")


def unread_of(person: User) -> QuerySet[Notice]:
    """What of it he has not read."""
    return notices_of(person).filter(read_at__isnull=True)
