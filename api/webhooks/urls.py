"""Addresses in the admin. No answer is kept by a browser: one of them shows a secret."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from api.webhooks import views

urlpatterns = [
    path("new/<int:consumer_id>/", views.new, name="new"),
    path("<int:endpoint_id>/", views.endpoint, name="endpoint"),
    path("<int:endpoint_id>/edit/", views.edit, name="edit"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("webhooks/", include((urlpatterns, "webhooks")))], require_admin_access),
    never_cache,
)
