"""What the tree tells: a page was made, is about to move, or is about to be deleted."""

from typing import Any

from django.db import connection
from django.db.models.signals import post_save, pre_delete
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_published, pre_page_move

from cms.pages import gate
from cms.pages.actions import freeze_media_of, record_identity
from cms.pages.models import BasePage
from cms.pages.registry import public_type_of
from sites.domains.locks import TREE
from sites.refusals import Refused


def note_identity(instance: Any, **kwargs: Any) -> None:
    """A page that was made gets its name for ever."""
    if kwargs.get("created") and isinstance(instance, BasePage):
        record_identity(instance)


def freeze_media(instance: Any, **_kwargs: Any) -> None:
    """What readers see from now on does not change in place. (Wagtail sends this at scheduling too: anchors M2.)"""
    if isinstance(instance, BasePage) and instance.live and public_type_of(instance):
        freeze_media_of(instance)


def refuse_move(instance: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """Whatever the door: within the site and the language, and alone in the tree."""
    gate.ask_before_moving(instance, parent_page_after)
    if not _alone_in_the_tree():
        raise Refused(_("Pages are moved by their own action only."), code="move_without_lock")


def refuse_deletion(instance: Any, **_kwargs: Any) -> None:
    """Whatever the door, querysets included."""
    if isinstance(instance, BasePage):
        gate.ask_before_deleting([instance])


def _alone_in_the_tree() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND objid = %s AND mode = 'ExclusiveLock' AND granted)",
            [TREE],
        )
        return bool(cursor.fetchone()[0])


def connect() -> None:
    """Called when the room is ready."""
    post_save.connect(note_identity, dispatch_uid="cms_pages.note_identity")
    page_published.connect(freeze_media, dispatch_uid="cms_pages.freeze_media")
    pre_page_move.connect(refuse_move, dispatch_uid="cms_pages.refuse_move")
    pre_delete.connect(refuse_deletion, dispatch_uid="cms_pages.refuse_deletion")
