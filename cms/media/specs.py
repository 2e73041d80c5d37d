"""The renditions that the API contract promises: three widths, two formats."""

from dataclasses import dataclass

WIDTHS = (320, 640, 1280)
FORMATS = {"webp": "image/webp", "jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Spec:
    """One promised rendition. A picture that is narrower keeps its width."""

    width: int
    image_format: str

    @property
    def name(self) -> str:
        """Its name in the API: `640-webp`."""
        return f"{self.width}-{self.image_format}"

    @property
    def filter_spec(self) -> str:
        """Its name for Wagtail. What was see-through becomes white where the format knows no see-through."""
        ground = "|bgcolor-fff" if self.image_format == "jpeg" else ""
        return f"width-{self.width}|format-{self.image_format}{ground}"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return FORMATS[self.image_format]


SPECS = tuple(Spec(width, image_format) for width in WIDTHS for image_format in FORMATS)
