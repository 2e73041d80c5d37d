"""What is sent of the blocks of a body and of the slots of a front page, by type."""

from typing import Any

from rest_framework import serializers

from api.content.parts import Card, Json, Picture


class HeadingValue(Json):
    level = serializers.IntegerField(min_value=2, max_value=4)
    text = serializers.CharField()


class QuoteValue(Json):
    text = serializers.CharField()
    attribution = serializers.CharField(allow_blank=True)


class FileValue(Json):
    title = serializers.CharField()
    url = serializers.URLField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    type = serializers.CharField(allow_null=True)
    locale = serializers.CharField(allow_null=True, help_text="The language of the file, where it is known.")


class Block(Json):
    """What every block of a body has."""

    type = serializers.CharField()
    id = serializers.CharField()


class HeadingBlock(Block):
    value = HeadingValue()


class ParagraphBlock(Block):
    """Safe HTML: p, b, strong, i, em, ul, ol, li, a, br; links are public addresses."""

    value = serializers.CharField()


class QuoteBlock(Block):
    value = QuoteValue()


class ImageBlock(Block):
    value = Picture()


class FileBlock(Block):
    value = FileValue()


class GalleryValue(Json):
    title = serializers.CharField(allow_blank=True)
    pictures = Picture(many=True)


class CalloutValue(Json):
    """`html` is safe like a paragraph."""

    kind = serializers.ChoiceField(choices=["info", "important", "warning"])
    title = serializers.CharField(allow_blank=True)
    html = serializers.CharField()


class Column(Json):
    heading = serializers.CharField(allow_blank=True)
    type = serializers.ChoiceField(choices=["text", "number"])


class TableValue(Json):
    """Each row has a cell for each column; numbers are text as it was typed."""

    caption = serializers.CharField(allow_blank=True)
    columns = Column(many=True)
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_blank=True)))


class VideoValue(Json):
    """`provider` is `youtube`, `vimeo`, or the host; `id` is the video's name there, where it is known."""

    provider = serializers.CharField()
    id = serializers.CharField(allow_null=True)
    url = serializers.URLField()
    title = serializers.CharField()
    transcript = serializers.CharField(allow_blank=True)


class Link(Json):
    """A link; `public_id` where it leads to an item of this installation."""

    label = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField()
    public_id = serializers.UUIDField(allow_null=True)


class LinkListValue(Json):
    title = serializers.CharField(allow_blank=True)
    links = Link(many=True)


class CardsValue(Json):
    """Items that are public now, in their order."""

    title = serializers.CharField(allow_blank=True)
    items = Card(many=True)


class Banner(Json):
    picture = Picture()
    link = Link(allow_null=True)


class BannerValue(Json):
    title = serializers.CharField(allow_blank=True)
    banners = Banner(many=True)


class LogoLink(Link):
    logo = Picture(allow_null=True)


class LinksValue(Json):
    title = serializers.CharField(allow_blank=True)
    links = LogoLink(many=True)


class PlaceOfSection(Json):
    public_id = serializers.UUIDField()
    title = serializers.CharField()
    path = serializers.CharField()
    url = serializers.URLField()


class SectionWithItems(Json):
    section = PlaceOfSection()
    items = Card(many=True)


class SectionsValue(Json):
    title = serializers.CharField(allow_blank=True)
    sections = SectionWithItems(many=True)


class GalleryBlock(Block):
    value = GalleryValue()


class CalloutBlock(Block):
    value = CalloutValue()


class TableBlock(Block):
    value = TableValue()


class VideoBlock(Block):
    value = VideoValue()


class LinkListBlock(Block):
    value = LinkListValue()


class RelatedBlock(Block):
    value = CardsValue()


class FeaturedSlot(Block):
    """A slot of a front page: what is pinned, then the newest."""

    value = CardsValue()


class NoticesSlot(Block):
    value = CardsValue()


class BannerSlot(Block):
    value = BannerValue()


class LinksSlot(Block):
    value = LinksValue()


class SectionsSlot(Block):
    value = SectionsValue()


BLOCKS: dict[str, serializers.Serializer[Any] | type[serializers.Serializer[Any]]] = {
    "heading": HeadingBlock,
    "paragraph": ParagraphBlock,
    "quote": QuoteBlock,
    "callout": CalloutBlock,
    "image": ImageBlock,
    "gallery": GalleryBlock,
    "table": TableBlock,
    "file": FileBlock,
    "video": VideoBlock,
    "link_list": LinkListBlock,
    "related": RelatedBlock,
    "featured": FeaturedSlot,
    "notices": NoticesSlot,
    "banner": BannerSlot,
    "links": LinksSlot,
    "sections": SectionsSlot,
}
