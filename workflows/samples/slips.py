"""A translation of the samples with a slip in it, so that the comparison with the Vietnamese text is seen at work."""

import re

from django.db import transaction

from cms.news.models import NewsPage
from sites.domains.selectors import site_of
from workflows.agreement.selectors import compared
from workflows.passage.selectors import latest
from workflows.samples.desks import seated

PERCENT = re.compile(r"(\d)(\d)\.(\d)%")


@transaction.atomic
def let_a_translation_slip() -> int:
    """Turn two digits of one English draft around, unless a draft disagrees already; answers how many do."""
    drafts = [page.get_latest_revision_as_object() for page in _drafts()]
    wrong = [draft for draft in drafts if (found := compared(draft)) and found.points]
    for draft in () if wrong else drafts:
        summary = PERCENT.sub(r"\2\1.\3%", draft.summary, count=1)
        if summary != draft.summary and (site := site_of(draft)):
            draft.summary = summary
            draft.save_revision(user=seated(site, kind="translator"))
            return 1
    return len(wrong)


def _drafts() -> list[NewsPage]:
    """English items that have never been submitted."""
    pages = NewsPage.objects.filter(locale__language_code="en", live=False).order_by("path")
    return [page for page in pages if latest(page.pk) is None]
