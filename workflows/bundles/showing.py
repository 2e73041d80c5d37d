"""What the screen of one bundle shows: items, findings, the way, the calendar, and which buttons are closed and why."""

from typing import Any

from sites.accounts.models import User
from workflows.agreement.showing import beside
from workflows.bundles.calendar import strip_of
from workflows.bundles.enums import BundleState
from workflows.bundles.findings import findings_of
from workflows.bundles.forms import ReasonForm, TakeBackForm, affirming, translations_in
from workflows.bundles.models import Bundle
from workflows.bundles.policies import (
    reasons_not_to_cancel_bundle,
    reasons_not_to_change,
    reasons_not_to_retry,
    reasons_not_to_take_back,
)
from workflows.bundles.registry import doors, reading_rooms
from workflows.bundles.selectors import candidates, items_of, standings_of
from workflows.passage.asking import turns, why_blocked
from workflows.passage.panels import drawing_of
from workflows.passage.selectors import step_now
from workflows.secrecy.enums import Act
from workflows.secrecy.forms import DeclaringForm

PUBLIC = (BundleState.PUBLISHED, BundleState.WITHDRAWN)


def shown(person: User, bundle: Bundle, title: str) -> dict[str, Any]:
    """The whole screen."""
    may_change = not reasons_not_to_change(person, bundle=bundle)
    return {
        "bundle": bundle,
        "strip": strip_of(bundle.site),
        "acts": bundle.acts.select_related("actor", "page").order_by("-pk"),
        "may_change": may_change,
        "standings": standings_of(bundle) if bundle.state in PUBLIC else [],
        "items": (items := list(items_of(bundle))),
        "doors": [ask(bundle) for ask in doors] if items else [],
        **(_putting_together(person, bundle, title) if may_change else {}),
        **_way(bundle),
        **_ends(person, bundle),
    }


def _putting_together(person: User, bundle: Bundle, title: str) -> dict[str, Any]:
    found = findings_of(person, bundle, list(items_of(bundle)))
    return {
        "findings": found,
        "hard": [finding for finding in found if finding.is_hard],
        "candidates": candidates(person, bundle=bundle, title=title),
        "asked_title": title,
        "abandoning": ReasonForm(prefix="abandon"),
        "affirming": affirming(bundle),
        "beside": [(item, beside(draft)) for item, draft in translations_in(bundle)],
        "declaring": DeclaringForm(site=bundle.site, act=Act.SUBMIT),
    }


def _way(bundle: Bundle) -> dict[str, Any]:
    """The chain with where the bundle stands, who is asked, and where one decides."""
    leader = bundle.leader
    if leader is None:
        return {}
    step = step_now(leader)
    people = turns(leader) if step else []
    room = next((ask(bundle) for ask in reading_rooms), "") if bundle.state == BundleState.UNDER_WAY else ""
    return {
        "leader": leader,
        "way": drawing_of(leader),
        "asked": people,
        "blocked": why_blocked(leader, step) if step and not people else None,
        "room": room,
    }


def _ends(person: User, bundle: Bundle) -> dict[str, Any]:
    """Stopping it, trying again, taking it back: the form, or why not."""
    cancelling = reasons_not_to_cancel_bundle(person, bundle=bundle)
    taking_back = reasons_not_to_take_back(person, bundle=bundle)
    return {
        "is_on_its_way": bundle.state in (BundleState.UNDER_WAY, BundleState.SCHEDULED),
        "cancelling": None if cancelling else ReasonForm(),
        "why_not_cancel": cancelling,
        "taking_back": None if taking_back else TakeBackForm(),
        "why_not_take_back": taking_back,
        "may_retry": not reasons_not_to_retry(person, bundle=bundle),
    }
