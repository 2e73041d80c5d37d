"""The screen of the figures, and the same as files."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sites.accounts.models import User
from workflows.coverage.exports import as_json, as_xlsx, languages_in
from workflows.coverage.figures import PARTS, Coverage, coverage_of
from workflows.coverage.policies import sites_covered_by
from workflows.translation.more import names_of_kinds

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def index(request: HttpRequest) -> HttpResponse:
    """Site by site and kind by kind; of one site, kind by kind."""
    coverage = _coverage(request)
    languages = languages_in(coverage)
    wanted = request.GET.get("language", "")
    locale = wanted if wanted in languages else next(iter(languages), "")
    site = next((one for one in coverage.sites.values() if one.code == request.GET.get("site")), None)
    names, pk = names_of_kinds(), site.pk if site else 0
    sites = [] if site else coverage.by_site(locale)
    context = {
        "languages": languages,
        "language": locale,
        "site": site,
        "total": coverage.of(locale, pk),
        "sites": [{"name": str(one), "code": one.code, "figures": figures} for one, figures in sites],
        "kinds": [{"name": names.get(kind, kind), "figures": one} for kind, one in coverage.by_kind(locale, pk)],
        "parts": PARTS,
    }
    return render(request, "workflows_coverage/index.html", context)


def xlsx(request: HttpRequest) -> HttpResponse:
    """As a workbook."""
    response = HttpResponse(as_xlsx(_coverage(request), names_of_kinds()), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="tinh-hinh-dich.xlsx"'
    return response


def data(request: HttpRequest) -> HttpResponse:
    """As JSON."""
    return JsonResponse(as_json(_coverage(request)), json_dumps_params={"ensure_ascii": False})


def _coverage(request: HttpRequest) -> Coverage:
    return coverage_of(sites_covered_by(cast("User", request.user)))
