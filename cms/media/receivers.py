"""What the tables of media tell: a picture has a new file; something frozen is about to be deleted."""

from typing import Any

from django.db.models.signals import post_save, pre_delete

from cms.media import jobs
from cms.media.frozen import reasons_not_to_change
from cms.media.models import File, Picture
from sites.refusals import Refused


def want_renditions(instance: Picture, **_kwargs: Any) -> None:
    """Have the renditions of a new file made, once it is committed."""
    if instance.file_is_new:
        jobs.make_renditions.defer(picture_id=instance.pk)


def keep_frozen(instance: Picture | File, **_kwargs: Any) -> None:
    """What was published is not deleted, whatever the door."""
    if reasons := reasons_not_to_change(instance):
        raise Refused(reasons=reasons)


def connect() -> None:
    """Called when the room is ready."""
    post_save.connect(want_renditions, sender=Picture, dispatch_uid="cms_media.want_renditions")
    for model in (Picture, File):
        pre_delete.connect(keep_frozen, sender=model, dispatch_uid="cms_media.keep_frozen")
