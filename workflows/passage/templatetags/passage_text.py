"""What the screens of decision show beside the words."""

from django import template

from cms.media.models import PictureRendition

register = template.Library()

WIDTH_ON_THE_DESK = "width-640|format-webp"


def picture_address(sha256: str) -> str:
    """The private address of a picture named by the hash of its original; "" while it has no rendition."""
    renditions = PictureRendition.objects.filter(image__sha256=sha256, filter_spec=WIDTH_ON_THE_DESK)
    rendition = renditions.first() if sha256 else None
    return rendition.url if rendition else ""


register.simple_tag(picture_address)
