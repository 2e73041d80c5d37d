"""Addresses in the admin."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.endings import closing_views, listing_views, views

_own = [
    path("endings/page/<int:page_id>/<slug:way>/", views.end, name="endings_end"),
    path("endings/review/<int:ending_id>/", views.review, name="endings_review"),
    path("endings/public/", listing_views.public, name="endings_public"),
    path("endings/broken/", views.broken, name="endings_broken"),
    path("endings/section/<int:page_id>/", closing_views.close, name="endings_close"),
    path("endings/closing/<int:closing_id>/", closing_views.progress, name="endings_closing"),
    path("endings/closing/<int:closing_id>/resume/", closing_views.resume, name="endings_resume"),
]
admin_urlpatterns = decorate_urlpatterns(decorate_urlpatterns(_own, require_admin_access), never_cache)
