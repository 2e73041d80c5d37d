"""Who may translate what. Rights follow from seats: on the pages of one language of one site."""

from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.pages.models import BasePage
from cms.pages.translation import reasons_not_to_draft
from sites.accounts.models import User
from sites.refusals import Reason
from workflows.passage.enums import PassageState
from workflows.passage.knowing import may_know_of
from workflows.passage.models import Passage
from workflows.translation.models import Translation


def may_see(person: User, translation: Translation) -> bool:
    """Whether a person may open a translation: he works on it, decides about it, or looks after everything."""
    return translation.page is not None and may_know_of(person, translation.page)


def reasons_not_to_begin(actor: User, *, source: BasePage, locale: Locale) -> list[Reason]:
    """Why this person may not begin to translate this page into this language."""
    twin = source.get_translation_or_none(locale)
    if twin is None:
        return reasons_not_to_draft(actor, page=source, locale=locale)
    return [] if twin.specific.permissions_for_user(actor).can_edit() else [_not_entitled()]


def reasons_not_to_write(actor: User, *, translation: Translation) -> list[Reason]:
    """Why this person may not change the wording now: no right on the page, or it is on its way through its chain."""
    page = translation.page
    if page is None:
        return [Reason("no_draft", _("The draft has been deleted. Begin it again."))]
    if not page.specific.permissions_for_user(actor).can_edit():
        return [_not_entitled()]
    running = (PassageState.IN_PROGRESS, PassageState.SCHEDULED)
    if Passage.objects.filter(page=page, state__in=running).exists():
        return [Reason("in_approval", _("The translation is in approval. Take it back, or wait for the decision."))]
    return []


def reasons_not_to_handle(actor: User, *, translation: Translation) -> list[Reason]:
    """Why this person may not take a translation upon himself: he may not write, or a colleague handles it."""
    if reasons := reasons_not_to_write(actor, translation=translation):
        return reasons
    if translation.handled_by_id not in (None, actor.pk):
        return [Reason("handled", _("%(person)s handles this item.") % {"person": translation.handled_by})]
    return []


def reasons_not_to_lay_down(actor: User, *, translation: Translation) -> list[Reason]:
    """Why this person may not lay a translation down: he does not handle it."""
    if translation.handled_by_id == actor.pk:
        return []
    return [Reason("not_handled", _("You have not claimed this item."))]


def _not_entitled() -> Reason:
    return Reason("not_entitled", _("You may not translate on this site or into this language."))
