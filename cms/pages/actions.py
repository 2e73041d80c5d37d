"""What may be done to pages besides saving them: naming them for ever, drafting a translation."""

from cms.pages.models import BasePage, PageIdentity
from sites.domains.selectors import site_of


def record_identity(page: BasePage) -> PageIdentity:
    """Write down (public id, language) of a page, its site and its number. Safe to call again."""
    identity, _created = PageIdentity.objects.update_or_create(
        public_id=page.translation_key,
        locale=page.locale.language_code,
        defaults={"site": site_of(page), "page_id": page.pk, "number": page.pk},
    )
    return identity
