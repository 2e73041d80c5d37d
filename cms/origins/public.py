"""What of the origin of a copy is public, and belongs to its text: it is approved together with the words."""

from typing import Any

from cms.origins.models import Origin
from cms.pages.public import Json


def origin_of(page: Any) -> Json | None:
    """Which text of whom this one was made from; None for a text that was written here."""
    origin: Origin | None = page.origin
    if origin is None:
        return None
    return {
        "public_id": str(origin.public_id),
        "locale": origin.locale,
        "site": str(origin.site.public_id),
        "agency": str(origin.agency.public_id),
        "unit": origin.unit,
        "sha256": origin.text_sha256,
    }
