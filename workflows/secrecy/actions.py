"""Declaring that a text is no secret, writing down what was stopped, clearing a false find."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.refusals import Invalid, Reason, Refusal, Refused
from workflows.secrecy.guards import finds_of
from workflows.secrecy.marks import Find
from workflows.secrecy.models import Clearance, Declaration, Stop
from workflows.secrecy.policies import FOUND, reasons_not_to_clear
from workflows.secrecy.rules import basis_of, declaration_rule, wording_of
from workflows.secrecy.selectors import subject_of


def declare(actor: User, *, page: Page, act: str, text_sha256: str = "") -> Declaration | None:
    """Declare, by name and time, that a text of a page (its newest, where none is named) is no state secret.

    Writes nothing where the site's rule does not ask for it before this act.
    """
    site = site_of(page)
    seen = text_sha256 or digest(text_of(page.get_latest_revision_as_object()))
    return declare_about(actor, site=site, subject=subject_of(page), text_sha256=seen, act=act) if site else None


def declare_about(
    actor: User | None, *, site: PublicSite, subject: str, text_sha256: str, act: str, name: str = ""
) -> Declaration | None:
    """The same about something that is no page yet. `name` is who declares where nobody is logged in."""
    rule = declaration_rule(site, act)
    if rule is None:
        return None
    return Declaration.objects.create(
        subject=subject,
        text_sha256=text_sha256,
        act=act,
        actor=actor,
        name=(name or (actor.get_full_name() if actor else ""))[:200],
        at=clock.now(),
        wording=wording_of(rule),
        article=basis_of(rule)[:300],
    )


def note_refused(actor: User | None, *, page: Page, refusal: Refusal) -> Stop | None:
    """Write down that a submission was refused for finds. Called after its transaction was rolled back."""
    if not any(reason.code == FOUND for reason in refusal.reasons):
        return None
    newest: Any = page.get_latest_revision_as_object()
    site = site_of(page)
    found = finds_of(newest)
    if site is None or not found:
        return None
    return note_stop(actor, site=site, subject=subject_of(page), title=newest.title, found=found, page=page)


def note_stop(
    actor: User | None, *, site: PublicSite, subject: str, title: str, found: Iterable[Find], page: Page | None = None
) -> Stop:
    """Write down what was stopped, and by which finds."""
    finds = list(found)
    return Stop.objects.create(
        site=site,
        page=page,
        subject=subject,
        title=title[:300],
        actor=actor,
        at=clock.now(),
        findings=[
            {"code": find.mark.code, "place": find.place, "words": find.words, "article": find.mark.article}
            for find in finds
        ],
        prints=[find.print for find in finds],
    )


def clear(actor: User, *, stop: Stop, reason: str, basis: str) -> Clearance:
    """Say that the finds of a stop are no secret: for these finds in this thing, and for nothing else.

    Refused to everyone but whom the rule names, and to whose act was stopped; Invalid without a reason and a basis.
    """
    if refused := reasons_not_to_clear(actor, stop=stop):
        raise Refused(reasons=refused)
    missing = [
        Reason("missing", words, field)
        for field, given, words in (
            ("reason", reason, _("Say why it is no secret.")),
            ("basis", basis, _("Name the paper on which you say so.")),
        )
        if not given.strip()
    ]
    if missing:
        raise Invalid(reasons=missing)
    with transaction.atomic():
        return Clearance.objects.create(
            stop=stop, by=actor, at=clock.now(), reason=reason.strip(), basis=basis.strip()[:300]
        )
