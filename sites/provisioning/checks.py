"""What is wrong with a plan, whatever is in the database."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from sites.provisioning.plan import SitePlan

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Điều 3 names the form (third or fourth level, no diacritics); here only that it is a host name at all
HOSTNAME = re.compile(r"(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")


def faults_of_plan(plan: SitePlan) -> dict[str, list[str]]:
    """Faults by field of the plan; empty for a good plan."""
    faults: dict[str, list[str]] = {}
    for name, message in _faults(plan):
        faults.setdefault(name, []).append(message)
    return faults


def is_hostname(text: str) -> bool:
    """Whether a text is a host name in lower case."""
    return HOSTNAME.fullmatch(text) is not None


def _faults(plan: SitePlan) -> Iterator[tuple[str, str]]:
    if not CODE.fullmatch(plan.code):
        yield "code", _("“%(text)s” is not a code: small letters, digits, hyphens.") % {"text": plan.code}
    if not plan.languages or len(set(plan.languages)) != len(plan.languages):
        yield "languages", _("A site has at least one language, and each once.")
    for language in plan.languages:
        if not plan.names.get(language):
            yield "names", _("The name in the language “%(language)s” is missing.") % {"language": language}
    yield from _faults_of_hosts(plan)
    yield from _faults_of_sections(plan)


def _faults_of_hosts(plan: SitePlan) -> Iterator[tuple[str, str]]:
    names = [host.hostname for host in plan.hosts]
    if [host.role for host in plan.hosts].count("canonical") != 1:
        yield "hosts", _("Exactly one host name is canonical.")
    for name in names:
        if not is_hostname(name):
            yield "hosts", _("“%(text)s” is not a host name.") % {"text": name}
    if len(set(names)) != len(names):
        yield "hosts", _("A host name stands twice.")


def _faults_of_sections(plan: SitePlan) -> Iterator[tuple[str, str]]:
    for section in plan.sections:
        for language in plan.languages:
            if not section.titles.get(language) or not CODE.fullmatch(section.slugs.get(language, "")):
                yield (
                    "sections",
                    _("The section “%(code)s” has no title or slug in “%(language)s”.")
                    % {
                        "code": section.code,
                        "language": language,
                    },
                )
    for language in plan.languages:
        slugs = [section.slugs.get(language) for section in plan.sections]
        if len(set(slugs)) != len(slugs):
            yield "sections", _("Two sections have one slug in “%(language)s”.") % {"language": language}
