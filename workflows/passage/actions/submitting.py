"""An author gives an item on its way, or takes it back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from cms.pages.asked import page_of
from sites import clock
from sites.accounts.models import User
from sites.memory import holding, remembering
from sites.refusals import Missing, Refused
from workflows.agreement.policies import reasons_of_disagreement
from workflows.boards.selectors import chain_for, item_of
from workflows.boards.steps import snapshot_of
from workflows.passage import announcements
from workflows.passage.actions.recording import arrive, check_unmoved, record, refuse, thing
from workflows.passage.company import UNDER_WAY
from workflows.passage.enums import Cause, DecisionKind, PassageState
from workflows.passage.kinds import WITH_NOTICE, guarded_in, kind_of
from workflows.passage.locks import lock_company, lock_page, lock_passage, lock_revision
from workflows.passage.models.records import Passage
from workflows.passage.policies import reasons_not_to_cancel, reasons_not_to_say, reasons_not_to_submit
from workflows.passage.registry import tell_moved
from workflows.passage.selectors import latest, releases_of, running, steps_of
from workflows.passage.texts import hash_of_revision
from workflows.secrecy.actions import note_refused
from workflows.secrecy.enums import Act
from workflows.secrecy.policies import reasons_not_declared


def submit(actor: User, *, page: Page, comment: str = "", cause: Cause | None = None, notice: str = "") -> Passage:
    """Start the newest text of a page on the chain that holds for it, from the first step, and freeze its revision.

    `cause` says what the change of a public text is (minor where nobody says anything), `notice` what readers are
    told. Refused to who may not edit the page, while a passage runs or is scheduled, for every reason that a guard of
    the text gives, for a correction or a supplement without notice, for a minor change that by rule is none, and,
    where the regulation asks for it, without the person's declaration that this text is no secret. A
    returned item starts anew: earlier approvals were of another text.
    """
    try:
        return _submit(actor, page, comment, cause, notice)
    except Refused as refusal:
        note_refused(actor, page=page, refusal=refusal)  # what was found stays written down, nothing else
        raise


def _submit(actor: User, page: Page, comment: str, cause: Cause | None, notice: str) -> Passage:
    with transaction.atomic():
        locked = lock_page(page.pk)
        clear_away(actor, locked)
        passage = begin(actor, page=locked, comment=comment, cause=cause, notice=notice)
        start(actor, locked)
        passage.refresh_from_db()
        return passage


def clear_away(actor: User, page: Page) -> None:
    """End what Wagtail still keeps of an item that was returned."""
    for state in WorkflowState.objects.for_instance(page).filter(status=WorkflowState.STATUS_NEEDS_CHANGES):
        state.cancel(user=actor)


def start(actor: User, page: Page) -> None:
    """Let Wagtail's workflow follow a passage that has begun."""
    workflow = page.get_workflow()
    if workflow is None:
        raise Missing(_("No workflow is set up."), code="no_workflow")
    workflow.start(page, actor)


def begin(
    actor: User | None, *, page: Page, comment: str = "", cause: Cause | None = None, notice: str = ""
) -> Passage:
    """Check and write the passage of a locked page; every door to Wagtail's workflow ends here."""
    with holding():
        with remembering():
            refuse(reasons_not_to_submit(actor, page=page))
            passage = passage_for(actor, page, cause, notice)
        arrive([passage], 1)
        record(passage, DecisionKind.SUBMIT, actor, comment)
        announcements.waiting(passage)
        return passage


def passage_for(actor: User | None, page: Page, cause: Cause | None = None, notice: str = "") -> Passage:
    """The passage of the newest text of a locked page, which is frozen with it. Not saved yet."""
    revision = lock_revision(page.latest_revision_id or page.save_revision(user=actor).pk)
    text_sha256 = hash_of_revision(revision)
    refuse(reasons_not_declared(actor, page=page, text_sha256=text_sha256, act=Act.SUBMIT))
    public_id, locale = thing(page)
    draft = page_of(revision)
    refuse(reasons_of_disagreement(actor, draft=draft, text_sha256=text_sha256, act=Act.SUBMIT))
    item = item_of(draft)
    kind = kind_of(page, cause)
    guarded = guarded_in(page, draft) if kind == Cause.MINOR else []
    refuse(reasons_not_to_say(actor, page=page, cause=kind, notice=notice, guarded=guarded))
    chain = chain_for(page)
    return Passage(
        page=page,
        public_id=public_id,
        locale=locale,
        site=item.site,
        agency_id=item.agency_id,
        chain=chain,
        chain_snapshot=snapshot_of(chain),
        revision=revision,
        text_sha256=text_sha256,
        cause=kind,
        notice=notice.strip() if kind in WITH_NOTICE else "",
        guarded=guarded,
        submitted_by=actor,
        submitted_at=clock.now(),
        previous=latest(page.pk),
    )


def continue_passage(workflow_state: WorkflowState, user: User | None, position: int) -> Passage:
    """The passage that Wagtail's state goes on with at a slot.

    Refused unless the passage stands there: Wagtail may not be ahead of the decisions.
    """
    locked = lock_page(int(workflow_state.object_id))
    passage = running(locked.pk)
    if passage is None:
        passage = begin(user, page=locked)
    if passage.workflow_state_id is None and position == 1:
        passage.workflow_state = workflow_state
        passage.save(update_fields=("workflow_state",))
    end = len(steps_of(passage))
    stands_there = passage.position == position or (passage.position > end and position > end)
    if passage.workflow_state_id != workflow_state.pk or not stands_there:
        raise Refused(_("Nobody has decided about this step."), code="not_decided")
    return passage


def cancel(actor: User, *, passage: Passage) -> None:
    """Take an item off its way: by who submitted it, its owner, or one who decides. Its text stays a draft.

    A scheduled item loses its release; only who may withdraw it may do that.
    """
    with transaction.atomic():
        now = lock_passage(passage)
        check_unmoved(passage, now)
        refuse(reasons_not_to_cancel(actor, passage=now))
        take_off([now], actor)


def take_off(passages: Sequence[Passage], actor: User | None, reason: str = "") -> None:
    """Take locked passages off their way: their releases are revoked, and Wagtail's states follow."""
    before = [(passage, passage.state) for passage in passages]
    for passage in passages:
        record(passage, DecisionKind.CANCEL, actor, reason)
        passage.state = PassageState.CANCELLED
        passage.save(update_fields=("state",))
    for passage, was in before:
        if was == PassageState.SCHEDULED:
            releases_of(passage.page).filter(passage=passage, revoked_at__isnull=True).update(revoked_at=clock.now())
            passage.page.revisions.update(approved_go_live_at=None)
        elif passage.workflow_state and passage.workflow_state.is_active:
            passage.workflow_state.cancel(user=actor)
    tell_moved(passages[0])


def fall(passage: Passage, actor: User | None, reason: str = "") -> None:
    """Take a passage off its way because its page took another one; all that go together with it fall with it."""
    company = [one for one in lock_company(passage) if one.state in UNDER_WAY]
    if company:
        take_off(company, actor, reason)


def take_off_its_way(page: Page, actor: User | None) -> None:
    """End whatever passage of a locked page is in progress: something else was decided about the page."""
    for passage in Passage.objects.filter(page=page, state=PassageState.IN_PROGRESS):
        fall(passage, actor)
