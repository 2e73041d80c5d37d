"""What is done with items that go together: everything at once, in one transaction, or nothing.

The items move in lockstep through the one chain that holds for all of them; each has its own passage, decisions and
release, so that gate, second lock and log know nothing of companies.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites.accounts.models import User
from sites.memory import holding, remembering
from sites.refusals import Invalid, Reason
from workflows.passage import announcements
from workflows.passage.actions.deciding import carry_out, send_back
from workflows.passage.actions.recording import about, arrive, check_unmoved, named, record, refuse
from workflows.passage.actions.submitting import clear_away, passage_for, start, take_off
from workflows.passage.actions.withdrawing import take_back
from workflows.passage.company import reasons_of_own_moment
from workflows.passage.enums import DecisionKind
from workflows.passage.locks import lock_beside, lock_company, lock_pages
from workflows.passage.models.records import Passage, Withdrawal
from workflows.passage.policies import reasons_not_to_return, reasons_not_to_submit, reasons_not_to_take_off
from workflows.passage.registry import tell_moved


def submit_together(actor: User, *, pages: Sequence[Page], at: datetime | None, comment: str = "") -> list[Passage]:
    """Start the newest texts of pages on their chain together; what is approved becomes public at `at`, or at once.

    The caller has seen to it that one chain holds for all, and announces it. Refused for every reason that `submit` is
    refused for any of them; all are named.
    """
    with transaction.atomic(), holding():
        locked = lock_pages(page.pk for page in pages)
        texts = [locked[page.pk] for page in pages]
        with remembering():
            refuse([reason for page in texts for reason in _against(actor, page)])
        for page in texts:
            clear_away(actor, page)
        with remembering():
            passages = [passage_for(actor, page) for page in texts]
        for passage in passages:
            passage.go_live_at = at
        arrive(passages, 1)
        Passage.objects.filter(pk__in=[passage.pk for passage in passages]).update(led_by=passages[0])
        for passage in passages:
            record(passage, DecisionKind.SUBMIT, actor, comment)
            start(actor, passage.page)
            passage.refresh_from_db()
        return passages


def decide_together(
    actor: User, *, leader: Passage, kind: DecisionKind, seen: Mapping[int, str], comment: str = ""
) -> Passage:
    """Decide about all: approve, forward, approve and publish, or enter. `seen` is by passage the hash that was seen.

    Refused to who is not asked or had a part in any of the texts; Conflict if one is not the text that was seen, or if
    somebody was faster.
    """
    with transaction.atomic(), holding():
        company = _unmoved(leader)
        carry_out(actor, company, kind, seen, comment)
        return _told(company)


def return_together(actor: User, *, leader: Passage, reason: str, notes: Mapping[int, str] | None = None) -> Passage:
    """Send all back, with a reason, and by passage a note on single ones.

    Invalid without a reason; refused to who holds no office asked at this step.
    """
    _check_reason(reason, _("Say why the items are returned."))
    with transaction.atomic():
        company = _unmoved(leader)
        refuse(reasons_not_to_return(actor, passage=company[0]))
        said = {pk: note.strip() for pk, note in (notes or {}).items() if note.strip()}
        whole = "\n".join(
            [reason, *(f"“{one.revision.object_str}”: {said[one.pk]}" for one in company if one.pk in said)]
        )
        for passage in company:
            own = f"{reason}\n{said[passage.pk]}" if passage.pk in said else reason
            send_back(actor, passage, whole if passage.leads else own)
        announcements.returned(company[0], actor, whole)
        return _told(company)


def cancel_together(actor: User, *, leader: Passage, reason: str) -> Passage:
    """Take all off their way, those that are approved and wait for their moment included. The texts stay drafts.

    Invalid without a reason; refused to who neither submitted them nor decides, and when they are approved to everyone
    who does not decide.
    """
    _check_reason(reason, _("Say why they are taken off their way."))
    with transaction.atomic():
        company = _unmoved(leader)
        for passage in company:
            with about(passage):
                refuse(reasons_not_to_take_off(actor, passage=passage))
        take_off(company, actor, reason)
        return company[0]


def withdraw_together(actor: User, *, pages: Sequence[Page], reason: str, notice: str = "") -> list[Withdrawal]:
    """Take several things back from the public at once. Invalid without a reason; refused as `withdraw`, for any."""
    _check_reason(reason, _("Say why it is withdrawn."))
    with transaction.atomic():
        lock_beside(page.pk for page in pages)
        locked = lock_pages(page.pk for page in pages)
        return [take_back(actor, locked[page.pk], reason, notice) for page in pages]


def _against(actor: User, page: Page) -> list[Reason]:
    draft = page.get_latest_revision_as_object()
    return named(draft.title, [*reasons_not_to_submit(actor, page=page), *reasons_of_own_moment(draft)])


def _check_reason(reason: str, words: str) -> None:
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", words, "reason")])


def _unmoved(leader: Passage) -> list[Passage]:
    company = lock_company(leader)
    check_unmoved(leader, company[0])
    return company


def _told(company: Sequence[Passage]) -> Passage:
    """Tell who follows, once, when all have moved."""
    company[0].refresh_from_db()
    tell_moved(company[0])
    return company[0]
