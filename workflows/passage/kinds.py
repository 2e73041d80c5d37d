"""What a change of a public text is said to be: minor, a correction or a supplement; and what a rule says about it.

The rule `change.minor`, {"guarded": ["numbers", "names", "files"], "guarded_needs": "note", "said_by": "writers",
"renews_date": false}: a change that touches what is guarded is minor only with a note of whoever decides ("note"), or
never ("other_kind"); who may say "minor" (`writers`, `deciders`); whether a minor change renews the date that readers
see. Where no such rule holds nothing is guarded. A correction and a supplement carry a notice that readers see.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.presenters import text_of
from cms.pages.public import digest
from cms.pages.registry import public_type_of
from sites.domains.models import PublicSite
from sites.refusals import Missing, Reason
from sites.rules.selectors import rule_for
from workflows.boards.selectors import site_of_page
from workflows.passage.changes import FILES, guarded_words
from workflows.passage.enums import Cause
from workflows.passage.selectors import releases_of

KEY = "change.minor"
NOTE, OTHER_KIND, DECIDERS = "note", "other_kind", "deciders"
WITH_NOTICE = frozenset({Cause.CORRECTION, Cause.SUPPLEMENT})
LONGEST_NOTICE = 1000


@dataclass(frozen=True, slots=True)
class MinorRule:
    """What may be called a minor change."""

    guarded: tuple[str, ...] = ()
    guarded_needs: str = NOTE
    said_by: str = ""
    renews_date: bool = True
    article: str = ""


def minor_rule(site: PublicSite, *, on: date | None = None) -> MinorRule:
    """The rule of a site on a day (today)."""
    try:
        rule = rule_for(KEY, site=site, on=on)
    except Missing:
        return MinorRule()
    value: Mapping[str, Any] = rule.value
    return MinorRule(
        guarded=tuple(value.get("guarded", ())),
        guarded_needs=value.get("guarded_needs", NOTE),
        said_by=value.get("said_by", ""),
        renews_date=bool(value.get("renews_date", True)),
        article=rule.article,
    )


def change_hash(cause: str, notice: str) -> str:
    """The SHA-256 of what a change is said to be: every decision holds it beside that of the text."""
    return digest({"cause": cause, "notice": notice})


def is_asked(page: Page) -> bool:
    """Whether a submission has to say what kind of change it is: the text was public, and is one that readers read.

    Front pages, menus and sections are arrangements: a change of theirs is minor.
    """
    kind = public_type_of(page)
    return kind is not None and kind.is_listed and releases_of(page).exists()


def kind_of(page: Page, said: Cause | None) -> Cause:
    """What a submission is: what was said, `FIRST` for what has never been public, minor where nobody said anything."""
    if not releases_of(page).exists():
        return Cause.FIRST
    return said if said and said != Cause.FIRST else Cause.MINOR


def guarded_in(page: Page, draft: Page) -> list[str]:
    """What a draft changes of the public text of a page that weighs, by the rule of its site."""
    guarded: Collection[str] = minor_rule(site_of_page(page)).guarded
    return guarded_words(text_of(page), text_of(draft), kinds=guarded) if guarded and is_asked(page) else []


def reasons_of_kind(*, page: Page, cause: Cause, notice: str, guarded: Collection[str], decides: bool) -> list[Reason]:
    """Why a change may not be submitted as what it is said to be. `decides`: whoever submits has a say about it."""
    if cause in WITH_NOTICE:
        return _of_notice(notice)
    if cause != Cause.MINOR or not is_asked(page):
        return []
    rule = minor_rule(site_of_page(page))
    if rule.said_by == DECIDERS and not decides:
        words = _("Only those who decide call a change minor. Submit a correction or a supplement.")
        return [Reason("not_minor", words, "cause", rule.article)]
    if guarded and rule.guarded_needs == OTHER_KIND:
        words = _("This is no minor change: %(words)s. Submit a correction or a supplement.")
        return [Reason("not_minor", words % {"words": words_of(guarded)}, "cause", rule.article)]
    return []


def needs_note(cause: str, guarded: Collection[str]) -> bool:
    """Whether whoever approves this has to say in words that it is minor all the same."""
    return cause == Cause.MINOR and bool(guarded)


def reason_for_note(site: PublicSite, guarded: Collection[str]) -> Reason:
    """What whoever decides is told who says nothing."""
    words = _("It is called minor and changes: %(words)s. Say in a comment that it is minor, or return it.")
    return Reason("note_missing", words % {"words": words_of(guarded)}, "comment", minor_rule(site).article)


def words_of(guarded: Collection[str]) -> str:
    """The guarded words as a person reads them."""
    return "; ".join(_("files or pictures") if words == FILES else words for words in guarded)


def _of_notice(notice: str) -> list[Reason]:
    if not notice.strip():
        words = _("Write what readers are told: what was wrong, and what is right.")
        return [Reason("notice_missing", words, "notice")]
    if len(notice) > LONGEST_NOTICE:
        words = _("The notice is longer than %(number)s characters.") % {"number": LONGEST_NOTICE}
        return [Reason("notice_too_long", words, "notice")]
    return []
