"""What is sent of sites and menus, field by field."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api.content.block_serializers import Block
from api.content.parts import Json, Picture, Translation
from api.content.serializers import Page, Receipt


class Words(serializers.DictField):
    """The same in each language, by its code: in Vietnamese and English always, in others where it has been said."""

    child = serializers.CharField(allow_blank=True)


class Outdated(serializers.ListField):
    """The languages in which this is older than the Vietnamese."""

    child = serializers.CharField()


class AgencyOfSite(Json):
    public_id = serializers.UUIDField()
    code = serializers.CharField()
    names = Words()
    abbreviations = Words()
    outdated = Outdated()


class Hostnames(Json):
    """Equal ones all answer; former ones answer too, and are no longer given out."""

    canonical = serializers.CharField()
    equal = serializers.ListField(child=serializers.CharField())
    former = serializers.ListField(child=serializers.CharField())


class Home(Json):
    public_id = serializers.UUIDField()
    path = serializers.CharField()
    url = serializers.URLField()


class Contact(Json):
    address = Words()
    outdated = Outdated()
    phone = serializers.CharField(allow_blank=True)
    fax = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)


class NamedCategory(Json):
    code = serializers.CharField()
    names = Words()
    outdated = Outdated()


class Colour(Json):
    """A colour and that of the text on it; their contrast is at least 4.5:1, and that of the colour on white too."""

    background = serializers.RegexField(r"^#[0-9a-f]{6}$")
    text = serializers.RegexField(r"^#[0-9a-f]{6}$")


class Colours(Json):
    primary = Colour(allow_null=True)
    accent = Colour(allow_null=True)


class Emblem(Picture):
    """The emblem; what it shows is said in each language."""

    alts = Words()


class Theme(Json):
    """How the site shows itself; what nobody chose is null."""

    emblem = Emblem(allow_null=True)
    colours = Colours()


class Site(Json):
    """The portal, or one of its component sites."""

    public_id = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=["open", "closed"])
    names = Words()
    outdated = Outdated()
    hostname = serializers.CharField()
    hostnames = Hostnames()
    path = serializers.CharField()
    url = serializers.URLField()
    agency = AgencyOfSite()
    parent = serializers.CharField(allow_null=True, help_text="Host of the site above.")  # type: ignore[assignment]
    successor = serializers.CharField(allow_null=True, help_text="Host name of the site that took its place.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="The first one has no prefix in paths.")
    homes = serializers.DictField(child=Home(allow_null=True), help_text="By language.")
    contact = Contact()
    responsible_person = serializers.CharField(allow_blank=True)
    theme = Theme()
    categories = NamedCategory(many=True)
    opened_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    receipt = Receipt()


class SitePage(Page):
    results = Site(many=True)


class SiteOfAgency(Json):
    hostname = serializers.CharField()
    url = serializers.URLField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=["open", "closed"])


class PublishingAgency(AgencyOfSite):
    """An agency that publishes on a site of its own."""

    contact = Contact()
    sites = SiteOfAgency(many=True)


class AgencyPage(Page):
    results = PublishingAgency(many=True)


class MenuEntry(Json):
    """One entry of a menu; it may have entries below it."""

    title = serializers.CharField()
    url = serializers.URLField()
    path = serializers.CharField(allow_null=True, help_text="Where the entry leads to a page of this site.")
    public_id = serializers.UUIDField(allow_null=True)
    children = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/MenuEntry"}})
    def get_children(self, _entry: Any) -> None:
        """Described only."""


class FooterContact(Json):
    address = serializers.CharField(allow_blank=True)
    locale = serializers.CharField()
    translation = Translation()
    phone = serializers.CharField(allow_blank=True)
    fax = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)


class FooterResponsible(Json):
    name = serializers.CharField(allow_blank=True)


class FooterColumn(Json):
    """`html` is safe like a paragraph."""

    title = serializers.CharField(allow_blank=True)
    html = serializers.CharField()


class FooterLink(Json):
    title = serializers.CharField()
    url = serializers.CharField()
    path = serializers.CharField(allow_null=True)
    public_id = serializers.UUIDField(allow_null=True)


class FooterLinks(Json):
    title = serializers.CharField(allow_blank=True)
    links = FooterLink(many=True)


class ContactPart(Block):
    value = FooterContact()


class ResponsiblePart(Block):
    value = FooterResponsible()


class ColumnPart(Block):
    value = FooterColumn()


class LinksPart(Block):
    value = FooterLinks()


FOOTER: dict[str, Any] = {
    "contact": ContactPart,
    "responsible": ResponsiblePart,
    "column": ColumnPart,
    "links": LinksPart,
}


class Menus(Json):
    """The menus of a site in one language, by place, as trees of up to three levels; and its footer."""

    public_id = serializers.UUIDField()
    locale = serializers.CharField()
    translation = Translation()
    site = serializers.CharField()
    menus = serializers.DictField(child=MenuEntry(many=True))
    footer = serializers.SerializerMethodField()
    receipt = Receipt()

    @extend_schema_field(PolymorphicProxySerializer("FooterPart", FOOTER, resource_type_field_name="type", many=True))
    def get_footer(self, _menus: Any) -> None:
        """Described only."""
