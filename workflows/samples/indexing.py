"""Which item refers to which picture, written once for each item that is brought in and not at each of its savings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled


@contextmanager
def indexed_once() -> Iterator[None]:
    """Enter what is saved in here into Wagtail's index of references at the end; inside another one, at its end.

    Wagtail does it at every saving of a page and of everything that belongs to it: a third of all statements.
    """
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    saved: dict[tuple[type[Model], Any], None] = {}

    def note(instance: Model, raw: bool = False, **_kwargs: Any) -> None:  # noqa: FBT001, FBT002 - Django's signal
        owner = _owner(instance)
        if not raw and owner is not None and ReferenceIndex.is_indexed(type(owner)):
            saved[type(owner), owner.pk] = None

    post_save.connect(note, weak=False)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.disconnect(note)
    for model, pk in saved:
        for instance in model._default_manager.filter(pk=pk):
            ReferenceIndex.create_or_update_for_object(instance)


def _owner(instance: Model | None) -> Model | None:
    """What a row belongs to: references of a credit are those of its page."""
    while instance is not None:
        keys = [field.name for field in instance._meta.get_fields() if isinstance(field, ParentalKey)]
        if not keys:
            return instance
        instance = getattr(instance, keys[0])
    return None
