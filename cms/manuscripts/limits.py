"""How much of a file is read, and of which kinds: rules, so that an office may change them with a basis."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sites.domains.models import PublicSite
from sites.refusals import Invalid, Reason
from sites.rules.models import Rule
from sites.rules.selectors import rule_for

LIMITS = "manuscript.limits"
FILES = "submission.files"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What a file may weigh, packed and unpacked; `basis` is where it is said."""

    bytes: int
    unpacked: int
    members: int
    ratio: int
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Weight):
    """The same of a manuscript, with how much of it is read."""

    pictures: int
    rows: int


def limits_of(site: PublicSite | None) -> Limits:
    """The limits that hold for a site today; Missing where no rule says so."""
    rule = rule_for(LIMITS, site=site)
    return Limits(**weight_in(rule), pictures=int(rule.value["pictures"]), rows=int(rule.value["table_rows"]))


def weight_in(rule: Rule) -> dict[str, Any]:
    """What a rule says of the weight of files, as the fields of `Weight`."""
    value = rule.value
    return {
        "bytes": int(value["megabytes"]) * MEGABYTE,
        "unpacked": int(value["unpacked_megabytes"]) * MEGABYTE,
        "members": int(value["members"]),
        "ratio": int(value["ratio"]),
        "basis": f"{rule.article}, {rule.basis.title}" if rule.article else rule.basis.title,
    }


def files_taken(site: PublicSite | None) -> Sequence[str]:
    """The extensions of files that a site takes from outside, by its rule."""
    return [str(extension).lower() for extension in rule_for(FILES, site=site).value]


def refuse(code: str, message: str, *, field: str, basis: str = "") -> Invalid:
    """The refusal of a file, at the field of the form where it was given."""
    return Invalid(reasons=[Reason(code, message, field, basis)])


def check_size(data: bytes, limits: Limits, *, field: str) -> None:
    """Refuse what is empty or too heavy."""
    if not data:
        raise refuse("file_empty", _("The file is empty."), field=field)
    if len(data) > limits.bytes:
        words = _("A file has at most %(most)s MB.") % {"most": limits.bytes // MEGABYTE}
        raise refuse("file_bytes", words, field=field, basis=limits.basis)
