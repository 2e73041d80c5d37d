"""Who may release in an emergency, and who may judge it."""

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from sites.accounts.models import User
from sites.refusals import Reason
from workflows.boards.selectors import site_of_page
from workflows.emergency.models import Emergency
from workflows.emergency.rules import rule_of
from workflows.passage.company import UNDER_WAY, reasons_of_company
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage
from workflows.passage.policies import reasons_of_entitlement, reasons_of_text
from workflows.passage.selectors import releases_of


def reasons_not_to_release_at_once(actor: User | None, *, page: Page) -> list[Reason]:
    """Why a person may not make the newest text of a page public at once, alone.

    He does not decide in its chain (an administrator decides nothing), no rule opens the lane on its site, the text is
    scheduled, or a guard of the text speaks against it: an emergency excuses from the second person, from nothing else.
    """
    if reasons := reasons_of_the_lane(actor, page=page):
        return reasons
    under_way = Passage.objects.filter(page=page, state__in=UNDER_WAY).first()
    if under_way and (reasons := reasons_of_company(under_way)):
        return reasons
    if under_way and under_way.state == PassageState.SCHEDULED:
        return [Reason("is_scheduled", _("The text is scheduled; cancel that first."))]
    return reasons_of_text(page.get_latest_revision_as_object())


def reasons_of_the_lane(actor: User | None, *, page: Page) -> list[Reason]:
    """Why the lane is closed to a person on this page, whatever the text."""
    if actor is None or actor.is_superuser or reasons_of_entitlement(actor, page):
        return [Reason("not_entitled", _("Only those who decide about the publication may do this."))]
    if rule_of(site_of_page(page)) is None:
        return [Reason("no_lane", _("No rule opens an emergency lane on this site."))]
    return []


def reasons_not_to_judge(actor: User | None, *, emergency: Emergency) -> list[Reason]:
    """Why a person may not confirm or take back: he released it, had a part in the text, or does not decide there."""
    if emergency.verdict:
        return [Reason("judged", _("A second person has judged this already."))]
    page = emergency.page.specific
    if actor is None or actor.is_superuser or reasons_of_entitlement(actor, page):
        return [Reason("not_entitled", _("Only those who decide about the publication may do this."))]
    if actor.pk == emergency.by_id:
        return [Reason("same_person", _("Who released it alone does not confirm it."))]
    if actor.pk in _with_a_part(emergency, page):
        return [Reason("had_a_part", _("Whoever wrote or edited a text does not approve it."))]
    return []


def _with_a_part(emergency: Emergency, page: Page) -> set[int | None]:
    """The owner, and all who saved the text since what had been released before it."""
    saved = Revision.objects.for_instance(page).filter(pk__lte=emergency.release.revision_id)
    before = releases_of(page).filter(pk__lt=emergency.release_id, revision__isnull=False).first()
    if before is not None:
        saved = saved.filter(pk__gt=before.revision_id)
    return {page.owner_id, *saved.order_by().values_list("user_id", flat=True)}
