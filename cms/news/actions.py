"""Keeping categories."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.log_actions import log

from cms.news.models import Category
from sites.administration.policies import reasons_not_to_administer
from sites.refusals import Refused
from sites.refusals.checking import check_fields


@transaction.atomic
def keep_category(actor: AbstractUser, *, category: Category) -> Category:
    """Write down a category. Code and site are for ever: items name them.

    Refused to everyone but administrators and, for the categories of a site, the administrators of that site.
    """
    was = Category.objects.filter(pk=category.pk).first()
    site = was.site if was else category.site
    if reasons := reasons_not_to_administer(actor, site):
        raise Refused(reasons=reasons)
    if was is not None:
        category.code, category.site = was.code, was.site
    check_fields(category)
    category.save()
    log(category, "wagtail.edit" if was else "wagtail.create", user=actor)
    return category
