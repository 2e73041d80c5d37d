"""Addresses in the admin."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.comments import views

_own = [
    path("comments/<int:page_id>/", views.comments, name="page_comments"),
    path("comments/<int:page_id>/names/", views.names, name="page_comment_names"),
]
admin_urlpatterns = decorate_urlpatterns(decorate_urlpatterns(_own, require_admin_access), never_cache)
