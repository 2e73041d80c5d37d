"""Addresses in the admin."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.emergency import views

_own = [
    path("emergency/page/<int:page_id>/", views.release, name="emergency_release"),
    path("emergency/<int:emergency_id>/", views.judge, name="emergency_judge"),
]
admin_urlpatterns = decorate_urlpatterns(decorate_urlpatterns(_own, require_admin_access), never_cache)
