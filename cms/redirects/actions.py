"""Leading an old address to a page, one or many at once, and ending that."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.redirects.models import Redirect
from cms.redirects.paths import live_pages_at, path_of
from sites import clock
from sites.accounts.models import User
from sites.administration.policies import reasons_not_to_administer
from sites.domains.selectors import site_of
from sites.refusals import Conflict, Invalid, Refused
from sites.refusals.checking import check_fields


@transaction.atomic
def lead(actor: User, *, redirect: Redirect) -> Redirect:
    """Let an old address (an unsaved row) lead to a page of the same site.

    Refused to everyone but administrators and those of the site. Invalid for an address of another site, for one at
    which a page is live or that leads somewhere already, and for a page that is not public or of another site.
    """
    if reasons := reasons_not_to_administer(actor, redirect.site):
        raise Refused(reasons=reasons)
    redirect.path = path_of(redirect.site, redirect.path)
    redirect.made_at = clock.now()
    _check_ends(redirect)
    check_fields(redirect)
    redirect.save()
    log(redirect, "wagtail.create", user=actor)
    return redirect


@transaction.atomic
def lead_many(actor: User, *, rows: Sequence[Redirect]) -> list[Redirect]:
    """Let many old addresses lead to pages: all of them or none. Refuses what each alone would."""
    return [lead(actor, redirect=row) for row in rows]


@transaction.atomic
def end_redirect(actor: User, *, redirect: Redirect, reason: str) -> Redirect:
    """End a redirect: from now on its address is gone.

    Refused as `lead`; Invalid without a reason; Conflict for one that has ended.
    """
    if reasons := reasons_not_to_administer(actor, redirect.site):
        raise Refused(reasons=reasons)
    if not reason.strip():
        message = _("Say why it ends.")
        raise Invalid(message, code="reason_missing", errors={"why": [message]})
    now = Redirect.objects.select_for_update(of=("self",)).get(pk=redirect.pk)
    if now.ended_at:
        raise Conflict(_("It has ended already."), code="ended")
    now.ended_at, now.end_reason = clock.now(), reason.strip()[:300]
    now.save(update_fields=("ended_at", "end_reason"))
    log(now, "wagtail.edit", user=actor, data={"reason": now.end_reason})
    return now


def _check_ends(redirect: Redirect) -> None:
    page = redirect.page
    if site_of(page) != redirect.site:
        message = _("It leads to a page of the same site only.")
        raise Invalid(message, code="foreign_site", errors={"page": [message]})
    if not page.live:
        message = _("“%(title)s” is not public.") % {"title": page.title}
        raise Invalid(message, code="not_public", errors={"page": [message]})
    if found := live_pages_at(redirect.site, [redirect.path]).get(redirect.path):
        message = _("At this address “%(title)s” is public.") % {"title": found.title}
        raise Invalid(message, code="is_live", errors={"path": [message]})
