"""What the screens show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from api.preview.actions import Given
from api.preview.forms import LinkForm
from api.preview.frontends import origin_of
from api.preview.middleware import let_frame
from api.preview.models import PreviewAddress, Reading
from api.preview.policies import may_read_about, reasons_not_to_link
from api.preview.rules import link_rule, token_rule
from api.preview.selectors import pages_of, readings_on, titles_of, unknown_since, why_link_is_over
from api.preview.subjects import OfPage, Subject
from sites import clock
from sites.accounts.models import User
from sites.administration.policies import reasons_not_to_administer
from sites.domains.models import PublicSite

LAST_READINGS = 10
LAST_LINKS = 20
WEEK = timedelta(days=7)


def screen_of(request: HttpRequest, subject: Subject, form: LinkForm, given: Given | None = None) -> dict[str, Any]:
    """The screen of a page or a bundle."""
    person, site = cast("User", request.user), subject.site
    frame_frontends(request, site)
    page = subject.page if isinstance(subject, OfPage) else None
    may_know = site is not None and may_read_about(person, site)
    return {
        "subject": subject,
        "reasons": subject.reasons(person),
        "rule": token_rule(site) if site else None,
        "link_rule": link_rule(site) if site else None,
        "why_no_links": reasons_not_to_link(site) if site else [],
        "form": form,
        "given": given,
        "link": settings.WAGTAILADMIN_BASE_URL + reverse("preview_link", args=(given.word,)) if given else "",
        "links": _links(person, subject),
        "frontends": [row for row in _addresses(site) if row.template],
        "readings": _lines(list(readings_on([site], page=page)[:LAST_READINGS])) if may_know and page and site else [],
        "page_of": page.pk if may_know and page else None,
    }


def frame_frontends(request: HttpRequest, site: PublicSite | None) -> None:
    """Let the site's frontends stand in the pane of this screen."""
    let_frame(request, {origin_of(row.template) for row in _addresses(site)})


def _addresses(site: PublicSite | None) -> QuerySet[PreviewAddress]:
    return PreviewAddress.objects.filter(site=site) if site else PreviewAddress.objects.none()


def _links(person: User, subject: Subject) -> list[dict[str, Any]]:
    """The links that a person may see, his own and as an administrator of the site all: open or why not, his to end."""
    found = subject.links()
    if reasons_not_to_administer(person, subject.site):
        found = found.filter(by=person)
    return [
        {"permit": permit, "why": why_link_is_over(permit), "may_revoke": _still_opens(permit)}
        for permit in found[:LAST_LINKS]
    ]


def _still_opens(permit: Any) -> bool:
    """Whether the link, or the token that it gave, may still show something."""
    now = clock.now()
    is_waiting = permit.used_at is None and permit.expires_at > now
    return permit.revoked_at is None and (is_waiting or bool(permit.token_until and permit.token_until > now))


def _lines(rows: Sequence[Reading]) -> list[dict[str, Any]]:
    """Readings with the titles of what was read."""
    titles = titles_of(rows)
    several = pages_of({row.permit_id for row in rows if row.public_id is None})
    return [
        {
            "reading": row,
            "page": titles.get((row.public_id, row.locale)) if row.public_id else None,
            "number": len(several.get(row.permit_id, ())) if row.public_id is None else 1,
        }
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings that a person asked for."""

    rows: QuerySet[Reading]
    sites: Sequence[PublicSite]
    chosen: PublicSite | None
    page: Page | None
    unknown: int | None

    def context(self, sheet: Any) -> dict[str, Any]:
        """For the screen."""
        return {
            "sheet": sheet,
            "lines": _lines(list(sheet)),
            "sites": self.sites,
            "chosen": self.chosen,
            "page_of": self.page,
            "unknown": self.unknown,
        }


def of_readings(person: User, sites: Sequence[PublicSite], *, site: str, page: str) -> Readings:
    """What is asked for by site and page, as far as the person may know of it."""
    chosen = next((one for one in sites if str(one.pk) == site), None)
    wanted = Page.objects.filter(pk=int(page)).select_related("locale").first() if page.isdecimal() else None
    rows = readings_on([chosen] if chosen else sites, page=wanted)
    if wanted is not None and not rows.exists():
        wanted, rows = None, readings_on([chosen] if chosen else sites)
    unknown = unknown_since(clock.now() - WEEK) if person.is_superuser else None
    return Readings(rows, sites, chosen, wanted, unknown)
