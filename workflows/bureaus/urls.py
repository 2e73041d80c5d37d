"""Addresses in the admin."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.bureaus import views

urlpatterns = [
    path("<slug:locale>/", views.index, name="index"),
    path("<slug:locale>/take/", views.take, name="take"),
    path("<slug:locale>/bring/", views.bring, name="bring"),
    path("taken/<int:handout_id>/", views.taken, name="taken"),
    path("taken/<int:handout_id>/file/", views.fetch, name="fetch"),
    path("taken/<int:handout_id>/progress/", views.progress_of_handout, name="taken_progress"),
    path("delivery/<int:delivery_id>/", views.delivery, name="delivery"),
    path("delivery/<int:delivery_id>/progress/", views.progress_of_delivery, name="delivery_progress"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("translation-files/", include((urlpatterns, "bureaus")))], require_admin_access),
    never_cache,
)
