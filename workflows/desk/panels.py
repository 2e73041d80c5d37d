"""The first screen: a person's desk, in parts, each with all that lies there, page by page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from sites.accounts.models import User
from sites.registry import Registry
from workflows.bundles.policies import visible_to
from workflows.bundles.selectors import failed
from workflows.changes.selectors import lines_of as lines_of_changes
from workflows.changes.selectors import waiting_for as changes_waiting_for
from workflows.deadlines.enums import Urgency
from workflows.deadlines.limits import Waiting
from workflows.desk.enums import Priority, Tab
from workflows.desk.numbers import numbers_of
from workflows.desk.registry import Beside, above, sent
from workflows.desk.selectors import (
    BACK,
    ON_THEIR_WAY,
    Pile,
    lines_of,
    lines_sent,
    pile_of,
    pile_stood_for,
    sent_by,
    with_what_is_shown,
)
from workflows.emergency.selectors import open_for, unjudged_near
from workflows.endings.links import broken_number
from workflows.endings.selectors import sites_of, unreviewed_for, unreviewed_near
from workflows.notices.selectors import notices_of, unread_of
from workflows.promotion.selectors import Work, work_of
from workflows.upkeep.selectors import waiting_for as translations_waiting_for

A_PAGE = 15
EVERYTHING = ("", _("all"))
SHOWN_WITH_SOMETHING = (Tab.STANDING_IN, Tab.CHANGES)
COUNTED = (Tab.CHANGES, Tab.RETURNED, Tab.SENT, Tab.NOTICES)
LOOKED_AT_FIRST = (Tab.WAITING, Tab.CHANGES, Tab.RETURNED, Tab.SENT)


class FilterForm(forms.Form):
    """What of the desk is shown."""

    urgency = forms.ChoiceField(label=_("Limit"), required=False, choices=lambda: [EVERYTHING, *Urgency.choices])
    site = forms.ChoiceField(label=_("Site"), required=False)
    handler = forms.ChoiceField(
        label=_("Handled by"),
        required=False,
        choices=[EVERYTHING, ("me", _("me")), ("nobody", _("nobody yet")), ("others", _("colleagues"))],
    )
    priority = forms.ChoiceField(label=_("Priority"), required=False, choices=lambda: [EVERYTHING, *Priority.choices])

    def __init__(self, *args: Any, sites: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site: Any = self.fields["site"]
        site.choices = [EVERYTHING, *((str(pk), name) for pk, name in sites.items())]

    @property
    def is_used(self) -> bool:
        """Whether anything is left out."""
        return any(self.data.get(name) for name in self.fields)

    def kept(self, person: User, pile: Pile) -> list[Waiting]:
        """The items that the form lets through; a choice that means nothing lets all through."""
        self.full_clean()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return [item for item in pile.items if _as_wanted(item, wanted, person, pile)]


def _as_wanted(item: Waiting, wanted: Mapping[str, str], person: User, pile: Pile) -> bool:
    handling = pile.handling(item.passage_id)
    holder = handling.holder_id
    handler = "nobody" if not holder else "me" if holder == person.pk else "others"
    found = {
        "urgency": pile.urgency(item.passage_id),
        "site": str(item.site_id),
        "handler": handler,
        "priority": str(handling.priority),
    }
    return all(found[name] == value for name, value in wanted.items())


class MyDesk(Component):
    """The desk of the person who looks."""

    name = "my_desk"
    template_name = "workflows_desk/my_desk.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Counts of all parts, and the part that is looked at; as many queries whatever lies there."""
        request: HttpRequest = parent_context["request"]
        person: Any = request.user
        pile, standing_in = pile_of(person), pile_stood_for(person)
        promotion = work_of(person)
        there = numbers_of({**_things_of(person), **promotion})
        counts = {
            Tab.WAITING: len(pile.items),
            Tab.STANDING_IN: sum(len(other.items) for _person, other in standing_in),
            **{tab: there[tab] for tab in COUNTED},
        }
        tab = Tab(request.GET["tab"]) if request.GET.get("tab") in Tab.values else _first(counts, there)
        return {
            "tab": tab,
            "tabs": [
                (choice, counts[choice]) for choice in Tab if counts[choice] or choice not in SHOWN_WITH_SOMETHING
            ],
            "overdue": pile.count(Urgency.OVERDUE),
            "near": pile.count(Urgency.NEAR),
            "request": request,
            "unread": there[Tab.NOTICES],
            "rest": _rest(request),
            "emergencies": open_for(person) if there["emergencies"] else [],
            "endings": unreviewed_for(person) if there["endings"] else [],
            "broken": broken_number(sites_of(person)),
            "failed_bundles": failed(visible_to(person)) if there["failed_bundles"] else [],
            "promotion": Work(**{name: there[name] for name in promotion}),
            "translations": translations_waiting_for(person),
            "above": _beside(above, there, request),
            "became": _beside(sent, there, request) if tab == Tab.SENT else [],
            **_part(request, person, tab, pile, standing_in),
        }


def _things_of(person: User) -> dict[str, QuerySet[Any]]:
    """What the first screen says the number of, or nothing at all where there is none."""
    return {
        Tab.CHANGES: changes_waiting_for(person),
        Tab.RETURNED: sent_by(person, states=BACK),
        Tab.SENT: sent_by(person, states=ON_THEIR_WAY),
        Tab.NOTICES: unread_of(person),
        "emergencies": unjudged_near(person),
        "endings": unreviewed_near(person),
        "failed_bundles": failed(visible_to(person)),
        **{f"{registry.what}:{name}": one.rows(person) for registry in (above, sent) for name, one in registry.items()},
    }


def _beside(registry: Registry[Beside], there: Mapping[str, int], request: HttpRequest) -> list[str]:
    """What other rooms have to show there."""
    return [entry.shown(request) for name, entry in registry.items() if there[f"{registry.what}:{name}"]]


def _first(counts: Mapping[Tab, int], there: Mapping[str, int]) -> Tab:
    """What is looked at first: what waits; where nothing does, what came back, was sent, or became of what was sent."""
    became = any(there[f"{sent.what}:{name}"] for name, _entry in sent.items())
    return next((tab for tab in LOOKED_AT_FIRST if counts[tab]), Tab.SENT if became else Tab.WAITING)


def _part(
    request: HttpRequest, person: User, tab: Tab, pile: Pile, standing_in: list[tuple[User, Pile]]
) -> dict[str, Any]:
    if tab == Tab.NOTICES:
        return {"sheet": _sheet(request, notices_of(person))}
    if tab == Tab.CHANGES:
        sheet = _sheet(request, changes_waiting_for(person))
        return {"sheet": sheet, "lines": lines_of_changes(list(sheet))}
    if tab in (Tab.RETURNED, Tab.SENT):
        sent = sent_by(person, states=BACK if tab == Tab.RETURNED else ON_THEIR_WAY)
        sheet = _sheet(request, with_what_is_shown(sent))
        return {"sheet": sheet, "lines": lines_sent(sheet)}
    if tab == Tab.STANDING_IN:
        return {"people": [(other, lines_of(other, theirs, theirs.items[:A_PAGE])) for other, theirs in standing_in]}
    form = FilterForm(request.GET, sites=pile.sites)
    sheet = _sheet(request, form.kept(person, pile))
    return {"sheet": sheet, "lines": lines_of(person, pile, list(sheet)), "form": form}


def _sheet(request: HttpRequest, rows: Any) -> Sheet[Any]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def _rest(request: HttpRequest) -> str:
    """The address without its page, for the way to the others."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()
