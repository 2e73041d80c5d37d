"""Opening drafts for preview, giving links, using them once, ending previews; keeping the frontends' addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from api.preview.enums import Outcome, PermitKind, Way, Why
from api.preview.frontends import check_public, check_template
from api.preview.models import Permit, PermitText, PreviewAddress, Token
from api.preview.policies import (
    reasons_not_to_link,
    reasons_not_to_preview,
    reasons_not_to_preview_bundle,
    reasons_not_to_revoke,
)
from api.preview.recording import write_down
from api.preview.rules import life_of_link, life_of_token
from api.preview.secrets import hash_of_word, new_word
from api.preview.selectors import why_link_is_closed
from sites import clock
from sites.accounts.models import User
from sites.administration.policies import reasons_not_to_administer
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.refusals import Invalid, Missing, Reason, Refused
from sites.refusals.checking import check_fields
from workflows.bundles.models import Bundle
from workflows.bundles.selectors import items_of
from workflows.passage.actions.recording import refuse
from workflows.passage.company import UNDER_WAY
from workflows.passage.texts import hash_of


@dataclass(frozen=True, slots=True)
class Given:
    """A permit with the word that opens it; the word is told here once and kept nowhere."""

    permit: Permit
    word: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom a link is, and what for."""

    recipient: str
    purpose: str


@transaction.atomic
def open_page(actor: User, *, page: Page) -> Given:
    """A token for the newest draft of a page, for oneself. Refused as `reasons_not_to_preview`."""
    refuse(reasons_not_to_preview(actor, page=page))
    return _open(actor, _site(page), [_newest(page)])


@transaction.atomic
def open_bundle(actor: User, *, bundle: Bundle) -> Given:
    """A token for the drafts of a bundle, for oneself. Refused as `reasons_not_to_preview_bundle`."""
    refuse(reasons_not_to_preview_bundle(actor, bundle=bundle))
    return _open(actor, bundle.site, _revisions_in(bundle), bundle)


@transaction.atomic
def link_page(actor: User, *, page: Page, wish: Wish) -> Given:
    """A link to the newest draft of a page, for somebody without an account, to be opened once.

    Refused as `open_page`, and where no rule gives links; Invalid without a name and a purpose.
    """
    refuse(reasons_not_to_preview(actor, page=page) or reasons_not_to_link(_site(page)))
    return _link(actor, _site(page), [_newest(page)], wish)


@transaction.atomic
def link_bundle(actor: User, *, bundle: Bundle, wish: Wish) -> Given:
    """A link to the drafts of a bundle. Refused and Invalid as `link_page`."""
    refuse(reasons_not_to_preview_bundle(actor, bundle=bundle) or reasons_not_to_link(bundle.site))
    return _link(actor, bundle.site, _revisions_in(bundle), wish, bundle)


@transaction.atomic
def use_link(*, word: str) -> Given:
    """Use a link up: a fresh token for what it shows. Refused where it is closed; who asked writes that down.

    Missing for a word that is unknown.
    """
    permit = Permit.objects.select_for_update().filter(kind=PermitKind.LINK, sha256=hash_of_word(word)).first()
    if permit is None:
        raise Missing(str(Why.UNKNOWN.label), code=Why.UNKNOWN)
    if why := why_link_is_closed(permit):
        raise Refused(str(why.label), code=why)
    permit.used_at = clock.now()
    permit.save(update_fields=("used_at",))
    write_down(permit, Way.LINK, Outcome.ANSWERED)
    return _token(permit, clock.now() + life_of_token(permit.site))


@transaction.atomic
def revoke(actor: User, *, permit: Permit) -> Permit:
    """End a preview at once: link and tokens. Refused as `reasons_not_to_revoke`."""
    now = Permit.objects.select_for_update(of=("self",)).select_related("site").get(pk=permit.pk)
    refuse(reasons_not_to_revoke(actor, permit=now))
    now.revoked_at, now.revoked_by = clock.now(), actor
    now.save(update_fields=("revoked_at", "revoked_by"))
    return now


@transaction.atomic
def revoke_all(actor: User, *, permits: Iterable[Permit]) -> int:
    """End each of these that the actor may end. Returns how many."""
    ended = [revoke(actor, permit=one) for one in permits if not reasons_not_to_revoke(actor, permit=one)]
    return len(ended)


@transaction.atomic
def keep_address(actor: User, *, address: PreviewAddress) -> PreviewAddress:
    """Say where the frontend of a site and language shows drafts, and where what is public.

    Refused to everyone but administrators and those of the site. Invalid for a language that the site has not opened,
    and for an address that is none, has no place for the token, is not https, or lies in no public net.
    """
    if reasons := reasons_not_to_administer(actor, address.site):
        raise Refused(reasons=reasons)
    if not address.site.homes.filter(locale__language_code=address.locale).exists():
        message = _("The site has not opened this language.")
        raise Invalid(message, code="unknown_locale", errors={"locale": [message]})
    address.template = address.template.strip()
    address.public = address.public.strip().rstrip("/")
    check_template(address.template)
    check_public(address.public)
    check_fields(address)
    address.save()
    log(address, "wagtail.edit", user=actor)
    return address


def _site(page: Page) -> PublicSite:
    site = site_of(page)
    if site is None:
        raise Missing(_("The page belongs to no site."), code="no_site")
    return site


def _newest(page: Page) -> Revision:
    return Revision.objects.get(pk=page.latest_revision_id)


def _revisions_in(bundle: Bundle) -> list[Revision]:
    """What of each item would be published: the revision under way, else the newest draft."""
    items = list(items_of(bundle))
    numbers = [
        item.passage.revision_id if item.passage and item.passage.state in UNDER_WAY else item.page.latest_revision_id
        for item in items
    ]
    found = Revision.objects.in_bulk([number for number in numbers if number])
    return [found[number] for number in numbers if number in found]


def _open(actor: User, site: PublicSite, revisions: list[Revision], bundle: Bundle | None = None) -> Given:
    now = clock.now()
    until = now + life_of_token(site)
    permit = Permit.objects.create(kind=PermitKind.OWN, site=site, bundle=bundle, by=actor, at=now, expires_at=until)
    _bind(permit, revisions)
    return _token(permit, until)


def _link(actor: User, site: PublicSite, revisions: list[Revision], wish: Wish, bundle: Bundle | None = None) -> Given:
    said = {"recipient": wish.recipient.strip(), "purpose": wish.purpose.strip()}
    if missing := [name for name, words in said.items() if not words]:
        message = _("Say for whom the link is, and what for.")
        errors = {name: [message] for name in missing}
        raise Invalid(reasons=[Reason("no_recipient", message, missing[0])], errors=errors)
    now, word = clock.now(), new_word()
    permit = Permit.objects.create(
        kind=PermitKind.LINK,
        site=site,
        bundle=bundle,
        by=actor,
        at=now,
        expires_at=now + life_of_link(site),
        sha256=hash_of_word(word),
        **said,
    )
    _bind(permit, revisions)
    return Given(permit, word, permit.expires_at)


def _bind(permit: Permit, revisions: list[Revision]) -> None:
    rows = []
    for position, revision in enumerate(revisions):
        page = revision.as_object()
        rows.append(
            PermitText(
                permit=permit,
                position=position,
                page_id=page.pk,
                public_id=page.translation_key,
                locale=page.locale.language_code,
                revision=revision.pk,
                text_sha256=hash_of(page),
            )
        )
    PermitText.objects.bulk_create(rows)


def _token(permit: Permit, until: datetime) -> Given:
    word = new_word()
    Token.objects.create(permit=permit, sha256=hash_of_word(word), at=clock.now(), expires_at=until)
    return Given(permit, word, until)
