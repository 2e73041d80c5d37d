"""Reading many live pages with all that belongs to them, in a few statements however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import FETCH_PEERS, Model
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page


def read_whole(numbers: Iterable[int]) -> list[Page]:
    """These pages as their own types, with their languages, the rows that belong to them, and what both name; from the
    top of the tree downwards. For reading: what is named is looked up for all of them when it is asked of one.
    """
    kinds: dict[int, list[int]] = defaultdict(list)
    for pk, kind in Page.objects.filter(pk__in=set(numbers)).values_list("pk", "content_type"):
        kinds[kind].append(pk)
    found: list[Page] = []
    for kind, pks in kinds.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None or not issubclass(model, Page):  # of a type that is no longer installed
            continue
        pages = list(model._default_manager.all().fetch_mode(FETCH_PEERS).select_related("locale").filter(pk__in=pks))
        _read_what_belongs_to(pages, model)
        found += pages
    return sorted(found, key=lambda page: (page.depth, page.path))


def _read_what_belongs_to(pages: Collection[Page], model: type[Page]) -> None:
    """Put the rows of each relation of the cluster where modelcluster looks first."""
    for page in pages:
        page._cluster_related_objects = {}
    for relation in get_all_child_relations(model):
        name, field = relation.get_accessor_name(), relation.field
        if name == COMMENTS_RELATION_NAME:  # Wagtail's own remarks are switched off: there are none
            continue
        rows: dict[int, list[Model]] = defaultdict(list)
        queryset = relation.related_model._default_manager.all().fetch_mode(FETCH_PEERS)
        for row in queryset.filter(**{f"{field.name}__in": [page.pk for page in pages]}):
            rows[getattr(row, field.attname)].append(row)
        for page in pages:
            page._cluster_related_objects[name] = rows[page.pk]
