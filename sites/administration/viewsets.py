"""The screens."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from sites import clock
from sites.accounts.changes import POST, SEAT
from sites.accounts.models import Post, Seat
from sites.administration.calendar import Calendar
from sites.administration.changes import AGENCY, AGENCY_NAME, BASIS, DOMAIN, HOST, RULE
from sites.administration.opening.viewset import Opening
from sites.administration.views import ActionForm, ActionViewSet, HostForm, translations, why
from sites.agencies.models import Agency, AgencyName
from sites.agencies.selectors import name_on
from sites.domains.models import Host, ProvinceDomain, PublicSite
from sites.rules.models import LegalBasis, Rule, RuleOverride

UNITS = {
    "minute": _("minutes"), "hour": _("hours"), "working_hour": _("working hours"), "day": _("days"),
    "working_day": _("working days"), "month": _("months"), "times": _("times"), "times_a_week": _("times a week"),
}  # fmt: skip


def _edit_handler(*panels: Any) -> ObjectList:
    return ObjectList([*panels, why()], base_form_class=ActionForm)


def _name_today(agency: Agency) -> str:
    return name_on(agency, clock.today()).name_vi if agency.names.all() else ""


def _said(rule: Rule) -> str:
    """A number with its unit; everything else as it is written in the regulation's folder."""
    values = list(rule.value.values()) if isinstance(rule.value, dict) else [rule.value]
    if all(isinstance(value, int | float) for value in values):
        words = " · ".join(map(str, values))
        return f"{words} {UNITS[rule.unit]}" if rule.unit in UNITS else words
    written = rule.value if isinstance(rule.value, str) else json.dumps(rule.value, ensure_ascii=False)
    return format_html("<code>{}</code>", written)


def _source(rule: Rule) -> str:
    return f"{rule.article}, {rule.basis}" if rule.article else str(rule.basis)


def _days(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


class Agencies(ActionViewSet):
    """The register of agencies."""

    model = Agency
    icon = "group"
    list_display = ("code", Column("name", _("Name"), accessor=_name_today), "kind", "parent", "membership")
    list_filter = ("kind", "membership")
    search_fields = ("code", "names__name_vi")
    kind = AGENCY
    edit_handler = _edit_handler(
        _days("code", "kind"),
        FieldPanel("parent"),
        _days("membership", "membership_basis"),
        _days("valid_from", "valid_to"),
        MultiFieldPanel(
            [FieldPanel("address_vi"), FieldPanel("address_en"), _days("phone", "fax", "email")], _("Contact")
        ),
        translations(),
    )


class AgencyNames(ActionViewSet):
    """The names of agencies, with their days."""

    model = AgencyName
    icon = "tag"
    list_display = ("name_vi", "name_en", "agency", "held_from", "held_to")
    list_filter = ("agency",)
    search_fields = ("name_vi", "name_en")
    kind = AGENCY_NAME
    edit_handler = _edit_handler(
        FieldPanel("agency"),
        _days("name_vi", "name_en"),
        _days("abbreviation_vi", "abbreviation_en"),
        _days("held_from", "held_to"),
        FieldPanel("basis"),
        translations(),
    )


class Posts(ActionViewSet):
    """Who holds which post."""

    model = Post
    icon = "user"
    list_display = ("person", "title_vi", "agency", "kind", "held_from", "held_to")
    list_filter = ("agency", "kind")
    search_fields = ("person__username", "person__full_name", "title_vi")
    kind = POST
    edit_handler = _edit_handler(
        _days("person", "agency"),
        FieldPanel("kind"),
        _days("title_vi", "title_en"),
        _days("held_from", "held_to"),
        FieldPanel("basis"),
        translations(),
    )


class Seats(ActionViewSet):
    """Who sits where; rights follow."""

    model = Seat
    icon = "key"
    list_display = ("person", "kind", "site", "section", "held_from", "held_to")
    list_filter = ("site", "kind")
    search_fields = ("person__username", "person__full_name")
    kind = SEAT
    edit_handler = _edit_handler(
        _days("person", "kind"),
        _days("site", "section"),
        _days("held_from", "held_to"),
        FieldPanel("basis"),
    )


class Rules(ActionViewSet):
    """The regulation in values. A new rule ends the running one of its key and site."""

    model = Rule
    icon = "list-ol"
    list_display = (
        "key",
        Column("said", capfirst(_("value")), accessor=_said),
        "site",
        Column("source", capfirst(_("legal basis")), accessor=_source),
        "holds_from",
        "holds_to",
    )
    list_filter = ("site", "basis")
    search_fields = ("key", "article")
    kind = RULE
    edit_handler = _edit_handler(
        _days("key", "unit"),
        FieldPanel("value"),
        FieldPanel("site"),
        _days("basis", "article"),
        _days("holds_from", "holds_to"),
    )


class LegalBases(ActionViewSet):
    """The documents that rules stand on."""

    model = LegalBasis
    icon = "doc-full"
    list_display = ("title", "number", "issued_on", "code")
    search_fields = ("title", "number", "code")
    kind = BASIS
    edit_handler = _edit_handler(
        FieldPanel("code"), FieldPanel("title"), _days("number", "issued_on"), FieldPanel("note")
    )


class PublicSites(ActionViewSet):
    """The sites, to read: they are opened on a screen of their own, or by the command `open_site`."""

    model = PublicSite
    name = "public_sites"  # type: ignore[assignment]
    icon = "site"
    list_display = ("name_vi", "code", "kind", "agency", "parent", "state", "opened_on")
    list_filter = ("kind", "state")
    search_fields = ("name_vi", "name_en", "code")
    inspect_view_enabled = True
    inspect_view_fields = [
        "code", "kind", "name_vi", "name_en", "agency", "parent", "responsible_person", "collection", "state",
        "opened_on", "basis", "decision_number", "decided_on", "closed_on", "successor",
    ]  # fmt: skip
    edit_handler = ObjectList([FieldPanel("name_vi", read_only=True)], base_form_class=ActionForm)


class Hosts(ActionViewSet):
    """Host names. A name is never taken away; its role changes, and the address of the site with it."""

    model = Host
    icon = "link"
    list_display = ("hostname", "site", "role", "since", "until")
    list_filter = ("site", "role")
    search_fields = ("hostname",)
    kind = HOST
    edit_handler = ObjectList(
        [FieldPanel("site"), FieldPanel("hostname"), FieldPanel("role"), FieldPanel("reason"), why()],
        base_form_class=HostForm,
    )


class Domains(ActionViewSet):
    """The domains of the province, with their days. Host names stand under one of them (Điều 3)."""

    model = ProvinceDomain
    icon = "globe"
    list_display = ("name", "held_from", "held_to", "basis")
    search_fields = ("name",)
    kind = DOMAIN
    edit_handler = _edit_handler(FieldPanel("name"), _days("held_from", "held_to"), FieldPanel("basis"))


class RuleOverrides(ActionViewSet):
    """Rules that were set aside in one case, to read."""

    model = RuleOverride
    icon = "warning"
    list_display = ("subject", "article", "reason", "by", "at")
    list_filter = ("by",)
    search_fields = ("subject", "reason", "article")
    inspect_view_enabled = True
    edit_handler = ObjectList([FieldPanel("reason", read_only=True)], base_form_class=ActionForm)


class Administration(ModelViewSetGroup):
    """The menu of the desk; its items show only to administrators."""

    menu_label = _("Province")
    menu_icon = "site"
    menu_name = "province"
    menu_order = 900  # type: ignore[assignment]
    items = (  # type: ignore[assignment]
        Opening, Agencies, AgencyNames, PublicSites, Hosts, Domains, RuleOverrides, Posts, Seats, Rules, LegalBases,
        Calendar,
    )  # fmt: skip
