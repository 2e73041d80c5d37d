"""Which screens of the desk are open to whom, in the form in which Wagtail asks."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from wagtail.permission_policies import ModelPermissionPolicy

from sites.accounts.models import User
from sites.accounts.reach import administering_seats
from sites.domains.models import PublicSite
from sites.memory import remembered
from sites.refusals import Reason


class ForAdministrators(ModelPermissionPolicy):
    """Administrators alone, and of the verbs only those given: what was decided is ended or corrected, not deleted.

    Stock permissions of the model count for nothing, so that no group can open these screens.
    """

    def __init__(self, model: type[Model], *, actions: Iterable[str]) -> None:
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user: AbstractUser, action: str) -> bool:
        """Whether the user is an administrator and the verb is offered at all."""
        return user.is_active and user.is_superuser and action in self.actions


class ForSiteAdministrators(ForAdministrators):
    """Administrators, and those who administer a site for what belongs to that site (`site_id` of the row)."""

    def user_has_permission(self, user: AbstractUser, action: str) -> bool:
        """Whether there is any site of which the user may do this."""
        return action in self.actions and administers_a_site(user)

    def user_has_permission_for_instance(self, user: AbstractUser, action: str, instance: Model) -> bool:
        """Whether the row belongs to such a site."""
        site = getattr(instance, "site", None)
        return action in self.actions and not reasons_not_to_administer(user, site)


@remembered(by=lambda actor: actor.pk)
def administers_a_site(actor: AbstractUser) -> bool:
    """Whether there is a site that a person administers. Remembered: every item of the menu asks."""
    return sites_administered_by(actor).exists()


def sites_administered_by(actor: AbstractUser) -> QuerySet[PublicSite]:
    """The sites that a person administers: all for an administrator, else those whose people he manages too."""
    if not (actor.is_active and isinstance(actor, User)):
        return PublicSite.objects.none()
    if actor.is_superuser:
        return PublicSite.objects.all()
    return PublicSite.objects.filter(pk__in={seat.site_id for seat in administering_seats(actor)})


def reasons_not_to_administer(actor: AbstractUser, site: PublicSite | None) -> list[Reason]:
    """Why an actor may not change what belongs to a site; without a site, to the whole province."""
    if actor.is_active and actor.is_superuser:
        return []
    if site is not None and sites_administered_by(actor).filter(pk=site.pk).exists():
        return []
    return [Reason("not_site_administrator", _("Only an administrator of the site changes this."))]
