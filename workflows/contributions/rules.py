"""What the regulation says about contributions.

`contributions.intake`: {"channels": ["account", "letter", "api"], "register": whether people may apply themselves,
"desk": selectors of who sorts and takes, "accounts": selectors of who opens accounts, "consent": {"vi", "en"}}. Where
no such rule holds a site takes nothing from outside. `contributions.forms`: the forms and their fields (mẫu 1, 2).
`contributions.marker`: what a letter's recipient list says that is to be published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for, value_for

INTAKE = "contributions.intake"
FORMS = "contributions.forms"
MARKER = "contributions.marker"
COMMON = ("title", "summary", "text", "source", "credit")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    code: str
    label: str
    kind: str
    is_required: bool
    help: str = ""

    @property
    def is_common(self) -> bool:
        """Whether it has a column of its own."""
        return self.code in COMMON


@dataclass(frozen=True, slots=True)
class FormRule:
    """One form: its name, its fields, how many pictures it asks for, the article that prescribes it."""

    code: str
    label: str
    fields: tuple[Field, ...]
    text_or_file: bool
    least_pictures: int
    article: str


def intake_rule(site: PublicSite) -> Rule | None:
    """The rule by which a site takes contributions today; None where it takes none."""
    try:
        return rule_for(INTAKE, site=site)
    except Missing:
        return None


def takes(site: PublicSite, channel: str) -> bool:
    """Whether a site takes contributions by this way."""
    rule = intake_rule(site)
    return rule is not None and channel in rule.value["channels"]


def may_apply(site: PublicSite) -> bool:
    """Whether people may apply for an account themselves."""
    rule = intake_rule(site)
    return rule is not None and bool(rule.value.get("register")) and "account" in rule.value["channels"]


def selectors_of(site: PublicSite, name: str) -> list[dict[str, str]]:
    """Who works at the desk ("desk"), who opens accounts ("accounts")."""
    rule = intake_rule(site)
    return list(rule.value.get(name, [])) if rule else []


def consent_of(site: PublicSite) -> str:
    """What somebody agrees to who gives his data, in the language of the screen."""
    rule = intake_rule(site)
    return said(rule.value["consent"]) if rule else ""


def forms_of(site: PublicSite) -> Sequence[FormRule]:
    """The forms of a site."""
    return [_form(row) for row in value_for(FORMS, site=site, default=[])]


def form_of(site: PublicSite, code: str) -> FormRule:
    """One form of a site; Missing where there is none of that name."""
    found = next((form for form in forms_of(site) if form.code == code), None)
    if found is None:
        raise Missing(code="unknown_form")
    return found


def marker_of(site: PublicSite) -> list[str]:
    """What a recipient list says, the whole words and the short ones."""
    return [str(words) for words in value_for(MARKER, site=site, default=[])]


def said(words: dict[str, str]) -> str:
    """Words in the language of the screen."""
    return str(words.get((get_language() or "vi")[:2]) or words["vi"])


def _form(row: dict[str, Any]) -> FormRule:
    fields = tuple(
        Field(
            code=field["code"],
            label=said(field["label"]),
            kind=field.get("kind", "line"),
            is_required=bool(field.get("required")),
            help=said(field["help"]) if "help" in field else "",
        )
        for field in row["fields"]
    )
    return FormRule(
        code=str(row["code"]),
        label=said(row["label"]),
        fields=fields,
        text_or_file=bool(row.get("text_or_file")),
        least_pictures=int(row.get("pictures", 0)),
        article=row.get("article", ""),
    )
