"""May this act go on without a word about secrecy, and who may clear a find?"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page

from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.refusals import Reason
from workflows.secrecy.marks import Find
from workflows.secrecy.models import Stop
from workflows.secrecy.rules import basis_of, declaration_rule
from workflows.secrecy.selectors import is_declared, may_clear, subject_of

FOUND = "secret_mark"
NOT_DECLARED = "not_declared"


def reasons_not_declared(actor: User | None, *, page: Page, text_sha256: str, act: str) -> list[Reason]:
    """Why an act on a text may not go on: the regulation asks for a declaration, and this person made none about it."""
    site = site_of(page)
    rule = declaration_rule(site, act) if site else None
    if rule is None or is_declared(actor, subject=subject_of(page), text_sha256=text_sha256, act=act):
        return []
    return [Reason(NOT_DECLARED, _("Declare that the text is no state secret."), "declared", basis_of(rule))]


def reasons_of_finds(site: PublicSite, found: Iterable[Find]) -> list[Reason]:
    """One reason for each find: place, words, article."""
    rule = declaration_rule(site, "submit")
    own = f"; {basis_of(rule)}" if rule else ""
    message = _("%(label)s: “%(words)s” (%(place)s). What is secret or internal is not published.")
    return [
        Reason(
            FOUND,
            message % {"label": find.mark.label, "words": find.words, "place": find.place},
            basis=f"{find.mark.article}{own}".strip("; "),
        )
        for find in found
    ]


def reasons_not_to_clear(actor: User, *, stop: Stop) -> list[Reason]:
    """Why a person may not say that the finds are no secret: not his by rule, his own act, or said already."""
    if not may_clear(actor, stop.site):
        return [Reason("not_entitled", _("Only whom the rule names clears a find."))]
    if stop.actor_id == actor.pk:
        return [Reason("same_person", _("Nobody clears what stopped himself."))]
    if hasattr(stop, "clearance"):
        return [Reason("cleared", _("This find has been cleared already."))]
    return []
