"""What this room hangs into the admin."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

from cms.media.models import File
from cms.media.policies import ANY, may_see_file
from cms.media.urls import admin_urlpatterns


def private_media() -> list[Any]:
    """Pictures for the admin's own pages."""
    return admin_urlpatterns


def only_to_who_may_see(document: File, request: HttpRequest) -> None:
    """A private file is not there for anybody else."""
    if not may_see_file(request.user, document):
        raise Http404


class OwnCollections:
    """Only what lies in collections on which a person has a right: Wagtail lists everything to everybody."""

    authentication_classes: Any = PagesAdminAPIViewSet.authentication_classes

    def get_queryset(self) -> Any:
        """The rows that the person may use."""
        queryset = super().get_queryset()  # type: ignore[misc]
        policy = policy_registry.get_by_type(queryset.model)
        person = self.request.user  # type: ignore[attr-defined]
        return queryset & policy.instances_user_has_any_permission_for(person, ANY)


class OwnPictures(OwnCollections, ImagesAdminAPIViewSet):
    """Pictures of one's own collections."""


class OwnFiles(OwnCollections, DocumentsAdminAPIViewSet):
    """Files of one's own collections."""


def own_media_only(router: Any) -> None:
    """In place of Wagtail's."""
    router.register_endpoint("images", OwnPictures)
    router.register_endpoint("documents", OwnFiles)


hooks.register("register_admin_urls", private_media)
hooks.register("before_serve_document", only_to_who_may_see)
hooks.register("construct_admin_api", own_media_only, order=10)
