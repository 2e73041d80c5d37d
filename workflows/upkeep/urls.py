"""Addresses in the admin."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.upkeep import views

urlpatterns = [
    path("question/<int:withdrawal_id>/<int:page_id>/", views.question, name="question"),
    path("terms/", views.terms, name="terms"),
    path("terms/<int:round_id>/", views.one, name="round"),
    path("terms/<int:round_id>/resume/", views.resume, name="resume"),
    path("look/<int:mark_id>/", views.look, name="look"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("upkeep/", include((urlpatterns, "upkeep")))], require_admin_access), never_cache
)
