"""Looking at a text with an old term and leaving it as it is. What is to be changed is changed on the desk."""

from django.db import transaction
from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import User
from sites.refusals import Reason
from workflows.labels.policies import reasons_not_to_translate
from workflows.passage.actions.recording import refuse
from workflows.upkeep.models import Look, Mark
from workflows.upkeep.selectors import open_marks


def reasons_not_to_look(actor: User, *, mark: Mark) -> list[Reason]:
    """Why this person may not say that a text is right as it is: not his to write, or nothing is to be looked at."""
    if mark.page is None:
        reasons = reasons_not_to_translate(actor, site_number=mark.site_id, locale=mark.locale, waits=False)
        if reasons:
            return reasons
    elif not mark.page.specific.permissions_for_user(actor).can_edit():
        return [Reason("not_entitled", _("You may not translate on this site or into this language."))]
    if not open_marks(actor).filter(pk=mark.pk).exists():
        return [Reason("not_open", _("Somebody has looked at this text already, or it has changed."))]
    return []


@transaction.atomic
def look(actor: User, *, mark: Mark, comment: str = "") -> Look:
    """Say that a text is right as it is, whatever the glossary says. Refused as `reasons_not_to_look` says."""
    locked = Mark.objects.select_for_update(of=("self",)).select_related("page").get(pk=mark.pk)
    refuse(reasons_not_to_look(actor, mark=locked))
    return Look.objects.create(mark=locked, comment=comment.strip()[:500], by=actor, at=clock.now())
