"""Addresses in the admin."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.promotion.views import copies, items, proposals

urlpatterns = [
    path("", proposals.index, name="index"),
    path("items/", items.browse, name="items"),
    path("items/<int:page_id>/", items.ask, name="ask"),
    path("propose/<int:page_id>/", proposals.propose, name="propose"),
    path("proposal/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("copy/<int:copy_id>/", copies.copy, name="copy"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("promotion/", include((urlpatterns, "promotion")))], require_admin_access), never_cache
)
