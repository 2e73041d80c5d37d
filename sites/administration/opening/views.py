"""Opening a site: the form, what would be made, and the site that was made."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from sites.accounts.models import User
from sites.administration.opening.forms import SiteForm
from sites.domains.models import PublicSite
from sites.domains.selectors import public_address, public_path
from sites.provisioning.actions import open_site
from sites.provisioning.findings import Finding, Weight, findings_of, unanswered
from sites.provisioning.policies import reasons_not_to_open_site
from sites.provisioning.selectors import preview_site
from sites.refusals import Invalid, Refusal
from sites.rules.models import RuleOverride

REASON = "reason:"  # before the host name that a reason is given for
TEMPLATES = "sites_administration/opening"
GROUPS: Sequence[tuple[Any, Sequence[str]]] = (
    (gettext_lazy("Site"), ("name_vi", "name_en", "code", "kind", "parent", "languages")),
    (gettext_lazy("Agency"), ("agency",)),
    (
        gettext_lazy("New agency"),
        ("agency_vi", "agency_en", "agency_kind", "agency_parent", "abbreviation_vi", "abbreviation_en"),
    ),
    (gettext_lazy("Host names"), ("host", "more_hosts")),
    (gettext_lazy("Decision"), ("responsible_person", "basis", "decision_number", "decided_on")),
)


class ForOpeners(TemplateView):
    """A page for who may open sites."""

    header_icon = "site"
    page_title: Any = gettext_lazy("Open a site")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Administrators alone."""
        if not isinstance(request.user, User) or reasons_not_to_open_site(request.user):
            raise PermissionDenied
        self.actor = request.user
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the head of a page needs."""
        head = {"page_title": self.page_title, "header_title": self.page_title, "header_icon": self.header_icon}
        return super().get_context_data(**{**head, **kwargs})

    def show(self, template: str, **context: Any) -> HttpResponse:
        """Another page of the same screen."""
        self.template_name = f"{TEMPLATES}/{template}.html"
        return self.render_to_response(self.get_context_data(**context))


class OpenSiteView(ForOpeners):
    """One site: form, preview, confirmation. Nothing is kept between them but the fields themselves."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form."""
        portal = PublicSite.objects.filter(kind="portal").first()
        return self._form(SiteForm(initial={"parent": portal.code if portal else "", "kind": "department"}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The preview of what was filled in, or the opening of what was previewed."""
        form = SiteForm(request.POST)
        if not form.is_valid() or "change" in request.POST:
            return self._form(form)
        return self._open(form) if "confirm" in request.POST else self._preview(form)

    def _form(self, form: SiteForm) -> HttpResponse:
        groups = [(title, [form[name] for name in names]) for title, names in GROUPS]
        return self.show("site_form", form=form, groups=groups)

    def _preview(self, form: SiteForm) -> HttpResponse:
        plan = form.plan(self._reasons())
        findings = findings_of(plan)
        refusing = [finding for finding in findings if finding.weight == Weight.REFUSES]
        if refusing:
            form.show(_by_field(refusing))
            return self._form(form)
        breaches = [finding for finding in findings if finding.weight == Weight.ASKS_FOR_REASON]
        missing = {finding.hostname for finding in unanswered(plan, findings)} if "confirm" in self.request.POST else ()
        given = self._reasons()
        return self.show(
            "site_preview",
            form=form,
            plan=plan,
            lines=preview_site(plan),
            warnings=[finding.reason for finding in findings if finding.weight == Weight.WARNS],
            breaches=[
                (finding, REASON + finding.hostname, given.get(finding.hostname, ""), finding.hostname in missing)
                for finding in breaches
            ],
            page_subtitle=plan.names[plan.languages[0]],
        )

    def _open(self, form: SiteForm) -> HttpResponse:
        plan = form.plan(self._reasons())
        if unanswered(plan, findings_of(plan)):
            return self._preview(form)
        try:
            site = open_site(self.actor, plan=plan)
        except Refusal as refusal:
            errors = refusal.errors if isinstance(refusal, Invalid) else {"": [str(one) for one in refusal.reasons]}
            form.show(errors)
            return self._form(form)
        messages.success(self.request, _("“%(site)s” is open.") % {"site": site.name_vi})
        return redirect("opening:opened", site.code)

    def _reasons(self) -> dict[str, str]:
        """The reasons given for host names that break a rule."""
        given = self.request.POST.items()
        return {name.removeprefix(REASON): str(text) for name, text in given if name.startswith(REASON)}


class OpenedView(ForOpeners):
    """A site that was opened: its addresses, and what to do next."""

    template_name = f"{TEMPLATES}/opened.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the addresses of the homes."""
        site = get_object_or_404(PublicSite.objects.select_related("agency"), code=self.kwargs["code"])
        homes = [
            (home, public_address(site, public_path(home.home, home)))
            for home in site.homes.select_related("home", "locale", "site").order_by("position")
        ]
        hosts = list(site.hosts.all())
        overrides = RuleOverride.objects.filter(subject__in=[host.hostname for host in hosts]).select_related("by")
        return super().get_context_data(
            site=site, homes=homes, hosts=hosts, overrides=overrides, page_title=site.name_vi, **kwargs
        )


def _by_field(findings: Sequence[Finding]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for finding in findings:
        errors.setdefault(finding.reason.field, []).append(str(finding.reason))
    return errors
