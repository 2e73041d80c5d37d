"""Rebuilding a page from a draft, without looking up each thing that it names one by one."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import ForeignKey, Model
from modelcluster.models import get_all_child_relations

# What `Page.with_content_json` takes from the page, not from the draft. It is looked up in the draft all the same.
PUT_BACK = ("owner", "locale", "content_type", "locked_by", "latest_revision", "alias_of")

type Json = Mapping[str, Any]
type Named = dict[type[Model], dict[Any, Model]]


def lean(page: Any, content: Json) -> dict[str, Any]:
    """A draft without what is put back, and whose authors, tags and remarks do not name the page that they belong to.

    They are given it when they are put into the page; named, it would be looked up for each.
    """
    own = {relation.get_accessor_name(): relation.field.name for relation in get_all_child_relations(type(page))}
    rest = {
        name: [{key: value for key, value in row.items() if key != own[name]} for row in rows] if name in own else rows
        for name, rows in content.items()
    }
    return {**rest, **dict.fromkeys(PUT_BACK)}


def things_named(model: type[Model], content: Json) -> Named | None:
    """What a draft names (a picture, a category, tags ...), in one query a table; None if some of it is gone."""
    keys: dict[type[Model], set[Any]] = {}
    for target, key in _keys(model, content):
        keys.setdefault(target, set()).add(target._meta.pk.to_python(key))
    found: Named = {target: target._default_manager.in_bulk(wanted) for target, wanted in keys.items()}
    return found if all(len(found[target]) == len(wanted) for target, wanted in keys.items()) else None


def attach(page: Any, named: Named) -> None:
    """Let a rebuilt page and its children lead to what has been found."""
    children = [getattr(page, relation.get_accessor_name()) for relation in get_all_child_relations(type(page))]
    for row in [page, *(row for related in children for row in related.get_object_list())]:
        for field in _links(type(row)):
            thing = named.get(field.related_model, {}).get(getattr(row, field.attname))
            if thing is not None:
                setattr(row, field.name, thing)


def _keys(model: type[Model], content: Json) -> Iterator[tuple[type[Model], Any]]:
    for field in _links(model):
        if content.get(field.name) is not None:
            yield field.related_model, content[field.name]
    for relation in get_all_child_relations(model):
        for row in content.get(relation.get_accessor_name(), ()):
            yield from _keys(relation.related_model, row)


def _links(model: type[Model]) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and not field.remote_field.parent_link
    ]
