"""What a password has to be, by the rule `accounts.password`. Django asks on every door at which one is set."""

from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites import clock
from sites.accounts.models import User
from sites.security.enums import ActKind
from sites.security.log import write
from sites.security.models import FormerPassword
from sites.security.rules import PASSWORD, values_of

CLASSES = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


class PasswordRule:
    """Length, kinds of signs, and none of the last ones."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError, one sentence for each thing that is wrong."""
        rule = values_of(PASSWORD)
        faults = [] if not rule else [*_too_plain(password, rule), *_had_before(password, user, rule)]
        if faults:
            raise ValidationError(faults)

    def password_changed(self, password: str, user: Any = None) -> None:
        """Django says that it was set: keep its hash, write down when, take back that it may be known to others."""
        FormerPassword.objects.create(person=user, hash=user.password, set_at=clock.now())
        kept = FormerPassword.objects.filter(person=user).order_by("-pk")[: values_of(PASSWORD).get("history", 0)]
        FormerPassword.objects.filter(person=user).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
        if user.has_usable_password():
            user.password_set_at, user.leaked_at = clock.now(), None
            User.objects.filter(pk=user.pk).update(password_set_at=user.password_set_at, leaked_at=None)
            write(ActKind.PASSWORD_SET, person=user, by=user)

    def get_help_text(self) -> str:
        """What is asked, under the field."""
        rule = values_of(PASSWORD)
        if not rule:
            return ""
        return _(
            "At least %(length)s characters, with %(classes)s of: small letters, capital letters, digits, other signs;"
            " not one of your last %(history)s passwords."
        ) % {name: rule.get(name, 0) for name in ("length", "classes", "history")}


def _too_plain(password: str, rule: Any) -> list[str]:
    length, classes = rule.get("length", 0), rule.get("classes", 0)
    faults = []
    if len(password) < length:
        faults.append(
            ngettext("It has fewer than %(n)s character.", "It has fewer than %(n)s characters.", length)
            % {"n": length}
        )
    if sum(any(is_of(sign) for sign in password) for is_of in CLASSES) < classes:
        faults.append(
            _("It needs %(classes)s of: small letters, capital letters, digits, other signs.") % {"classes": classes}
        )
    return faults


def _had_before(password: str, user: Any, rule: Any) -> list[str]:
    number = rule.get("history", 0)
    if not number or user is None or user.pk is None:
        return []
    hashes = list(FormerPassword.objects.filter(person=user).values_list("hash", flat=True)[:number])
    present = User.objects.filter(pk=user.pk).values_list("password", flat=True)
    if any(check_password(password, one) for one in dict.fromkeys([*present, *hashes])):
        return [_("It is one of your last %(n)s passwords.") % {"n": number}]
    return []
