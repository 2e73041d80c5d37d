"""Choices of chains."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StepKind(models.TextChoices):
    """What the person asked at a step does with the item. Forwarding is not approving."""

    APPROVE = "approve", _("approve")
    EDIT_AND_FORWARD = "edit_and_forward", _("edit and forward")
    PUBLISH = "publish", _("approve and publish")
    ENTER = "enter_and_publish", _("enter and publish what was approved")


class ClauseRule(models.TextChoices):
    """What happens when everybody whom a step asks is barred: he wrote the text, or approved it before."""

    NEXT = "next", _("whoever stands in decides")
    NAMED = "named", _("a named member decides")
    ALLOWED = "allowed", _("allowed, with a note and on this article")


class StandInRule(models.TextChoices):
    """When those who stand in are asked."""

    NEEDED = "needed", _("as soon as nobody else may decide")
    RECORDED = "recorded", _("only while a delegation or an absence is recorded")


class Level(models.TextChoices):
    """The three levels of right of Quảng Ninh Điều 8.3: quản trị, kiểm duyệt, cập nhật."""

    ADMINISTRATION = "administration", _("administration")
    CENSORSHIP = "censorship", _("censorship")
    UPDATE = "update", _("update")
