"""Pages out of samples: drafts under the section that a sample names."""

from collections.abc import Mapping
from typing import Any

from cms.home.models import SectionPage, StandardPage
from cms.news.models import Category, NewsCredit, NewsPage
from cms.pages.models import BasePage
from cms.textstandard import slug_of
from sites.accounts.models import User
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from workflows.samples.blocks import Link, block_of
from workflows.samples.media import picture_of
from workflows.samples.reader import Sample

LONGEST_SLUG = 90


def draft_of(sample: Sample, *, site: PublicSite, link: Link, author: User) -> BasePage:
    """The Vietnamese draft of a sample, saved as by `author`."""
    section = section_of(site, code=sample.section)
    page = _new_page(sample)
    fill(page, sample=sample, text=sample.vi, site=site, link=link)
    page.slug = slug_for(page.title)
    page.locale = section.locale
    page.live = False
    page.owner = author
    page.go_live_at = sample.go_live_at
    section.add_child(instance=page)
    page.save_revision(user=author)
    return page


def page_of(sample: Sample, *, site: PublicSite) -> BasePage | None:
    """The page that a sample has become in an earlier run."""
    section = section_of(site, code=sample.section)
    found = section.get_children().filter(slug=slug_for(sample.vi["title"])).first()
    return found.specific if found else None


def slug_for(title: str) -> str:
    """The slug of a title, cut to a sensible length."""
    return slug_of(title)[:LONGEST_SLUG].strip("-")


def section_of(site: PublicSite, *, code: str) -> SectionPage:
    """The Vietnamese section of a site."""
    home = site.homes.get(position=0).home
    return SectionPage.objects.descendant_of(home).get(slug=code)


def fill(page: BasePage, *, sample: Sample, text: Mapping[str, Any], site: PublicSite, link: Link) -> None:
    """Put the words of one language into a page."""
    page.title = text["title"]
    page.agency = Agency.objects.filter(code=sample.agency).first()
    page.summary = text.get("summary", "")
    page.body = [block_of(block, site=site, link=link) for block in text.get("body", [])]
    if isinstance(page, NewsPage):
        _fill_news(page, sample=sample, text=text, site=site)


def _new_page(sample: Sample) -> BasePage:
    return NewsPage() if sample.type == "news" else StandardPage()


def _fill_news(page: NewsPage, *, sample: Sample, text: Mapping[str, Any], site: PublicSite) -> None:
    page.source = text.get("source", "")
    page.category = Category.objects.filter(code=sample.category).first()
    page.credits.set([NewsCredit(name=name, sort_order=number) for number, name in enumerate(text.get("author", []))])
    page.tags.set(text.get("tags", []))
    if image := text.get("image") or sample.vi.get("image"):
        name = image.get("picture") or sample.vi["image"]["picture"]
        page.lead_image = picture_of(site, name=name, credit=sample.vi["image"].get("credit", ""))
        page.lead_image_alt = image.get("alt", "")
        page.lead_image_caption = image.get("caption", "")
        page.lead_image_credit = image.get("credit", "")
