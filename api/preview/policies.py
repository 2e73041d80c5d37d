"""Who may preview which draft, end a preview, and see who has read drafts."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from api.preview.models import Permit
from api.preview.rules import READERS, link_rule, readers_of, token_rule
from cms.pages.models import BasePage
from cms.pages.registry import public_type_of
from sites import clock
from sites.accounts.models import User
from sites.accounts.selectors import sites_near
from sites.administration.policies import reasons_not_to_administer, sites_administered_by
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.refusals import Reason
from sites.rules.selectors import values_by_site
from workflows.bundles.models import Bundle
from workflows.bundles.policies import visible_to
from workflows.bundles.selectors import items_of
from workflows.changes.rules import places
from workflows.delegation.selectors import offices_of
from workflows.passage.knowing import may_know_of


def may_read(person: User, page: Page) -> bool:
    """Whether a person may read the draft of a page in the admin; whoever may not, may not preview it."""
    return person.is_active and may_know_of(person, page)


def may_read_bundle(person: User, bundle: Bundle) -> bool:
    """Whether a person may read a bundle and every draft in it."""
    if not (person.is_active and visible_to(person).filter(pk=bundle.pk).exists()):
        return False
    return all(may_read(person, item.page) for item in items_of(bundle))


def reasons_not_to_preview(actor: User, *, page: Page) -> list[Reason]:
    """Why a person may not preview a page: it is not his to read, it is no public type, it has no draft, no rule."""
    if not may_read(actor, page):
        return [Reason("may_not_read", _("You may not read this draft."))]
    site = site_of(page)
    own = page.specific
    if site is None or not isinstance(own, BasePage) or public_type_of(own) is None:
        return [Reason("not_public_type", _("This type of page is not public."))]
    if page.latest_revision_id is None:
        return [Reason("no_draft", _("Save the draft first."))]
    return reasons_of_rule(site)


def reasons_not_to_preview_bundle(actor: User, *, bundle: Bundle) -> list[Reason]:
    """Why a person may not preview a bundle: it is not his to read whole, it is empty, no rule."""
    if not may_read_bundle(actor, bundle):
        return [Reason("may_not_read", _("You may not read all drafts of this bundle."))]
    if not items_of(bundle).exists():
        return [Reason("empty", _("Nothing lies in the bundle yet."))]
    return reasons_of_rule(bundle.site)


def reasons_not_to_link(site: PublicSite) -> list[Reason]:
    """Why no link is given to people without an account."""
    if link_rule(site) is None:
        return [Reason("no_links", _("No rule of this site lets drafts be shown to people without an account."))]
    return []


def reasons_of_rule(site: PublicSite) -> list[Reason]:
    """Why nothing of a site is previewed."""
    if token_rule(site) is None:
        return [Reason("no_previews", _("No rule of this site lets drafts be previewed."))]
    return []


def reasons_not_to_revoke(actor: User, *, permit: Permit) -> list[Reason]:
    """Why a person may not end a preview: it has ended, or it is neither his nor of a site that he administers."""
    if permit.revoked_at or not (permit.expires_at > clock.now() or permit.tokens.filter(expires_at__gt=clock.now())):
        return [Reason("ended", _("This preview has ended already."))]
    if actor.pk == permit.by_id or not reasons_not_to_administer(actor, permit.site):
        return []
    return [Reason("not_his", _("Only who opened a preview, or an administrator of the site, ends it."))]


def may_still_read(permit: Permit) -> bool:
    """Whether who opened a preview could open it now: what he may no longer read, his links do not show either."""
    if permit.bundle is not None:
        return may_read_bundle(permit.by, permit.bundle)
    pages = [text.page for text in permit.texts.all()]
    return all(page is not None and may_read(permit.by, page) for page in pages)


def sites_read_about(person: User) -> list[PublicSite]:
    """The sites of which a person sees who has read drafts: those whose rule names him."""
    if not person.is_active:
        return []
    if person.is_superuser:
        near = list(PublicSite.objects.order_by("pk"))
    else:
        near = list({site.pk: site for site in (*sites_near(person), *sites_administered_by(person))}.values())
    return [site for site in near if _is_named(person, site)]


def is_named_somewhere(person: User) -> bool:
    """Whether any rule names an office like one that this person holds: whether the menu shows the screen."""
    if person.is_superuser:
        return person.is_active
    kinds = {office.split("/")[1] for office in offices_of(person, clock.today())}
    named = (one for value in values_by_site(READERS).values() for one in value.get("who", ()))
    return any(one.get("seat", one.get("post")) in kinds for one in named)


def may_read_about(person: User, site: PublicSite) -> bool:
    """Whether a person sees who has read drafts of a site."""
    return person.is_active and _is_named(person, site)


def _is_named(person: User, site: PublicSite) -> bool:
    meant = places(readers_of(site), site)
    if person.is_superuser:
        return meant.by_administrators
    return not set(offices_of(person, clock.today())).isdisjoint(meant.offices)
