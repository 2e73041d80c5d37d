"""Which pictures and files are taken, and how large: the rules `media.picture` and `media.file`, dated, of a site too.

The value names `types` (endings), `megabytes`, `megapixels` (pictures) and `unpacked_megabytes` (files); what it does
not name has no limit but that the program has to be able to look into the type. A refusal names the article.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sites.domains.selectors import site_of_collection
from sites.refusals import Missing, Reason
from sites.rules.selectors import rule_for

PICTURE = "media.picture"
FILE = "media.file"
MEGA = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rule says, with its article; `NONE` says nothing."""

    value: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""

    def refuse_type(self, extension: str, known: Mapping[str, str]) -> None:
        """Raise ValidationError for an ending that the rule does not name, or that the program cannot look into."""
        taken = [ending for ending in self.value.get("types", known) if ending in known]
        if extension not in taken:
            words = {"types": ", ".join(taken)}
            raise self.refusal("type", _("Only these types are taken here: %(types)s.") % words)

    def refuse_bytes(self, size: int) -> None:
        """Raise ValidationError for what is too large."""
        most = self.value.get("megabytes")
        if most is not None and size > most * MEGA:
            raise self.refusal("bytes", _("At most %(most)s MB are taken here.") % {"most": most})

    def refuse_pixels(self, pixels: int) -> None:
        """Raise ValidationError for too many pixels."""
        most = self.value.get("megapixels")
        if most is not None and pixels > most * 1_000_000:
            message = _("The picture has too many pixels; at most %(most)s million are taken.") % {"most": most}
            raise self.refusal("pixels", message)

    def refuse_unpacked(self, size: int) -> None:
        """Raise ValidationError for a package that would become too large when it is opened."""
        most = self.value.get("unpacked_megabytes")
        if most is not None and size > most * MEGA:
            message = _("Unpacked, the file would have more than %(most)s MB.") % {"most": most}
            raise self.refusal("unpacked", message)

    def refusal(self, code: str, message: str) -> ValidationError:
        """A refusal by this rule, with its article."""
        reason = Reason(code, message, "file", self.basis)
        return ValidationError({"file": ValidationError(str(reason), code=code)})

    def told(self, known: Mapping[str, str]) -> str:
        """What the rule says, for whoever is about to choose a file."""
        types = ", ".join(ending.upper() for ending in self.value.get("types", known) if ending in known)
        most = self.value.get("megabytes")
        words = {"types": types, "most": most, "basis": self.basis}
        if most is None:
            return _("Types: %(types)s.") % words
        return _("Types: %(types)s. At most %(most)s MB. (%(basis)s)") % words


NONE = Limits()


def limits_for(key: str, *, collection_id: int | None) -> Limits:
    """The rule for what lies in a collection: that of the collection's site, else that of the province."""
    try:
        rule = rule_for(key, site=site_of_collection(collection_id) if collection_id else None)
    except Missing:
        return NONE
    return Limits(rule.value, rule.article or rule.basis.title)
