"""What is done to pages besides saving them: naming them for ever, freezing what a published one shows."""

from uuid import UUID

from cms.blocks.references import pictures_in
from cms.media.actions import freeze
from cms.pages.models import BasePage, PageIdentity
from cms.pages.presenters import text_of
from sites.domains.selectors import site_of


def record_identity(page: BasePage) -> PageIdentity:
    """Write down (public id, language) of a page, its site and its number. Safe to call again."""
    identity, _created = PageIdentity.objects.update_or_create(
        public_id=page.translation_key,
        locale=page.locale.language_code,
        defaults={"site": site_of(page), "page_id": page.pk, "number": page.pk},
    )
    return identity


def freeze_media_of(page: BasePage) -> None:
    """Whatever this text shows does not change in place any more."""
    text = text_of(page)
    freeze(originals=pictures_in(text), files=[UUID(file["public_id"]) for file in text["files"]])
