"""What a search answers, field by field."""

from rest_framework import serializers

from api.content.parts import Json
from api.content.serializers import ListedItem, Page


class Highlights(Json):
    """Safe HTML: nothing but `<mark>` is markup, everything else is escaped."""

    title = serializers.CharField()
    snippet = serializers.CharField(allow_blank=True, help_text="A passage in which the words stand.")


class Hit(ListedItem):
    """One item that was found."""

    highlights = Highlights()


class WordCount(Json):
    """How many hits have this value."""

    value = serializers.CharField()
    count = serializers.IntegerField()


class YearCount(Json):
    """How many hits are of this year."""

    value = serializers.IntegerField()
    count = serializers.IntegerField()


class AgencyCount(Json):
    """How many hits are of this agency."""

    value = serializers.UUIDField()
    name = serializers.CharField()
    count = serializers.IntegerField()


class Facets(Json):
    """How the hits divide, the largest part first. Exact up to 10,000 hits, counted over the first 10,000 beyond."""

    is_exact = serializers.BooleanField()
    site = WordCount(many=True, help_text="By canonical host name.")
    type = WordCount(many=True)
    year = YearCount(many=True)
    agency = AgencyCount(many=True)


class SearchPage(Page):
    results = Hit(many=True)
    facets = Facets()


class Completion(Json):
    """A title or a tag that begins like this. `slug` is there for tags; the address of an item for titles."""

    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=["title", "tag"])
    slug = serializers.CharField(required=False)
    public_id = serializers.UUIDField(required=False)
    type = serializers.CharField(required=False)
    path = serializers.CharField(required=False)
    url = serializers.URLField(required=False)


class Completions(Json):
    results = Completion(many=True)
