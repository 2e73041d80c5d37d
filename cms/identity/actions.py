"""Changing how a site shows itself, and who is named as responsible for it."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.log_actions import log

from cms.identity.models import SiteIdentity
from cms.media.actions import freeze
from sites.administration.policies import reasons_not_to_administer
from sites.domains.models import PublicSite
from sites.refusals import Refused
from sites.refusals.checking import check_fields


@transaction.atomic
def keep_identity(actor: AbstractUser, *, identity: SiteIdentity, responsible_person: str) -> SiteIdentity:
    """Write down emblem, colours and responsible person of a site. Readers see them with the next drain.

    Refused to everyone but administrators and those of the site; Invalid for colours that cannot be read and for an
    emblem without a description. The emblem does not change in place from then on.
    """
    site = PublicSite.objects.get(pk=identity.site_id)
    if reasons := reasons_not_to_administer(actor, site):
        raise Refused(reasons=reasons)
    was = identity.pk is not None
    check_fields(identity)
    identity.save()
    if identity.emblem:
        freeze(originals=[identity.emblem.sha256], files=())
    if site.responsible_person != responsible_person:
        site.responsible_person = responsible_person
        check_fields(site)
        site.save(update_fields=["responsible_person"])
        log(site, "wagtail.edit", user=actor)
    log(identity, "wagtail.edit" if was else "wagtail.create", user=actor)
    return identity
