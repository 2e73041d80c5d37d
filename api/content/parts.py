"""The parts of which answers are made: pictures, sections, cards of items."""

from typing import Any

from rest_framework import serializers


class Json(serializers.Serializer[Any]):
    """The base of every description."""


class Rendition(Json):
    """One size of a picture."""

    name = serializers.CharField()
    url = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    type = serializers.CharField()


class Picture(Json):
    """A picture. Without `alt` it is an ornament."""

    alt = serializers.CharField(allow_blank=True)
    decorative = serializers.BooleanField()
    caption = serializers.CharField(allow_blank=True)
    credit = serializers.CharField(allow_blank=True)
    renditions = Rendition(many=True)


class Section(Json):
    public_id = serializers.UUIDField()
    title = serializers.CharField()
    path = serializers.CharField()


class Translation(Json):
    """What this text is to the same thing in other languages; `none` when it stands in for a missing one."""

    status = serializers.ChoiceField(choices=["source", "current", "outdated", "none"])
    source_locale = serializers.CharField()
    outdated_since = serializers.DateTimeField(allow_null=True)


class Category(Json):
    """A category by its name; `locale` is the language of it."""

    code = serializers.CharField()
    name = serializers.CharField()
    locale = serializers.CharField()
    translation = Translation()


class Card(Json):
    """What is said of an item wherever it stands: on a front page, among related items, in a list, alone."""

    public_id = serializers.UUIDField()
    type = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    path = serializers.CharField()
    url = serializers.URLField()
    published_at = serializers.DateTimeField()
    section = Section(allow_null=True)
    category = Category(allow_null=True)
    image = Picture(allow_null=True)
