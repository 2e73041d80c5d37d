"""What is sent as JSON Feed, field by field (https://jsonfeed.org/version/1.1)."""

from rest_framework import serializers

from api.content.parts import Json


class FeedAuthor(Json):
    name = serializers.CharField()


class Attachment(Json):
    url = serializers.URLField()
    mime_type = serializers.CharField()
    size_in_bytes = serializers.IntegerField(required=False)


class FeedItem(Json):
    """One entry of a feed."""

    id = serializers.CharField()
    url = serializers.URLField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    content_text = serializers.CharField()
    date_published = serializers.DateTimeField()
    date_modified = serializers.DateTimeField()
    authors = FeedAuthor(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    language = serializers.CharField()
    image = serializers.URLField(required=False)
    attachments = Attachment(many=True, required=False)


class JsonFeed(Json):
    """A feed as JSON Feed 1.1."""

    version = serializers.CharField()
    title = serializers.CharField()
    home_page_url = serializers.URLField()
    feed_url = serializers.URLField()
    description = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    authors = FeedAuthor(many=True)
    items = FeedItem(many=True)  # type: ignore[assignment]
