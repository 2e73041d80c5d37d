"""Addresses in the admin that Wagtail does not have."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.passage import changing

_own = [path("kind-of-change/<int:page_id>/", changing.change, name="passage_change")]
admin_urlpatterns = decorate_urlpatterns(decorate_urlpatterns(_own, require_admin_access), never_cache)
