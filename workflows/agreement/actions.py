"""Declaring that a translation is right where it disagrees with the Vietnamese text."""

from dataclasses import asdict

from django.utils.translation import gettext as _

from cms.pages.models import BasePage
from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid
from workflows.agreement.models import Affirmation
from workflows.agreement.policies import reasons_not_to_affirm
from workflows.agreement.rules import article_of, is_asked_before
from workflows.agreement.selectors import compared
from workflows.agreement.stamps import stamp_of


def affirm(
    actor: User, *, draft: BasePage, act: str, reason: str, text_sha256: str = "", stamp: str = ""
) -> Affirmation | None:
    """Declare, by name and time and before one act, that what a translation says otherwise is right, and why.

    Writes nothing where nothing stops it. Invalid without a reason; Conflict where the text is not `text_sha256`, or
    where other disagreements than those of `stamp` stand there by now.
    """
    found = compared(draft)
    if found is None or not found.stopping or not is_asked_before(found.site, act):
        return None
    if reasons := reasons_not_to_affirm(reason=reason):
        raise Invalid(reasons=reasons)
    if text_sha256 not in ("", found.text_sha256) or stamp not in ("", stamp_of([found])):
        raise Conflict(_("The texts have changed since you compared them. Read them again."), code="text_changed")
    return Affirmation.objects.create(
        subject=found.subject,
        text_sha256=found.text_sha256,
        source_sha256=found.source_sha256,
        act=act,
        actor=actor,
        name=actor.get_full_name()[:200],
        at=clock.now(),
        reason=reason.strip(),
        article=article_of(found.site)[:300],
        points=[asdict(point) for point in found.stopping],
        prints=[point.print for point in found.stopping],
    )
