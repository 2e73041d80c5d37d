"""Addresses in the admin."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.privacy.views import privacy

_own = [path("privacy/<int:page_id>/", privacy, name="page_privacy")]
admin_urlpatterns = decorate_urlpatterns(decorate_urlpatterns(_own, require_admin_access), never_cache)
