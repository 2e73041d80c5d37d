"""Addresses in the admin. No answer is kept by a browser: one of them shows a key."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from api.consumers import views

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.edit, name="new"),
    path("<int:consumer_id>/", views.consumer, name="consumer"),
    path("<int:consumer_id>/edit/", views.edit, name="edit"),
    path("<int:consumer_id>/grant/", views.grant, name="grant"),
    path("keys/<int:key_id>/", views.key, name="key"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("consumers/", include((urlpatterns, "consumers")))], require_admin_access),
    never_cache,
)
