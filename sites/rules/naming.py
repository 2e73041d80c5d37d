"""How a host name has to look, as the regulation has it (Bình Phước Điều 3; Nghị định 224/2026 Điều 11.4).

Pure: a name, a domain, a rule and the names of the agency in; the names that the rule would have, or nothing, out.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sites.domains.naming import Bearer

FORMS = ("full_name_vi", "full_name_en", "abbreviation_vi", "abbreviation_en")
WWW = "www."


@dataclass(frozen=True, slots=True)
class NamingRule:
    """One rule: for which kinds, how many labels below the province's domain, and which names the label may be made of.

    `kinds` are kinds of agency, or `portal` and `special`, which are kinds of site. Without `forms` any label will do.
    `drop` are words before a full name that do not belong to it; `name` is given where no agency bears it: the
    province's, for its portal.
    """

    kinds: tuple[str, ...]
    below: int
    forms: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    name: str = ""
    article: str = ""

    @classmethod
    def read(cls, value: Mapping[str, Any], *, article: str) -> "NamingRule":
        """The rule that the value of a `sites.rules.Rule` describes."""
        lists = {key: tuple(value.get(key, ())) for key in ("kinds", "forms", "drop")}
        return cls(**lists, below=int(value.get("below", 1)), name=value.get("name", ""), article=article)

    def is_about(self, bearer: Bearer) -> bool:
        """Whether this rule is about the names of such a site."""
        kind = bearer.site_kind if bearer.site_kind in ("portal", "special") else bearer.agency_kind
        return kind in self.kinds


def letters(text: str) -> str:
    """A text without diacritics, spaces and capitals: "Đồng Xoài" becomes "dongxoai"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", plain)


def without(text: str, words: Iterable[str]) -> str:
    """A full name without the words before it: "Ủy ban nhân dân thị xã Đồng Xoài" becomes "Đồng Xoài"."""
    rest = unicodedata.normalize("NFC", text).strip()
    dropped = True
    while dropped:
        starts = [word for word in words if rest.lower().startswith(f"{word.lower()} ")]
        dropped = bool(starts)
        rest = rest[len(starts[0]) :].strip() if starts else rest
    return rest


def labels(rule: NamingRule, bearer: Bearer) -> tuple[str, ...]:
    """The labels that a rule allows this bearer, the first one preferred; empty where he has none of these names."""
    found = {
        "full_name_vi": without(rule.name or bearer.name_vi, rule.drop),
        "full_name_en": without(bearer.name_en, rule.drop),
        "abbreviation_vi": bearer.abbreviation_vi,
        "abbreviation_en": bearer.abbreviation_en,
    }
    made = [letters(found[form]) for form in rule.forms if form in found]
    return tuple(dict.fromkeys(label for label in made if label))


def is_named_well(hostname: str, *, domain: str, rule: NamingRule, bearer: Bearer) -> bool:
    """Whether a name has the form that the rule asks for. A "www." before it changes nothing."""
    name = hostname.removeprefix(WWW)
    below = name.removesuffix(domain).rstrip(".").split(".") if name != domain else []
    if len(below) != rule.below:
        return False
    label = (below or domain.split("."))[0]
    return not rule.forms or label in labels(rule, bearer)


def names_asked_for(*, domain: str, rule: NamingRule, bearer: Bearer) -> tuple[str, ...]:
    """The names that the rule would have, to tell whoever chose another."""
    if not rule.below:
        return (domain,) if domain.split(".", maxsplit=1)[0] in labels(rule, bearer) else ()
    return tuple(f"{label}.{domain}" for label in labels(rule, bearer))
