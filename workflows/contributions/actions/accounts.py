"""Accounts of contributors: applied for or opened by the desk, confirmed, refused, closed."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.actions import Personal, open_plain_account
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Invalid, Reason, Refused
from sites.refusals.checking import check_fields
from workflows.contributions.actions.recording import FOLDER, refuse_for
from workflows.contributions.enums import AccountState
from workflows.contributions.models import Contributor
from workflows.contributions.policies import reasons_not_to_apply, reasons_not_to_decide_account
from workflows.contributions.rules import consent_of
from workflows.contributions.selectors import people_with_accounts_to_decide
from workflows.notices.actions import notify, write


def apply(*, site: PublicSite, values: Mapping[str, Any], consented: str) -> Contributor:
    """Somebody applies for an account; the desk confirms or refuses it. No account is made before that.

    Refused where the rule lets nobody apply; Invalid without consent to the use of his data, or with a faulty field. A
    second application from the same address while the first waits answers with the first: nobody learns who applied.
    """
    refuse_for(reasons_not_to_apply(site))
    if not consented:
        raise Invalid(reasons=[Reason("no_consent", _("Agree to the use of your data."), "consent")])
    with transaction.atomic():
        known = Contributor.objects.filter(
            site=site, email__iexact=values["email"], state__in=(AccountState.APPLIED, AccountState.OPEN)
        ).first()
        if known is not None:
            return known
        row = _row(site, values)
        row.consented_at, row.consent_wording = clock.now(), consent_of(site)
        check_fields(row)
        row.save()
        path = reverse("contributions:accounts", args=(site.code,))
        for person in people_with_accounts_to_decide(site):
            words = {"contributor": row, "address": settings.WAGTAILADMIN_BASE_URL + path}
            notify(person, template=f"{FOLDER}/applied.txt", context=words, path=path)
        return row


def open_account(actor: User, *, site: PublicSite, values: Mapping[str, Any]) -> Contributor:
    """The desk opens an account for somebody whom it knows, and mails him a link to set a password.

    His consent is asked for at his first log-in. Refused to whom the rule does not name; Invalid for faulty fields.
    """
    refuse_for(reasons_not_to_decide_account(actor, site=site))
    with transaction.atomic():
        row = _row(site, values)
        check_fields(row)
        row.save()
        return _open(actor, row)


def confirm(actor: User, *, contributor: Contributor) -> Contributor:
    """Confirm an application: the account is made, and a link to set a password is mailed.

    Refused to whom the rule does not name, and for what does not wait any more.
    """
    with transaction.atomic():
        row = _waiting(actor, contributor)
        return _open(actor, row)


def refuse_application(actor: User, *, contributor: Contributor, reason: str) -> Contributor:
    """Refuse an application. Invalid without a reason; refused as confirming is."""
    _ask_reason(reason)
    with transaction.atomic():
        return _decide(actor, _waiting(actor, contributor), AccountState.REFUSED, reason)


def close_account(actor: User, *, contributor: Contributor, reason: str) -> Contributor:
    """Close a contributor's account at a site: he sends nothing more; what he sent stays. Invalid without a reason."""
    _ask_reason(reason)
    refuse_for(reasons_not_to_decide_account(actor, site=contributor.site))
    with transaction.atomic():
        row = Contributor.objects.select_for_update(of=("self",)).get(pk=contributor.pk)
        return _decide(actor, row, AccountState.CLOSED, reason)


def consent(actor: User, *, contributor: Contributor) -> Contributor:
    """A contributor agrees to the use of his own data, in the words of that day."""
    if contributor.person_id != actor.pk:
        raise Refused(reasons=[Reason("not_his", _("Everybody agrees for himself."))])
    contributor.consented_at, contributor.consent_wording = clock.now(), consent_of(contributor.site)
    contributor.save(update_fields=("consented_at", "consent_wording"))
    return contributor


def _row(site: PublicSite, values: Mapping[str, Any]) -> Contributor:
    return Contributor(site=site, applied_at=clock.now(), **values)


def _waiting(actor: User, contributor: Contributor) -> Contributor:
    refuse_for(reasons_not_to_decide_account(actor, site=contributor.site))
    row = Contributor.objects.select_for_update(of=("self",)).get(pk=contributor.pk)
    if row.state != AccountState.APPLIED:
        raise Refused(reasons=[Reason("decided", _("This application has been decided already."))])
    return row


def _open(actor: User, row: Contributor) -> Contributor:
    """With the account that the person has by this address already, if he contributes elsewhere; else a new one."""
    elsewhere = Contributor.objects.filter(email__iexact=row.email, state=AccountState.OPEN).exclude(pk=row.pk).first()
    if elsewhere is not None and elsewhere.person is not None:
        row.person = elsewhere.person
        write(row.person, template=f"{FOLDER}/opened.txt", context={"contributor": row, "address": _door()})
    else:
        personal = Personal(full_name=row.full_name, email=row.email, phone=row.phone)
        row.person = open_plain_account(actor, username=row.email.lower()[:150], personal=personal)
    return _decide(actor, row, AccountState.OPEN, "")


def _door() -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("contribute:login")


def _decide(actor: User, row: Contributor, state: AccountState, reason: str) -> Contributor:
    row.state, row.reason = state, reason.strip()[:500]
    row.decided_at, row.decided_by = clock.now(), actor
    check_fields(row)
    row.save()
    return row


def _ask_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why."), "reason")])
