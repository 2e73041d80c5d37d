"""Reading permits, what they open, and who has read what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Prefetch, Q, QuerySet
from wagtail.models import Page, Revision

from api.preview.enums import PermitKind, Why
from api.preview.models import Permit, PermitText, PreviewAddress, Reading, Token, UnknownTry
from api.preview.policies import may_still_read
from api.preview.rules import ends_of
from api.preview.secrets import hash_of_word
from cms.pages.models import BasePage
from sites import clock
from sites.accounts.models import User
from sites.administration.policies import sites_administered_by
from sites.domains.models import PublicSite
from workflows.bundles.models import Bundle
from workflows.passage.models import Release, Withdrawal
from workflows.passage.texts import hash_of


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft of a permit, rebuilt from its revision."""

    text: PermitText
    page: BasePage


def permit_of_token(word: str) -> tuple[Token | None, Permit | None]:
    """The token of a word and what it opens; nothing for an unknown one."""
    token = Token.objects.filter(sha256=hash_of_word(word)).first()
    return token, _permits().filter(pk=token.permit_id).first() if token else None


def permit_of_link(word: str) -> Permit | None:
    """What a link opens; None for an unknown one."""
    return _permits().filter(kind=PermitKind.LINK, sha256=hash_of_word(word)).first()


def _permits() -> QuerySet[Permit]:
    texts = PermitText.objects.select_related("page__locale")
    return Permit.objects.select_related("site", "by", "bundle__site").prefetch_related(Prefetch("texts", texts))


def why_token_is_closed(token: Token, permit: Permit) -> Why | None:
    """Why a known token opens nothing any more; None where it does."""
    if token.expires_at <= clock.now():
        return Why.EXPIRED
    return why_closed(permit)


def why_link_is_closed(permit: Permit) -> Why | None:
    """Why a known link opens nothing any more."""
    return why_link_is_over(permit) or why_closed(permit)


def why_link_is_over(permit: Permit) -> Why | None:
    """The same as far as the link itself says it, for lists; what became of the text is asked at opening."""
    if permit.revoked_at:
        return Why.REVOKED
    if permit.used_at is not None:
        return Why.USED
    return Why.EXPIRED if permit.expires_at <= clock.now() else None


def why_closed(permit: Permit) -> Why | None:
    """Why a permit opens nothing any more: revoked, decided about since, a newer draft, its maker may not any more."""
    if permit.revoked_at:
        return Why.REVOKED
    if not may_still_read(permit):
        return Why.MAKER
    return _why_ended(permit)


def _why_ended(permit: Permit) -> Why | None:
    ends, texts = ends_of(permit.site), list(permit.texts.all())
    found = {
        Why.PUBLISHED: lambda: any(_released_since(permit, text) for text in texts),
        Why.WITHDRAWN: lambda: _withdrawn_since(permit, texts),
        Why.SUPERSEDED: lambda: any(text.page and text.page.latest_revision_id != text.revision for text in texts),
    }
    return next((why for why, is_so in found.items() if why in ends and is_so()), None)


def _released_since(permit: Permit, text: PermitText) -> bool:
    """Whether this very text has become public since the permit was given."""
    releases = Release.objects.filter(public_id=text.public_id, locale=text.locale, text_sha256=text.text_sha256)
    moments = (row.not_before or row.released_at for row in releases)
    return any(permit.at < moment <= clock.now() for moment in moments)


def _withdrawn_since(permit: Permit, texts: Iterable[PermitText]) -> bool:
    things = Q(pk__in=[])
    for text in texts:
        things |= Q(public_id=text.public_id, locale=text.locale)
    return Withdrawal.objects.filter(things, at__gt=permit.at).exists()


def drafts_of(permit: Permit) -> list[Draft] | Why:
    """The drafts of a permit as they were when it was given; or why they are not there any more."""
    texts = list(permit.texts.all())
    revisions = Revision.objects.in_bulk([text.revision for text in texts])
    drafts = []
    for text in texts:
        revision = revisions.get(text.revision)
        if revision is None:
            return Why.GONE
        page = revision.as_object()
        if hash_of(page) != text.text_sha256:
            return Why.CHANGED
        drafts.append(Draft(text, page))
    return drafts


def address_for(site: PublicSite, locale: str) -> str:
    """The template of the frontend of a site and language; "" where our own page shows drafts."""
    rows = PreviewAddress.objects.filter(site=site, locale=locale)
    return rows.values_list("template", flat=True).first() or ""


def addresses_of(person: User) -> QuerySet[PreviewAddress]:
    """The addresses of the sites that a person administers."""
    return PreviewAddress.objects.filter(site__in=sites_administered_by(person)).select_related("site")


def links_of_page(page: Page) -> QuerySet[Permit]:
    """The links that were given for a page, the newest first."""
    return _links().filter(texts__page=page, bundle__isnull=True)


def links_of_bundle(bundle: Bundle) -> QuerySet[Permit]:
    """The links that were given for a bundle, the newest first."""
    return _links().filter(bundle=bundle)


def _links() -> QuerySet[Permit]:
    found = Permit.objects.filter(kind=PermitKind.LINK).select_related("by", "site", "revoked_by")
    return found.annotate(token_until=Max("tokens__expires_at")).order_by("-pk")


def open_permits(permits: QuerySet[Permit]) -> QuerySet[Permit]:
    """Those that still open something by their time."""
    return permits.filter(revoked_at__isnull=True, expires_at__gt=clock.now())


def readings_on(sites: Collection[PublicSite], *, page: Page | None = None) -> QuerySet[Reading]:
    """Who has read drafts of these sites, the newest first; of one page where it is given."""
    found = Reading.objects.filter(permit__site__in=sites)
    if page is not None:
        found = found.filter(
            Q(public_id=page.translation_key, locale=page.locale.language_code)
            | Q(public_id__isnull=True, permit__texts__page=page)
        ).distinct()
    return found.select_related("permit__by", "permit__site", "permit__bundle").order_by("-pk")


def titles_of(readings: Iterable[Reading]) -> Mapping[tuple[UUID, str], Page]:
    """The pages that these readings were about, by public id and language."""
    rows = list(readings)
    keys = {row.public_id for row in rows if row.public_id}
    pages = Page.objects.filter(translation_key__in=keys).select_related("locale")
    return {(page.translation_key, page.locale.language_code): page for page in pages}


def pages_of(permits: Collection[int]) -> Mapping[int, list[PermitText]]:
    """The drafts of permits, by permit."""
    found: dict[int, list[PermitText]] = {}
    for text in PermitText.objects.filter(permit__in=permits).select_related("page").order_by("position"):
        found.setdefault(text.permit_id, []).append(text)
    return found


def unknown_since(moment: datetime) -> int:
    """How many unknown tokens were tried since a moment."""
    return sum(UnknownTry.objects.filter(hour__gte=moment).values_list("count", flat=True))
