"""May this text go on as it is, beside the Vietnamese one?"""

from django.utils.translation import gettext as _

from cms.pages.models import BasePage
from sites.accounts.models import User
from sites.refusals import Reason
from workflows.agreement.rules import article_of, is_asked_before
from workflows.agreement.selectors import affirmed, compared
from workflows.agreement.showing import sentence

DISAGREES = "disagrees"


def reasons_of_disagreement(actor: User | None, *, draft: BasePage, text_sha256: str, act: str) -> list[Reason]:
    """Why an act on a translation may not go on: it disagrees with the Vietnamese text, and this person has not
    declared that right.
    """
    found = compared(draft)
    if found is None or not found.stopping or not is_asked_before(found.site, act):
        return []
    said = affirmed(actor, subject=found.subject, text_sha256=text_sha256, act=act) if actor else set()
    article = article_of(found.site)
    return [Reason(DISAGREES, sentence(point), "right", article) for point in found.stopping if point.print not in said]


def reasons_not_to_affirm(*, reason: str) -> list[Reason]:
    """Why a disagreement may not be declared right: nobody says why."""
    if reason.strip():
        return []
    return [Reason("reason_missing", _("Say why the translation is right."), "right")]
