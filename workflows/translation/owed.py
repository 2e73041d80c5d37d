"""Where in the trees of sites which kinds of page are owed in which language, as the rules say it."""

from collections.abc import Collection, Mapping
from itertools import product
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.pages.registry import public_types
from sites.domains.models import SiteHome
from workflows.translation.rules import owed_by_site

ANY = 0


def owed_in(sites: Collection[int], locales: Collection[str]) -> dict[str, list[tuple[str, int]]]:
    """What is owed, by "site/language": below which path in the tree of the first language, which kind (0: any)."""
    said, kinds = owed_by_site(), kinds_by_name()
    entries = [
        (site, locale, entry)
        for site in sites
        for locale in locales
        for entry in said.get(site, said.get(None, {})).get(locale, ())
    ]
    homes = dict(SiteHome.objects.filter(position=0, site__in=sites).values_list("site_id", "home__path"))
    sections = _section_paths(homes, {code for _site, _locale, entry in entries for code in entry.get("sections", ())})
    found: dict[str, list[tuple[str, int]]] = {}
    for site, locale, entry in entries:
        pairs = product(_paths(site, entry, homes, sections), _kinds(entry, kinds))
        found.setdefault(f"{site}/{locale}", []).extend(pairs)
    return found


def kinds_by_name() -> dict[str, int]:
    """The kinds of page by the name of their public type."""
    models = {name: entry.model for name, entry in public_types.items()}
    found = ContentType.objects.get_for_models(*models.values())
    return {name: found[model].pk for name, model in models.items()}


def _paths(
    site: int, entry: Mapping[str, Any], homes: Mapping[int, str], sections: Mapping[tuple[int, str], str]
) -> list[str]:
    codes = entry.get("sections")
    if codes:
        return [sections[site, code] for code in codes if (site, code) in sections]
    return [homes[site]] if site in homes else []


def _kinds(entry: Mapping[str, Any], kinds: Mapping[str, int]) -> list[int]:
    names = entry.get("types")
    return [kinds[name] for name in names if name in kinds] if names else [ANY]  # some names are of what is no page


def _section_paths(homes: Mapping[int, str], codes: Collection[str]) -> dict[tuple[int, str], str]:
    sites = {path: site for site, path in homes.items()}
    rows = SectionPage.objects.filter(code__in=codes).values_list("path", "code")
    return {(sites[path[: 2 * Page.steplen]], code): path for path, code in rows if path[: 2 * Page.steplen] in sites}
