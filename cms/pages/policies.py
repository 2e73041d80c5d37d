"""Wagtail's page permission policy with the same answers, asked of the database in a query of constant size."""

from collections.abc import Collection, Sequence
from os.path import commonprefix
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.pages.asked import page_at
from sites.accounts.trees import below

EXPLORING = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})
EVERYTHING, NOTHING = Q(pk__isnull=False), Q(pk__in=())


class TreePolicy(PagePermissionPolicy):
    """Which pages a person has rights on, whatever the number of his groups.

    Wagtail's query grows with the number of permission rows (2.4 seconds for rights on 200 sites); how this one does
    not: `sites.accounts.trees`. Rows lie at one depth or two: the homes', perhaps the sections'.
    """

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> QuerySet:
        """The pages on which a person may do one of these things. A right to add is a right to change one's own."""
        everything_or_nothing: QuerySet | None = self._base_queryset_for_user(user)
        if everything_or_nothing is not None:
            return everything_or_nothing
        return self._pages(self._with_rights(user, actions))

    def explorable_instances(self, user: Any) -> QuerySet:
        """Those, and what lies above them up to the first page that they have in common."""
        everything_or_nothing: QuerySet | None = self._base_queryset_for_user(user)
        return self._pages(self.explored(user)) if everything_or_nothing is None else everything_or_nothing

    def explored(self, user: Any) -> Q:
        """The same as a condition, for whoever has pages at hand: whether they are among all others took longer."""
        everything_or_nothing: QuerySet | None = self._base_queryset_for_user(user)
        if everything_or_nothing is not None:
            return NOTHING if everything_or_nothing.query.is_empty() else EVERYTHING
        paths = {row.page.path for row in self.get_cached_permissions_for_user(user)}
        condition = self._with_rights(user, EXPLORING) | _above(_rows(user), paths)
        return condition & Q(path__startswith=_common_parent(paths)) if condition else NOTHING

    def explorable_root_instance(self, user: Any) -> Page | None:
        """The lowest page above all on which a person has rights; one that was read already is not read again."""
        if user.is_superuser or hasattr(user, self._explorable_root_instance_cache_name):
            root: Page | None = super().explorable_root_instance(user)
            return root
        root = page_at(_common([page.path for page in self.instances_with_direct_explore_permission(user)]))
        setattr(user, self._explorable_root_instance_cache_name, root)
        return root

    def _with_rights(self, user: Any, actions: Collection[str]) -> Q:
        codenames = set(self._get_permission_codenames(actions))
        adding = self._get_permission_codename("add")
        owned = Q()
        if "change" in actions and "add" not in actions:
            codenames.discard(adding)
            adders = _rows(user).filter(permission__codename=adding)
            own = below(adders, "page", self._depths(user, {adding}), Page)
            owned = own & Q(owner=user) if own else own
        rows = _rows(user).filter(permission__codename__in=codenames)
        return owned | below(rows, "page", self._depths(user, codenames), Page)

    def _depths(self, user: Any, codenames: Collection[str]) -> list[int]:
        """How deep the pages lie on which a person has rows with these permissions."""
        rows = self.get_cached_permissions_for_user(user)
        return sorted({row.page.depth for row in rows if row.permission.codename in codenames})

    def _pages(self, condition: Q) -> QuerySet:
        pages = self.model._default_manager
        return pages.filter(condition) if condition else pages.none()


def _rows(user: Any) -> QuerySet[GroupPagePermission]:
    return GroupPagePermission.objects.filter(group__user=user).order_by()


def _above(rows: QuerySet[GroupPagePermission], paths: Collection[str]) -> Q:
    """Pages above those that rows are on."""
    condition = Q()
    for length in range(Page.steplen, max(map(len, paths), default=0), Page.steplen):
        below = rows.filter(page__depth__gt=length // Page.steplen)
        condition |= Q(path__in=below.values_list(Left("page__path", length)))
    return condition


def _common_parent(paths: Collection[str]) -> str:
    """The path of the first page that lies above all of these; empty where one of them is Root."""
    return _common([path[: -Page.steplen] for path in paths])


def _common(paths: Sequence[str]) -> str:
    common = commonprefix(paths)  # noqa: RUF071 - no separators here
    return common[: len(common) - len(common) % Page.steplen]


def register() -> None:
    """In the place of Wagtail's own, which `wagtail.permissions` has registered when this file is imported."""
    register_permission_policy(Page, TreePolicy())
