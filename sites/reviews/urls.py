"""The addresses of the screens of reviews."""

from django.urls import include, path, re_path

from sites.reviews.views import Export, Record, Rights

reviews_urlpatterns = [
    path("", Rights.as_view(), name="rights"),
    re_path(r"^export\.(?P<kind>xlsx|csv)$", Export.as_view(), name="export"),
    path("record/", Record.as_view(), name="record"),
]
admin_urlpatterns = [path("rights/", include((reviews_urlpatterns, "reviews")))]
