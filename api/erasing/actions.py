"""Asking for an erasure, confirming it, refusing it."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from api.erasing import announcements
from api.erasing.enums import Verdict
from api.erasing.models import Erasure
from api.erasing.policies import reasons_not_to_ask, reasons_not_to_judge
from api.publications.drain import drain_lock
from api.publications.erasing import erase_version
from api.publications.models import Version
from api.publications.payloads import WITHHELD
from sites import clock
from sites.accounts.models import User
from sites.refusals import Invalid, Reason
from workflows.boards.selectors import site_of_page
from workflows.passage.actions.recording import refuse


@transaction.atomic
def ask_for_erasure(actor: User, *, page: Page, version: Version, kind: str, basis: str) -> Erasure:
    """Ask to have the text of a version erased; a second person confirms.

    Invalid without a ground and a legal basis; refused to who is not named by the rule, for a text that is public or
    gone, and where it was asked for already.
    """
    if kind not in WITHHELD or not basis.strip():
        raise Invalid(reasons=[Reason("no_basis", _("Name the ground and the legal basis."), "basis")])
    refuse(reasons_not_to_ask(actor, page=page, version=version))
    erasure = Erasure.objects.create(
        version=version, page=page, site=site_of_page(page), kind=kind, basis=basis.strip(), by=actor, at=clock.now()
    )
    announcements.asked(erasure)
    return erasure


def confirm_erasure(actor: User, *, erasure: Erasure, comment: str = "") -> Erasure:
    """Confirm as the second person: the text is gone wherever it lies. Refused as `erase_version` and the rule say."""
    with drain_lock(), transaction.atomic():
        judged = _judge(actor, erasure, Verdict.CONFIRMED, comment)
        erase_version(judged.by, confirmed_by=actor, seq=judged.version_id, kind=judged.kind, basis=judged.basis)
        return judged


def refuse_erasure(actor: User, *, erasure: Erasure, reason: str) -> Erasure:
    """Let the text stay in the log. Invalid without a reason; refused as `confirm_erasure`."""
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why it is not erased."), "comment")])
    with transaction.atomic():
        return _judge(actor, erasure, Verdict.REFUSED, reason)


def _judge(actor: User, erasure: Erasure, verdict: Verdict, comment: str) -> Erasure:
    now = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    refuse(reasons_not_to_judge(actor, erasure=now))
    now.verdict, now.judged_by, now.judged_at, now.comment = verdict, actor, clock.now(), comment
    now.save(update_fields=("verdict", "judged_by", "judged_at", "comment"))
    announcements.judged(now)
    return now
