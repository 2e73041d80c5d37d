"""What a search answers, field by field."""

from rest_framework import serializers

from api.content.parts import Json
from api.content.serializers import ListedItem, Page
from cms.synonyms.enums import Kind


class Highlights(Json):
    """Safe HTML: nothing but `<mark>` is markup, everything else is escaped."""

    title = serializers.CharField()
    snippet = serializers.CharField(allow_blank=True, help_text="A passage in which the words stand.")
    file = serializers.CharField(
        allow_null=True,
        allow_blank=True,
        help_text="Where the words stand in a file of the item alone: its title. The snippet is then of the file.",
    )


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


class AlsoSearched(Json):
    """Words taken for the same as those that were asked for, whose hits come first."""

    words = serializers.CharField(help_text="What was asked for.")
    also = serializers.CharField(help_text="What was looked for beside it.")
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind if kind != Kind.DOCUMENT])
    since = serializers.DateField(allow_null=True, help_text="Of a former name: from when the name of today holds.")
    basis = serializers.CharField(allow_blank=True, help_text="Of a former name: the decision.")


class DidYouMean(Json):
    """Words that were probably meant, where what was asked for finds little or nothing."""

    q = serializers.CharField(help_text="What to ask for instead.")
    is_shown = serializers.BooleanField(
        help_text="Whether the results are those of these words: nothing else was found."
    )


class SearchPage(Page):
    results = Hit(many=True)
    did_you_mean = DidYouMean(allow_null=True)
    also_searched = AlsoSearched(many=True)
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
