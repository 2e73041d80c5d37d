"""Words offered while one types a tag: those of one's own pages, pictures and files, and those that are public."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from taggit.models import Tag, TagBase, TaggedItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.media.models import File, Picture
from workflows.desk.choosers import own_pages

MOST = 10
MEDIA = (Picture, File)
ANY = ("add", "change", "delete", "choose")


@require_safe
def autocomplete(request: HttpRequest, app_name: str = "", model_name: str = "") -> JsonResponse:
    """In the place of Wagtail's, which offers the words of all sites."""
    model = _model(app_name, model_name)
    term = request.GET.get("term", "").strip()
    if not term:
        return JsonResponse([], safe=False)
    words = tags_of_media(request) if model is Tag else _of_pages(request, model)
    found = words.filter(name__istartswith=term).order_by("name").values_list("name", flat=True).distinct()
    return JsonResponse(list(found[:MOST]), safe=False)


def _model(app_name: str, model_name: str) -> type[TagBase]:
    if not model_name:
        return Tag
    content_type = ContentType.objects.filter(app_label=app_name, model=model_name).first()
    model = content_type.model_class() if content_type else None
    if model is None or not issubclass(model, TagBase):
        raise Http404
    return model


def tags_of_media(request: HttpRequest, models: Iterable[Any] = MEDIA) -> QuerySet[Tag]:
    """The words of pictures and files in one's own collections."""
    wanted = Q(pk__in=[])
    for model in models:
        own = policy_registry.get_by_type(model).instances_user_has_any_permission_for(request.user, ANY)
        wanted |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=own.values("pk"))
    return Tag.objects.filter(pk__in=TaggedItem.objects.filter(wanted).values("tag"))


def _of_pages(request: HttpRequest, model: type[TagBase]) -> QuerySet[Any]:
    """Of whatever type: through each table that ties these words to pages."""
    seen = Q(live=True) | Q(pk__in=own_pages(request).values("pk"))
    pages = Page.objects.filter(seen).values("pk")
    wanted = Q(pk__in=[])
    for relation in model._meta.related_objects:
        tied: Any = relation.related_model
        target = tied._meta.get_field("content_object").related_model if _has(tied, "content_object") else None
        if target is not None and issubclass(target, Page):
            wanted |= Q(pk__in=tied._default_manager.filter(content_object__in=pages).values("tag"))
    return model._default_manager.filter(wanted)


def _has(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())
