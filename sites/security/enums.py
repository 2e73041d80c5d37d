"""What is written down in the log of security."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActKind(models.TextChoices):
    """One kind of act; the names are those that the actions of people use."""

    LOGGED_IN = "logged_in", _("logged in")
    LOGGED_OUT = "logged_out", _("logged out")
    FAILED = "failed", _("wrong user name or password")
    HELD_OFF = "held_off", _("held off after too many tries")
    SESSION_ENDED = "session_ended", _("session ended")
    PASSWORD_SET = "password_set", _("password set")
    LINK_SENT = "link_sent", _("link for the password sent")
    LEAKED = "leaked", _("leak of the password reported")
    INVITED = "invited", _("account made")
    ADMINISTRATOR = "administrator", _("account of an administrator made")
    CORRECTED = "corrected", _("personal data corrected")
    GIVEN = "given", _("post or seat given")
    AMENDED = "amended", _("post or seat corrected")
    ENDED = "ended", _("post or seat ended")
    WARNED = "warned", _("warned of the lock")
    AGE_WARNED = "age_warned", _("warned of the end of the password")
    LOCKED = "locked", _("account locked")
    UNLOCKED = "unlocked", _("account unlocked")
    CLOSED = "closed", _("account closed")
