"""What a form names by number: pictures, files, pages. Nobody names what he could not have chosen.

The choosers offer only that; whoever sends another number forges it, and would be shown the title of what is not his.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm, ModelChoiceField
from wagtail.blocks.base import BlockField
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.media.models import File, Picture
from cms.media.policies import ANY

type Taken = dict[type, set[int]]
KINDS: tuple[type, ...] = (Picture, File, Page)


def refuse_borrowed(form: BaseForm, *, user: Any, page: Page | None = None) -> None:
    """Raise PermissionDenied where a bound form names something that is neither the user's nor public.

    What stands in its page already is nothing new.
    """
    sent = _gathered(_sent(form))
    foreign = {kind: numbers - _own(kind, numbers, user) for kind, numbers in sent.items()}
    if not any(foreign.values()):
        return
    before = _gathered(_in_page(page)) if page and page.pk else {}
    if any(numbers - before.get(kind, set()) for kind, numbers in foreign.items()):
        raise PermissionDenied


def _sent(form: BaseForm) -> Iterator[tuple[Any, Any]]:
    """What the fields of a form refer to, valid or not."""
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if field.widget.value_omitted_from_data(form.data, form.files, key):
            continue
        if isinstance(field, BlockField):
            value = field.widget.value_from_datadict(form.data, form.files, key)
            yield from ((model, number) for model, number, *_path in field.block.extract_references(value))
        elif isinstance(field, ModelChoiceField) and field.queryset is not None:
            yield field.queryset.model, field.widget.value_from_datadict(form.data, form.files, key)


def _in_page(page: Page) -> Iterator[tuple[Any, Any]]:
    """What the newest draft of a page, or else the page, refers to."""
    draft: Any = page.get_latest_revision_as_object()
    for field in draft._meta.concrete_fields:
        if hasattr(field, "stream_block"):
            found = field.stream_block.extract_references(getattr(draft, field.name))
            yield from ((model, number) for model, number, *_path in found)
        elif field.is_relation:
            yield field.related_model, getattr(draft, field.attname)


def _gathered(references: Iterable[tuple[Any, Any]]) -> Taken:
    found: Taken = {}
    for model, number in references:
        kind = next((kind for kind in KINDS if isinstance(model, type) and issubclass(model, kind)), None)
        if kind is not None and str(number or "").isdecimal():
            found.setdefault(kind, set()).add(int(number))
    return found


def _own(kind: type, numbers: set[int], user: Any) -> set[int]:
    """Those of the numbers that a person could have chosen; what is not there is nobody's secret."""
    model: Any = kind
    policy: Any = policy_registry.get_by_type(kind)
    there = set(model.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    if kind is Page:
        live = set(Page.objects.filter(pk__in=numbers, live=True).values_list("pk", flat=True))
        own = policy.explorable_instances(user)
    else:
        live, own = set(), policy.instances_user_has_any_permission_for(user, ANY)
    mine = set(own.filter(pk__in=numbers).values_list("pk", flat=True))
    return (numbers - there) | live | mine
