"""What is previewed on a screen: a page, or a bundle."""

from typing import Protocol

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from api.preview import actions
from api.preview.actions import Given, Wish
from api.preview.models import Permit
from api.preview.policies import reasons_not_to_preview, reasons_not_to_preview_bundle
from api.preview.selectors import links_of_bundle, links_of_page
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.refusals import Reason
from workflows.bundles.models import Bundle
from workflows.bundles.registry import Door


class Subject(Protocol):
    """What the screens ask of it. `address`: of its screen; `pane`: where a fresh token comes from."""

    title: str
    back: str
    address: str
    pane: str
    site: PublicSite | None

    def reasons(self, person: User) -> list[Reason]:
        """Why a person may not preview it."""

    def open(self, person: User) -> Given:
        """A token for oneself."""

    def link(self, person: User, wish: Wish) -> Given:
        """A link for somebody else."""

    def links(self) -> QuerySet[Permit]:
        """The links that were given."""

    def permits(self) -> QuerySet[Permit]:
        """All permits, links and people's own."""


class OfPage:
    """The newest draft of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.title = page.get_admin_display_title()
        self.back = reverse("wagtailadmin_pages:edit", args=(page.pk,))
        self.address = reverse("preview_page", args=(page.pk,))
        self.pane = reverse("preview_page_pane", args=(page.pk,))
        self.site = site_of(page)

    def reasons(self, person: User) -> list[Reason]:
        """As the policy says."""
        return reasons_not_to_preview(person, page=self.page)

    def open(self, person: User) -> Given:
        """A token for oneself."""
        return actions.open_page(person, page=self.page)

    def link(self, person: User, wish: Wish) -> Given:
        """A link for somebody else."""
        return actions.link_page(person, page=self.page, wish=wish)

    def links(self) -> QuerySet[Permit]:
        """The links to this page alone."""
        return links_of_page(self.page)

    def permits(self) -> QuerySet[Permit]:
        """All of this page alone."""
        return Permit.objects.filter(texts__page=self.page, bundle__isnull=True).select_related("site")


class OfBundle:
    """The drafts of a bundle."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.title = bundle.title
        self.back = reverse("bundles:bundle", args=(bundle.pk,))
        self.address = reverse("preview_bundle", args=(bundle.pk,))
        self.pane = reverse("preview_bundle_pane", args=(bundle.pk,))
        self.site: PublicSite | None = bundle.site

    def reasons(self, person: User) -> list[Reason]:
        """As the policy says."""
        return reasons_not_to_preview_bundle(person, bundle=self.bundle)

    def open(self, person: User) -> Given:
        """A token for oneself."""
        return actions.open_bundle(person, bundle=self.bundle)

    def link(self, person: User, wish: Wish) -> Given:
        """A link for somebody else."""
        return actions.link_bundle(person, bundle=self.bundle, wish=wish)

    def links(self) -> QuerySet[Permit]:
        """The links to this bundle."""
        return links_of_bundle(self.bundle)

    def permits(self) -> QuerySet[Permit]:
        """All of this bundle."""
        return Permit.objects.filter(bundle=self.bundle).select_related("site")


def door_of(bundle: Bundle) -> Door:
    """The way from the screen of a bundle."""
    return Door(_("Preview, share a link"), reverse("preview_bundle", args=(bundle.pk,)))
