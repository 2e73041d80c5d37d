"""Who does what with the samples: writers submit, the desks decide, each with his own account."""

from itertools import chain

from django.db.models import Q
from wagtail.models import Page

from sites.accounts.models import User
from sites.accounts.selectors import holders_of_seat
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.refusals import Missing
from workflows.boards.enums import StepKind
from workflows.passage.actions import approve, enter, forward, publish, reasons_not_to_withdraw, submit
from workflows.passage.actions.deciding import DECLARED
from workflows.passage.asking import asked
from workflows.passage.enums import Cause
from workflows.passage.models import Passage
from workflows.passage.policies import VERBS
from workflows.passage.selectors import step_now
from workflows.secrecy.actions import declare
from workflows.secrecy.enums import Act

DECIDE = {
    StepKind.APPROVE: approve,
    StepKind.EDIT_AND_FORWARD: forward,
    StepKind.PUBLISH: publish,
    StepKind.ENTER: enter,
}


def seated(site: PublicSite, *, kind: str) -> User:
    """Somebody who sits on a site."""
    person = holders_of_seat(kind, site=site).order_by("username").first()
    if person is None:
        raise Missing(f"nobody sits as {kind} on {site.code}")
    return person


def administrator() -> User:
    """The administrator who brings in what was public elsewhere before."""
    person = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if person is None:
        raise Missing("there is no administrator")
    return person


def somebody_asked(passage: Passage) -> User:
    """Somebody who may decide now."""
    people = asked(passage)
    if not people:
        raise Missing(f"nobody may decide about {passage}")
    return people[0]


def entitled_to_withdraw(page: Page) -> User:
    """Somebody who may take a page back: of the page's site before others."""
    site, people = site_of(page), User.objects.filter(is_active=True, is_superuser=False).order_by("pk")
    near = people.filter(Q(seats__site=site) | Q(posts__agency__sites=site)).distinct()
    for person in chain(near, people):
        if not reasons_not_to_withdraw(person, page=page):
            return person
    raise Missing(f"nobody may withdraw {page}")


def decide(passage: Passage) -> Passage:
    """One desk does what is its duty: approves, forwards or publishes the text as it is."""
    step = step_now(passage)
    if step is None:
        raise Missing(f"{passage} waits for nobody")
    person, kind = somebody_asked(passage), VERBS[step.kind]
    if kind in DECLARED:
        declare(person, page=passage.page, act=DECLARED[kind], text_sha256=passage.text_sha256)
    return DECIDE[step.kind](person, passage=passage, seen_sha256=passage.text_sha256)


def handed_in(author: User, *, page: Page, cause: Cause | None = None, notice: str = "") -> Passage:
    """The author declares, where the regulation asks for it, and submits."""
    declare(author, page=page, act=Act.SUBMIT)
    return submit(author, page=page, cause=cause, notice=notice)


def decide_until(passage: Passage, *, position: int) -> Passage:
    """Desk after desk, until the item waits at `position`, or past the last one."""
    while passage.position < position:
        passage = decide(passage)
    return passage
