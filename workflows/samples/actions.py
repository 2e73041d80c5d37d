"""Bringing sample content in. Each item is one transaction; what is there already is left as it is."""

from collections.abc import Callable, Sequence

from django.db import transaction
from wagtail.models import Locale, Page

from cms.pages.indexing import indexed_once
from cms.pages.models import BasePage
from cms.pages.translation import draft_translation
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Refusal
from workflows.passage.actions import release_import, return_to_author, withdraw
from workflows.passage.selectors import steps_of
from workflows.samples.desks import administrator, decide_until, entitled_to_withdraw, handed_in, seated, somebody_asked
from workflows.samples.media import drawn
from workflows.samples.pages import draft_of, fill, page_of, slug_for
from workflows.samples.reader import Sample

BASIS = "Nội dung mẫu"

type Tell = Callable[[int, int], None]


class Library:
    """The samples of one folder and the pages that they have become."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.samples = {sample.key: sample for sample in samples}
        self.sites = {site.code: site for site in PublicSite.objects.all()}
        self.pages: dict[str, BasePage] = {}

    def load(self, tell: Tell) -> int:
        """Bring in everything that is not there yet. Returns how many items were.

        Raises ValueError, which names the item, for what the gate refuses.
        """
        missing = []
        for sample in self.samples.values():
            if found := page_of(sample, site=self.sites[sample.site]):
                self.pages[sample.key] = found
            else:
                missing.append(sample)
        with drawn(name for sample in missing for name in sample.pictures):
            for number, sample in enumerate(missing, 1):
                try:
                    self.bring_in(sample)
                except Refusal as refusal:
                    raise ValueError(f"{sample.key}: {refusal}") from refusal
                tell(number, len(missing))
        return len(missing)

    def link(self, key: str) -> Page | None:
        """The page that a link of a sample leads to; what is not there yet is brought in first."""
        if key not in self.pages and key in self.samples:
            self.bring_in(self.samples[key])
        return self.pages.get(key)

    @transaction.atomic
    @indexed_once()
    def bring_in(self, sample: Sample) -> None:
        """One item, in both languages, as far as its file says."""
        if sample.key in self.pages:
            return
        site = self.sites[sample.site]
        writer = seated(site, kind="writer")
        page = draft_of(sample, site=site, link=self.link, author=writer)
        self.pages[sample.key] = page
        _take(page, sample=sample, state=sample.state, author=writer)
        if sample.en is not None:
            self._translate(page, sample=sample, site=site)

    def _translate(self, page: BasePage, *, sample: Sample, site: PublicSite) -> None:
        translator = seated(site, kind="translator")
        english = draft_translation(translator, page=page, locale=Locale.objects.get(language_code="en"))
        text = sample.en or {}
        fill(english, sample=sample, text=text, site=site, link=self.link)
        english.slug = slug_for(text["title"])
        english.save_revision(user=translator)
        _take(english, sample=sample, state=text["state"], author=translator)


def _take(page: BasePage, *, sample: Sample, state: str, author: User) -> None:
    """Take a draft as far as it has come."""
    match state:
        case "published" | "withdrawn":
            moment = sample.published_at or clock.now()
            release_import(administrator(), page=page, first_published_at=moment, basis=BASIS)
            if state == "withdrawn":
                _withdraw(page, sample)
        case "waiting" | "returned":
            passage = decide_until(handed_in(author, page=page), position=sample.step if state == "waiting" else 1)
            if state == "returned":
                return_to_author(somebody_asked(passage), passage=passage, reason=sample.reason)
        case "scheduled":
            passage = handed_in(author, page=page)
            decide_until(passage, position=len(steps_of(passage)) + 1)


def _withdraw(page: BasePage, sample: Sample) -> None:
    """By somebody who decides about the site's texts."""
    withdraw(entitled_to_withdraw(page), page=page, reason=sample.reason, notice=sample.reason)
