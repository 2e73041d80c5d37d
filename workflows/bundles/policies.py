"""Who may put a bundle together, who may see it, who may stop it."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.registry import public_type_of
from sites import clock
from sites.accounts.enums import PostKind
from sites.accounts.models import User
from sites.accounts.selectors import posts_of, seats_of
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.refusals import Reason
from workflows.bundles.enums import BundleState
from workflows.bundles.models import MOST_ITEMS, Bundle, BundleItem
from workflows.bundles.selectors import items_of
from workflows.delegation.selectors import offices_of
from workflows.passage.policies import reasons_not_to_take_off, reasons_of_entitlement


def sites_of_team(person: User) -> QuerySet[PublicSite]:
    """The sites on whose texts a person works: where he holds a seat with rights on pages. Administrators: none."""
    if person.is_superuser or not person.is_active:
        return PublicSite.objects.none()
    sites = {seat.site_id for seat in seats_of(person) if seat.kind.page_rights}
    return PublicSite.objects.filter(pk__in=sites).order_by("pk")


def visible_to(person: User) -> QuerySet[Bundle]:
    """The bundles that concern a person: of sites where he sits or whose agency he heads; those that he is, or was,
    asked about. All for an administrator.
    """
    bundles = Bundle.objects.all()
    if person.is_superuser:
        return bundles
    headed = {post.agency_id for post in posts_of(person) if post.kind != PostKind.STAFF}
    near = Q(site__in={seat.site_id for seat in seats_of(person)}) | Q(site__agency__in=headed)
    held = offices_of(person, clock.today())
    asked = Q(leader__offices__overlap=held) | Q(leader__stand_ins__overlap=held) if held else Q(pk__in=[])
    decided = person.decisions.values("passage")
    return bundles.filter(near | asked | Q(leader__in=decided))


def reasons_not_to_open(actor: User, *, site: PublicSite) -> list[Reason]:
    """Why a person may not open a bundle of a site: he does not work on its texts."""
    if sites_of_team(actor).filter(pk=site.pk).exists():
        return []
    return [Reason("not_of_team", _("Only those who work on the texts of the site put a bundle together."))]


def reasons_not_to_change(actor: User, *, bundle: Bundle) -> list[Reason]:
    """Why nothing may be put into a bundle, taken out of it or changed in it now, by this person."""
    if reasons := reasons_not_to_open(actor, site=bundle.site):
        return reasons
    if bundle.state != BundleState.OPEN:
        words = _("The bundle is locked: %(state)s.") % {"state": BundleState(bundle.state).label}
        return [Reason("locked", words)]
    return []


def reasons_not_to_add(actor: User, *, bundle: Bundle, page: Page) -> list[Reason]:
    """Why a page may not come into a bundle: another site's, not his to edit, in a bundle already, no room."""
    if reasons := reasons_not_to_change(actor, bundle=bundle):
        return reasons
    if site_of(page) != bundle.site:
        return [Reason("foreign_page", _("A bundle holds pages of its own site alone."))]
    if public_type_of(page.specific) is None or not page.permissions_for_user(actor).can_edit():
        return [Reason("may_not_edit", _("You may not submit a text that you may not edit."))]
    bound = BundleItem.objects.filter(page=page, binds=True).select_related("bundle").first()
    if bound:
        words = _("It lies in the bundle “%(bundle)s” already.")
        return [Reason("in_a_bundle", words % {"bundle": bound.bundle})]
    if items_of(bundle).count() >= MOST_ITEMS:
        words = _("A bundle holds at most %(number)s items.")
        return [Reason("too_many", words % {"number": MOST_ITEMS})]
    return []


def reasons_not_to_cancel_bundle(actor: User, *, bundle: Bundle) -> list[Reason]:
    """Why a person may not take a bundle off its way: it is not on it, or he neither submitted it nor decides.

    Once it is approved, only those who decide may.
    """
    leader = bundle.leader
    if bundle.state not in (BundleState.UNDER_WAY, BundleState.SCHEDULED) or leader is None:
        return [Reason("not_in_progress", _("The bundle is not under way."))]
    return reasons_not_to_take_off(actor, passage=leader)


def reasons_not_to_take_back(actor: User, *, bundle: Bundle) -> list[Reason]:
    """Why a person may not take a bundle back from the public: it is not public, or he does not decide there."""
    if bundle.state != BundleState.PUBLISHED or bundle.leader is None:
        return [Reason("not_public", _("It is not public."))]
    return reasons_of_entitlement(actor, bundle.leader.page.specific)


def reasons_not_to_retry(actor: User, *, bundle: Bundle) -> list[Reason]:
    """Why a person may not have a publication tried again: it did not fail, or he does not decide there."""
    leader = bundle.leader
    if bundle.state != BundleState.SCHEDULED or leader is None or not leader.fault:
        return [Reason("no_fault", _("Nothing has failed."))]
    return reasons_of_entitlement(actor, leader.page.specific)
