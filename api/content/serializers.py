"""What is sent, field by field. Nothing goes out that is not listed here (`tests/api` compares)."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api.content.block_serializers import BLOCKS, FileValue
from api.content.parts import Card, Json, Translation
from api.http.describing import Successor
from workflows.passage.enums import WithdrawalKind

STATES = ("live", "redirect", "withdrawn", "gone")


class Receipt(Json):
    """By what a reader can prove what he read: number and hash of the version."""

    version = serializers.IntegerField()
    hash = serializers.RegexField(r"^[0-9a-f]{64}$")


class Agency(Json):
    """An agency under its name of the item's day, in the item's language."""

    public_id = serializers.UUIDField()
    name = serializers.CharField()
    abbreviation = serializers.CharField(allow_blank=True)
    locale = serializers.CharField(help_text="The language of these names: Vietnamese stands in for what is missing.")
    translation = Translation()


class Tag(Json):
    name = serializers.CharField()
    slug = serializers.CharField()


class Author(Json):
    name = serializers.CharField()
    role = serializers.CharField()


class Attribution(Json):
    """Who made it, where it comes from, and the line that whoever uses it again has to print."""

    authors = Author(many=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    credit_line = serializers.CharField(allow_blank=True)


class Alternate(Json):
    locale = serializers.CharField()
    path = serializers.CharField()
    url = serializers.URLField()


class Hreflang(Json):
    """One address of a text for search engines."""

    hreflang = serializers.CharField(help_text="The language, or `x-default`: the language in which it was written.")
    url = serializers.URLField()


class Seo(Json):
    title = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    canonical = serializers.URLField(help_text="The address to be indexed: of a copy, that of its source while public.")
    hreflang = Hreflang(
        many=True, help_text="The text in every language, itself included; empty where `canonical` lies elsewhere."
    )


class OriginVersion(Json):
    """The version of the source that was taken over."""

    number = serializers.IntegerField()
    hash = serializers.RegexField(r"^[0-9a-f]{64}$")


class Unit(Json):
    """Who is credited, under the name of the day on which the text was taken over."""

    public_id = serializers.UUIDField()
    name = serializers.CharField()


class Origin(Json):
    """The text of another site that this one was taken over from. `url` is null when it is no longer public."""

    site = serializers.CharField(help_text="Canonical host name of the site.")
    public_id = serializers.UUIDField()
    locale = serializers.CharField()
    url = serializers.URLField(allow_null=True)
    version = OriginVersion(allow_null=True)
    agency = Unit()


class TakenOverBy(Json):
    """The copy of this text on the portal."""

    site = serializers.CharField(help_text="Canonical host name of the site.")
    public_id = serializers.UUIDField()
    locale = serializers.CharField()
    url = serializers.URLField()


class NoticeDetails(Json):
    """The term of a notice: its first and its last day. When it is over, the notice is past and stays readable."""

    number = serializers.CharField(allow_blank=True)
    importance = serializers.ChoiceField(choices=["normal", "important", "urgent"])
    in_force_from = serializers.DateField(allow_null=True)
    in_force_until = serializers.DateField(allow_null=True)
    file = FileValue(allow_null=True)


class Correction(Json):
    """What readers are told of a change: when it was made, whether it corrects or adds, what was wrong and is right."""

    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=["correction", "supplement"])
    notice = serializers.CharField()


class ListedItem(Card):
    """One item of a list: all but its body. `code` is there for sections, `notice` for notices."""

    locale = serializers.CharField()
    site = serializers.CharField(help_text="Canonical host name of the site.")
    agency = Agency()
    updated_at = serializers.DateTimeField()
    first_published_at = serializers.DateTimeField()
    tags = Tag(many=True)
    code = serializers.CharField(required=False)
    notice = NoticeDetails(required=False)
    attribution = Attribution()
    corrections = Correction(many=True)
    translation = Translation()
    alternates = Alternate(many=True)
    seo = Seo()
    origin = Origin(allow_null=True)
    taken_over_by = TakenOverBy(allow_null=True)
    receipt = Receipt()


class Item(ListedItem):
    """One item, whole."""

    body = serializers.SerializerMethodField()

    @extend_schema_field(PolymorphicProxySerializer("Block", BLOCKS, resource_type_field_name="type", many=True))
    def get_body(self, _item: Any) -> None:
        """Described only: bodies go out as they lie in the log."""


class Page(Json):
    """One page of a list. `count`, or `count_is_at_least` beyond 10,000, where it was asked for."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    count = serializers.IntegerField(required=False)
    count_is_at_least = serializers.IntegerField(required=False)


class ContentPage(Page):
    results = ListedItem(many=True)


class Resolution(Json):
    """What stands at a path. `item` if live; `location` and `status` if it has moved; the rest if it has ended."""

    state = serializers.ChoiceField(choices=STATES)
    item = Item(required=False)
    location = serializers.CharField(required=False)
    status = serializers.ChoiceField(choices=[301, 302], required=False)
    cause = serializers.CharField(required=False, help_text=f"For instance {', '.join(WithdrawalKind.values)}.")
    notice = serializers.CharField(required=False, allow_blank=True)
    successor = Successor(required=False, allow_null=True)
    ended_at = serializers.DateTimeField(required=False, allow_null=True)


class Entry(Json):
    """One public version: since when, in which state, why (the list may grow), what readers were told of it."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=STATES)
    why = serializers.ListField(
        child=serializers.CharField(),
        help_text="first, minor, correction, supplement, replaced, withdrawal, erased, gone, redirect, expired, ...",
    )
    notices = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField(allow_null=True, help_text="SHA-256 of the text, by which two versions are compared.")
    withheld = serializers.BooleanField()
    hash = serializers.RegexField(r"^[0-9a-f]{64}$")


class History(Page):
    """The public versions of an item, the newest first; changes of what only surrounds the text are left out."""

    results = Entry(many=True)


class Month(Json):
    month = serializers.IntegerField(min_value=1, max_value=12)
    count = serializers.IntegerField()


class Year(Json):
    year = serializers.IntegerField()
    count = serializers.IntegerField()
    months = Month(many=True)


class Archive(Json):
    """How many items were published in which year and month (of Viet Nam), the newest first."""

    years = Year(many=True)
