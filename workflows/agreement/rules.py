"""What the regulation says about texts in two languages.

`agreement.kinds`: {"number": "block", "term": "warn", ...}; a kind that it does not name is not compared, and where
there is no such rule nothing is. `agreement.acts`: before which acts a disagreement that stops has to be declared
right. `agreement.words`: up to which number a figure may stand in words.
"""

from collections.abc import Mapping

from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for, value_for
from workflows.agreement.enums import Kind, Treatment

KINDS = "agreement.kinds"
ACTS = "agreement.acts"
WORDS = "agreement.words"


def kinds_rule(site: PublicSite) -> Rule | None:
    """The rule that says what is compared on a site; None where nothing is."""
    try:
        return rule_for(KINDS, site=site)
    except Missing:
        return None


def treatments(site: PublicSite) -> Mapping[Kind, Treatment]:
    """What is compared on a site, and what becomes of a disagreement."""
    rule = kinds_rule(site)
    value: Mapping[str, str] = rule.value if rule else {}
    return {Kind(kind): Treatment(treatment) for kind, treatment in value.items()}


def is_asked_before(site: PublicSite, act: str) -> bool:
    """Whether disagreements that stop have to be declared right before an act."""
    return act in value_for(ACTS, site=site, default=())


def words_up_to(site: PublicSite) -> int:
    """Up to which number a figure may stand in words in the other text."""
    return int(value_for(WORDS, site=site, default=0))


def article_of(site: PublicSite) -> str:
    """Where the rule stands."""
    rule = kinds_rule(site)
    if rule is None:
        return ""
    return f"{rule.article}, {rule.basis.title}" if rule.article else rule.basis.title
