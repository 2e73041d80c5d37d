"""Drafting a page in another language: a page of its own, with its own state, never an alias (house 4)."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page

from cms.pages import gate
from cms.pages.asked import translations_of
from cms.pages.models import BasePage
from cms.pages.registry import drafted_in
from sites.domains.selectors import homes_beside
from sites.refusals import Reason, Refused

LEFT_BEHIND = ["go_live_at", "expire_at"]


def languages_to_draft_in(actor: AbstractUser, *, page: BasePage) -> list[Locale]:
    """The languages in which this person may draft this page now, in the order of the site."""
    if gate.is_home(page):
        return []
    locales = [other.locale for other in homes_beside(page)]
    return [locale for locale in locales if not reasons_not_to_draft(actor, page=page, locale=locale)]


def reasons_not_to_draft(actor: AbstractUser, *, page: BasePage, locale: Locale) -> list[Reason]:
    """Why this person may not draft this page in this language; the first reason that holds."""
    if gate.is_home(page) or locale.pk == page.locale_id:
        return [Reason("not_translatable", _("This page is not drafted in that language."))]
    if locale.pk in {twin.locale_id for twin in translations_of(page)}:
        return [Reason("translated", _("The page exists in that language already."))]
    parent = _parent_in(page, locale)
    if parent is None:
        return [Reason("section_missing", _("The section above does not exist in that language yet."))]
    if not parent.permissions_for_user(actor).can_add_subpage() or not type(page).can_create_at(parent):
        return [Reason("not_entitled", _("You may not write in that section."))]
    return []


@transaction.atomic
def draft_translation(actor: AbstractUser, *, page: BasePage, locale: Locale) -> BasePage:
    """Copy the page, as its row stands, into the same section of another language, as the actor's own draft.

    Same public id. Refused as `reasons_not_to_draft` says.
    """
    if reasons := reasons_not_to_draft(actor, page=page, locale=locale):
        raise Refused(reasons=reasons)
    parent = page.get_parent().get_translation(locale).specific
    source = Page.objects.get(pk=page.pk).specific
    draft: BasePage = source.copy(
        to=parent,
        update_attrs={"locale": locale, "slug": find_available_slug(parent, source.slug), "owner": actor},
        exclude_fields=LEFT_BEHIND,
        copy_revisions=False,
        reset_translation_key=False,
        user=actor,
        log_action="wagtail.copy_for_translation",
    )
    for follow in drafted_in:
        follow(draft)
    return draft


def _parent_in(page: BasePage, locale: Locale) -> Page | None:
    found: Page | None = page.get_parent().get_translation_or_none(locale)
    return found
