"""Pictures and files listed and chosen with the words of one's own collections; Wagtail offers those of all sites."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from taggit.models import Tag
from wagtail.admin.filters import BaseMediaFilterSet, PopularTagsFilter
from wagtail.documents.views import documents
from wagtail.images import get_image_model
from wagtail.images.views import chooser, images

from workflows.desk.tags import tags_of_media

MOST = 10


def popular(request: HttpRequest, model: Any) -> QuerySet[Tag]:
    """The words used most in what a person sees of these media."""
    words = tags_of_media(request, (model,)).annotate(uses=Count("taggit_taggeditem_items"))
    return words.order_by("-uses", "name")[:MOST]


class OwnTags(BaseMediaFilterSet):
    """Put in front of Wagtail's filters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag: PopularTagsFilter | None = self.filters.get("tag")
        if tag is None:
            return
        words = [(word.name, word.name) for word in popular(self.request, self._meta.model)]
        if words:
            tag.extra["choices"] = words
        else:
            del self.filters["tag"]


class PictureFilters(OwnTags, images.ImagesFilterSet):
    """Of pictures."""

    class Meta(images.ImagesFilterSet.Meta):
        pass


class FileFilters(OwnTags, documents.DocumentsFilterSet):
    """Of files."""

    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class Pictures(images.IndexView):
    """The list of pictures."""

    filterset_class = PictureFilters


class Files(documents.IndexView):
    """The list of files."""

    filterset_class = FileFilters


class ChoosingAPicture(chooser.ImageChooseView):
    """The chooser of pictures."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With one's own words."""
        return {**super().get_context_data(**kwargs), "popular_tags": popular(self.request, self.model)}


class PictureChoosers(chooser.ImageChooserViewSet):
    """As Wagtail's, but for the first view."""

    choose_view_class = ChoosingAPicture


picture_choosers = PictureChoosers("wagtailimages_chooser", model=get_image_model(), url_prefix="images/chooser")
