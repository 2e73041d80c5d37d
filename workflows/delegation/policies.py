"""Who may hand over which office, and who may end that."""

from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import Post, Seat, User
from sites.accounts.policies import reasons_not_to_hold
from sites.accounts.selectors import posts_of, seats_of
from sites.domains.selectors import site_of
from sites.refusals import Reason
from workflows.delegation.models import Delegation
from workflows.delegation.parts import parts_of

ARTICLE = "Điều 12"


def reasons_not_to_give(actor: User, row: Delegation) -> list[Reason]:
    """Why this office may not be handed over like this: whose it is, to whom, from when, for what."""
    reasons = [*_not_his(actor, row), *_not_entitled(row), *_without_paper(row)]
    if row.held_from < clock.today():
        words = _("It begins today at the earliest: no act is covered afterwards.")
        reasons.append(Reason("in_the_past", words, "held_from"))
    return reasons


def reasons_not_to_end(actor: User, row: Delegation) -> list[Reason]:
    """Why this person may not end it: he is neither whose office it is nor an administrator; or it has ended."""
    reasons = _not_his(actor, row)
    if row.held_to is not None and row.held_to <= clock.today():
        reasons.append(Reason("has_ended", _("It has ended already.")))
    return reasons


def _not_his(actor: User, row: Delegation) -> list[Reason]:
    if actor.is_active and (actor.is_superuser or actor.pk == row.giver_id):
        return []
    words = _("Only whose office it is, or an administrator on a decision, hands it over and takes it back.")
    return [Reason("not_his_office", words, "giver", basis=ARTICLE)]


def _not_entitled(row: Delegation) -> list[Reason]:
    reasons = reasons_not_to_hold(row.giver)
    if row.is_absence:
        return reasons
    if row.handed is None or row.to is None:
        return [*reasons, Reason("nothing_given", _("Say which post or seat, and to whom."), "to")]
    if row.to_id == row.giver_id:
        reasons.append(Reason("himself", _("Nobody hands his office to himself."), "to"))
    if row.to.is_superuser or row.to.closed_at or not row.to.is_active:
        reasons.append(Reason("cannot_hold", _("An administrator or a closed account acts for nobody."), "to"))
    elif not (posts_of(row.to) or seats_of(row.to)):
        reasons.append(Reason("no_desk", _("Whoever acts for others holds a post or seat of his own."), "to"))
    return [*reasons, *_not_held(row, row.handed), *_not_there(row, row.handed), *_no_such_part(row)]


def _not_held(row: Delegation, office: Post | Seat) -> list[Reason]:
    begins = office.held_from is None or office.held_from <= row.held_from
    ends = office.held_to is None or (row.held_to is not None and row.held_to <= office.held_to)
    if office.person_id == row.giver_id and begins and ends:
        return []
    words = _("Only an office that one holds oneself on all these days is handed over.")
    return [Reason("not_held", words, "post" if row.post else "seat", basis=ARTICLE)]


def _not_there(row: Delegation, office: Post | Seat) -> list[Reason]:
    """A seat is narrowed within its own site, and within its own section."""
    if row.section is None or not isinstance(office, Seat):
        return []
    inside = office.section is None or row.section.is_descendant_of(office.section) or row.section == office.section
    if inside and site_of(row.section) == office.site:
        return []
    return [
        Reason("foreign_section", _("“%(section)s” is not part of this seat.") % {"section": row.section}, "section")
    ]


def _no_such_part(row: Delegation) -> list[Reason]:
    """A delegation is narrowed to a step that asks for the office, or to a kind of content that there is."""
    if not row.part or row.part in parts_of(row):
        return []
    return [Reason("no_such_part", _("This office is not asked there."), "part")]


def _without_paper(row: Delegation) -> list[Reason]:
    if row.decision.strip():
        return []
    words = _("A delegation or absence names the decision or the paper that it stands on.")
    return [Reason("no_decision", words, "decision")]
