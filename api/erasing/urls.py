"""Addresses in the admin."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from api.erasing import views

_own = [
    path("erasing/", views.index, name="erasing_index"),
    path("erasing/page/<int:page_id>/", views.ask, name="erasing_ask"),
    path("erasing/<int:erasure_id>/", views.judge, name="erasing_judge"),
]
admin_urlpatterns = decorate_urlpatterns(decorate_urlpatterns(_own, require_admin_access), never_cache)
