"""Wagtail's indexes of the admin, of references and of words: a page is entered once, when all of it is saved.

Wagtail enters it at every saving of a page and of each row that belongs to it, reads it anew each time, and does so
where nothing was saved that stands in an index (ADR 3 says what that costs).
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelcluster.fields import ParentalKey
from modelsearch.index import get_indexed_models, insert_or_update_object
from modelsearch.signal_handlers import post_delete_signal_handler
from wagtail.models import ReferenceIndex

from cms.pages import gate

type Saved = dict[tuple[type[Model], Any], Model | None]  # by kind and key what was saved, if it was saved whole

_saved: ContextVar[Saved | None] = ContextVar("saved", default=None)


@contextmanager
def indexed_once() -> Iterator[None]:
    """Enter what is saved in here into both indexes at the end; inside another one, at the end of that."""
    if _saved.get() is not None:
        yield
        return
    saved: Saved = {}
    token = _saved.set(saved)
    try:
        with _without_wagtails():
            yield
    finally:
        _saved.reset(token)
    if saved:
        with transaction.atomic(savepoint=False):
            for (model, pk), instance in saved.items():
                _enter(model, pk, instance)


def connect() -> None:
    """Called when the room is ready. Pages come into the search by this module alone (`search_auto_update`)."""
    post_save.connect(_note, dispatch_uid="cms_pages.indexing.note")
    post_delete.connect(_forget, dispatch_uid="cms_pages.indexing.forget")
    for model in get_indexed_models():
        if not getattr(model, "search_auto_update", True):
            post_delete.connect(post_delete_signal_handler, sender=model)


def _without_wagtails() -> AbstractContextManager[None]:
    """Nothing comes into the index of references by itself."""
    from wagtail import signal_handlers  # it asks for models that are not loaded yet

    is_silent = getattr(signal_handlers.reference_index_auto_update_disabled, "value", False)
    return nullcontext() if is_silent else signal_handlers.disable_reference_index_auto_update()


def _enter(model: type[Model], pk: Any, instance: Model | None) -> None:
    found = instance or model._default_manager.filter(pk=pk).first()
    if found is None:
        return
    ReferenceIndex.create_or_update_for_object(found)
    if not getattr(model, "search_auto_update", True):
        insert_or_update_object(found)


def _note(
    instance: Model,
    raw: bool = False,  # noqa: FBT001, FBT002 - Django's signal
    update_fields: Iterable[str] | None = None,
    **_kwargs: Any,
) -> None:
    saved = _saved.get()
    if saved is None or raw or gate.is_bookkeeping(update_fields):
        return
    owner = _owner(instance)
    if owner is None or not ReferenceIndex.is_indexed(type(owner)):
        return
    key = type(owner), owner.pk
    is_whole = owner is instance and update_fields is None
    saved[key] = owner if is_whole or saved.get(key) is owner else None


def _forget(instance: Model, **_kwargs: Any) -> None:
    saved = _saved.get()
    if saved is not None:
        saved.pop((type(instance), instance.pk), None)


def _owner(instance: Model | None) -> Model | None:
    """What a row belongs to: references of a credit are those of its page."""
    while instance is not None:
        keys = [field.name for field in instance._meta.get_fields() if isinstance(field, ParentalKey)]
        if not keys:
            return instance
        instance = getattr(instance, keys[0])
    return None
