"""What of a site's identity is public."""

from typing import Any

from django.db.models import QuerySet

from cms.blocks.presenters import picture_value
from cms.identity.models import SiteIdentity


def shown() -> QuerySet[SiteIdentity]:
    """Identities whose emblem is described."""
    return SiteIdentity.objects.exclude(emblem_alt="").select_related("site")


def theme_of(identity: SiteIdentity) -> dict[str, Any]:
    """Emblem (by the hash of its original) and colours; what nobody chose is None."""
    emblem = identity.emblem
    return {
        "emblem": picture_value(emblem, alt=identity.emblem_alt, caption="", credit="") if emblem else None,
        "colours": {
            name: {"background": getattr(identity, name), "text": getattr(identity, f"{name}_text")}
            if getattr(identity, name)
            else None
            for name in ("primary", "accent")
        },
    }


NO_THEME: dict[str, Any] = {"emblem": None, "colours": {"primary": None, "accent": None}}
