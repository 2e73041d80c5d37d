"""The one-time link with which a person sets a password. Signed, short-lived, void as soon as anything changes."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from sites.accounts.models import User


class PasswordLinks(PasswordResetTokenGenerator):
    """Django's signature over password, last login and address, and over when the last link was written.

    So a link is void after it was used, after a login, after a newer link, after a new address, and on a closed
    account.
    """

    key_salt = "sites.accounts.links"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.link_sent_at}{user.is_active}{user.closed_at}"


password_links = PasswordLinks()


def address_of_link(person: User) -> str:
    """The address at which a person sets a password. Whoever reads it has the account: only for the person's mail."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("set_password", args=(key, password_links.make_token(person)))
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def days_of_link() -> int:
    """How many days a link holds."""
    return int(settings.PASSWORD_RESET_TIMEOUT) // 86_400


def person_of_link(key: str) -> User | None:
    """The open account that the first part of a link names; the token is checked against it."""
    try:
        pk = int(urlsafe_base64_decode(key).decode())
    except (ValueError, UnicodeDecodeError):
        return None
    return User.objects.filter(pk=pk, is_active=True, closed_at=None).first()
