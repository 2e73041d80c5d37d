"""Who is told: the unit about its proposals and copies, the desk of the portal about proposals and sources."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from sites.accounts.models import User
from workflows.notices.actions import notify
from workflows.passage.models import Release, Withdrawal
from workflows.promotion.enums import Act
from workflows.promotion.models import Copy, Proposal, SourceEvent
from workflows.promotion.rules import desk_offices
from workflows.promotion.selectors import people_in

FOLDER = "workflows_promotion/mail"


def consent_wanted(proposal: Proposal) -> None:
    """Tell those who decide for the unit that a text is to leave it."""
    _of_proposal(people_in(proposal.asks), "consent_wanted", proposal)


def proposed(proposal: Proposal) -> None:
    """Tell the desk of the portal; whoever asked for the text is among them, or told as well."""
    people = {person.pk: person for person in people_in(proposal.asks)}
    _of_proposal(people.values(), "proposed", proposal)


def declined(proposal: Proposal, reason: str) -> None:
    """Tell who began it that the unit does not consent."""
    _of_proposal([proposal.by], "declined", proposal, reason=reason)


def refused(proposal: Proposal, reason: str) -> None:
    """Tell the unit that the portal does not take it, and why."""
    _of_proposal(_unit(proposal), "refused", proposal, reason=reason)


def taken(proposal: Proposal) -> None:
    """Tell the unit that the portal has taken it."""
    _of_proposal(_unit(proposal), "taken", proposal)


def released_on_the_portal(copy: Copy, release: Release) -> None:
    """Tell the unit that the copy is approved, and from when it is public."""
    _of_proposal(_unit(copy.proposal), "released", copy.proposal, title=_title(release), at=release.not_before)


def copy_withdrawn(copy: Copy, withdrawal: Withdrawal) -> None:
    """Tell the unit that the portal has withdrawn the copy; the text of the unit stays."""
    _of_proposal(_unit(copy.proposal), "copy_withdrawn", copy.proposal, reason=withdrawal.reason)


def source_corrected(event: SourceEvent) -> None:
    """Tell the desk that a copy says something else than its source."""
    _of_event(people_in(event.asks), "source_corrected", event)


def source_withdrawn(event: SourceEvent, until: datetime | None) -> None:
    """Ask those who decide on the portal, and tell the desk."""
    asked = people_in(event.asks)
    _of_event(asked, "source_withdrawn", event, until=until, is_asked=True)
    desk = [person for person in people_in(desk_offices(event.copy.portal)) if person not in asked]
    _of_event(desk, "source_withdrawn", event, until=until, is_asked=False)


def withdrawn_with_source(event: SourceEvent) -> None:
    """Tell the desk that a copy has gone with its source."""
    _of_event(people_in(desk_offices(event.copy.portal)), "withdrawn_with_source", event)


def unanswered(event: SourceEvent, until: datetime, above: list[User]) -> None:
    """Tell those whom the rule names, and those who were asked, that nobody has answered in time."""
    people = {person.pk: person for person in (*people_in(event.asks), *above)}
    _of_event(people.values(), "unanswered", event, until=until)


def _unit(proposal: Proposal) -> list[User]:
    """Who proposed it or let it go, at the unit."""
    acts = proposal.acts.filter(kind__in=(Act.PROPOSE, Act.AGREE), actor__isnull=False).select_related("actor")
    people = {act.actor.pk: act.actor for act in acts if act.actor}
    return list(people.values())


def _title(release: Release) -> str:
    return release.revision.object_str if release.revision else ""


def _of_proposal(people: Iterable[User], name: str, proposal: Proposal, **context: Any) -> None:
    words = {"title": proposal.title, "proposal": proposal, **context}
    _tell(people, name, reverse("promotion:proposal", args=(proposal.pk,)), words)


def _of_event(people: Iterable[User], name: str, event: SourceEvent, **context: Any) -> None:
    copy = event.copy
    words = {"title": copy.origin.revision.object_str, "copy": copy, "event": event, **context}
    _tell(people, name, reverse("promotion:copy", args=(copy.pk,)), words)


def _tell(people: Iterable[User], name: str, path: str, words: dict[str, Any]) -> None:
    context = {**words, "address": settings.WAGTAILADMIN_BASE_URL + path}
    for person in people:
        notify(person, template=f"{FOLDER}/{name}.txt", context=context, path=path)
