"""Reading: the Vietnamese text beside a translation, in what they disagree, who said that this is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page

from cms.blocks.references import files_in, links_in, shown_in
from cms.glossary.selectors import entries_for
from cms.media.models import File
from cms.pages.asked import language_of, translations_of
from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from cms.pages.public import Json, digest
from cms.pages.registry import public_type_of
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from workflows.agreement.comparing import Disagreement, Knowledge, compare
from workflows.agreement.enums import Treatment
from workflows.agreement.models import Affirmation
from workflows.agreement.references import Leave
from workflows.agreement.registry import sources_beside
from workflows.agreement.rules import treatments, words_up_to
from workflows.secrecy.selectors import subject_of

SOURCE = "vi"  # the comparison reads Vietnamese on this side


@dataclass(frozen=True, slots=True)
class Compared:
    """A translation beside the Vietnamese text: the disagreements of the kinds that the rule of the site names."""

    site: PublicSite
    subject: str
    text_sha256: str
    source_sha256: str
    points: Sequence[tuple[Disagreement, Treatment]]

    @property
    def stopping(self) -> list[Disagreement]:
        """Those that stop unless somebody declares them right."""
        return [point for point, treatment in self.points if treatment == Treatment.BLOCK]


def compared(draft: BasePage) -> Compared | None:
    """A translation, live or rebuilt from a revision, beside the Vietnamese text of the same item.

    None where there is nothing to compare: a Vietnamese text, a front page or section, an item of one language alone,
    a site without a rule. A Vietnamese text never waits for its translation.
    """
    language = language_of(draft).language_code
    kind = public_type_of(draft)
    if language == SOURCE or kind is None or not kind.is_listed:
        return None
    site = site_of(draft)
    known = treatments(site) if site else {}
    source = _source_of(draft) if known else None
    if site is None or source is None:
        return None
    theirs, ours = text_of(source), text_of(draft)
    found = compare(theirs, ours, language=language, knowledge=_knowledge(site, draft, theirs, ours))
    points = [(point, known[point.kind]) for point in found if point.kind in known]
    return Compared(site, subject_of(draft), digest(ours), digest(theirs), points)


def is_translation(page: Page) -> bool:
    """Whether a page is beside a Vietnamese one."""
    return language_of(page).language_code != SOURCE


def affirmations_of(draft: Page) -> QuerySet[Affirmation]:
    """Who declared what of a translation right, the newest first."""
    return Affirmation.objects.filter(subject=subject_of(draft)).select_related("actor")


def affirmed(actor: User, *, subject: str, text_sha256: str, act: str) -> set[str]:
    """The fingerprints of what this person has declared right before this act, of this very text."""
    rows = Affirmation.objects.filter(subject=subject, text_sha256=text_sha256, act=act, actor=actor)
    return {one for prints in rows.values_list("prints", flat=True) for one in prints}


def _source_of(draft: BasePage) -> BasePage | None:
    """The Vietnamese text as readers have it, or will have it with this translation; else its newest draft."""
    twin = next((page for page in translations_of(draft) if page.locale.language_code == SOURCE), None)
    if twin is None:
        return None
    if together := next((text for ask in sources_beside if (text := ask(draft, twin))), None):
        return together
    source: BasePage = twin.specific
    return source if source.live else source.get_latest_revision_as_object()


def _knowledge(site: PublicSite, draft: BasePage, source: Json, target: Json) -> Knowledge:
    moment = draft.first_published_at or draft.go_live_at
    day = clock.day_of(moment) if moment else clock.today()
    language = language_of(draft).language_code
    goals = links_in(source) | shown_in(source)
    leave = Leave(untranslated=_untranslated(goals, draft), types=_types(source, target))
    entries = entries_for(site, language=language, day=day)
    return Knowledge(entries=entries, leave=leave, words_up_to=words_up_to(site))


def _untranslated(goals: set[UUID], draft: BasePage) -> frozenset[str]:
    """The items among these that readers of the translation's language cannot read: a link to them may be left out."""
    if not goals:
        return frozenset()
    there = Page.objects.filter(translation_key__in=goals, locale=draft.locale_id, live=True)
    return frozenset(str(goal) for goal in goals - set(there.values_list("translation_key", flat=True)))


def _types(*texts: Any) -> dict[str, str]:
    files = {name for text in texts for name in files_in(text)}
    found = File.objects.filter(public_id__in=files) if files else ()
    return {str(file.public_id): file.content_type for file in found}
