"""The indexes of the admin, written once for each item that is brought in and not at each of its savings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from modelcluster.fields import ParentalKey
from modelsearch.index import get_indexed_models, insert_or_update_object
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled


@contextmanager
def indexed_once() -> Iterator[None]:
    """Enter what is saved in here into Wagtail's indexes, of references and of words, at the end.

    Inside another one, at the end of that. Wagtail does it at every saving of a page and of everything that belongs to
    it: half of all statements. For commands alone: it holds for the whole process.
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
        with disable_reference_index_auto_update(), _without_search():
            yield
    finally:
        post_save.disconnect(note)
    searched = set(get_indexed_models())
    for model, pk in saved:
        for instance in model._default_manager.filter(pk=pk):
            ReferenceIndex.create_or_update_for_object(instance)
            if model in searched:
                insert_or_update_object(instance)


@contextmanager
def _without_search() -> Iterator[None]:
    """What is saved in here does not come into the search by itself."""
    listening = [model for model in get_indexed_models() if getattr(model, "search_auto_update", True)]
    for model in listening:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        yield
    finally:
        for model in listening:
            post_save.connect(post_save_signal_handler, sender=model)


def _owner(instance: Model | None) -> Model | None:
    """What a row belongs to: references of a credit are those of its page."""
    while instance is not None:
        keys = [field.name for field in instance._meta.get_fields() if isinstance(field, ParentalKey)]
        if not keys:
            return instance
        instance = getattr(instance, keys[0])
    return None
