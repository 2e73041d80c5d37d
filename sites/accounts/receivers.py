"""What happens in the tree and matters to rights."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page

from sites.accounts.actions import write_rights
from sites.accounts.models import Seat


def connect() -> None:
    """Listen to new pages."""
    post_save.connect(section_translated, dispatch_uid="sites_accounts.section_translated")


def section_translated(sender: type, instance: Any, created: bool = False, **_kwargs: Any) -> None:  # noqa: FBT001, FBT002
    """A seat on a section covers its translations: a new one brings rights on it."""
    if not created or not issubclass(sender, Page):
        return
    if Seat.objects.filter(section__translation_key=instance.translation_key).exists():
        write_rights(None)
