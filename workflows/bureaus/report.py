"""The report of a delivery as a person reads it: in figures, and page by page what there is to say."""

from collections import Counter
from typing import Any

from cms.pages.comparison import word_differences
from workflows.bureaus.enums import BESIDE, SILENT, WRITES, Finding, PageState
from workflows.bureaus.models import DeliveredPage, Delivery

MOST_SHOWN = 200  # segments of one page; the figures count all
WORKING = (PageState.WAITING, PageState.TO_WRITE)


def of_delivery(delivery: Delivery) -> dict[str, Any]:
    """The figures of all pages, and what can be done."""
    rows = list(delivery.pages.values_list("state", "counts"))
    counts: Counter[str] = Counter()
    for state, found in rows:
        if state != PageState.REFUSED:
            counts.update(found)
    working = sum(state in WORKING for state, _found in rows)
    takes, beside = (sum(counts[finding] for finding in group) for group in (WRITES, BESIDE))
    unfinished = counts[Finding.UNFINISHED]
    return {
        "counts": _shown(counts),
        "refused": sum(state == PageState.REFUSED for state, _found in rows),
        "working": working,
        "done": len(rows) - working,
        "total": len(rows),
        "takes": takes,
        "unfinished": unfinished,
        "may_confirm": delivery.confirmed_at is None and not working and bool(takes or beside or unfinished),
    }


def of_page(page: DeliveredPage) -> dict[str, Any]:
    """One page; the segments about which nothing is to be said are only counted."""
    told = [one for one in page.findings if one["finding"] not in SILENT]
    return {
        "page": page,
        "counts": _shown(Counter(page.counts)),
        "rows": [_row(one) for one in told[:MOST_SHOWN]],
        "left": max(0, len(told) - MOST_SHOWN),
    }


def _shown(counts: Counter[str]) -> list[tuple[Finding, int]]:
    return [(Finding(finding), counts[finding]) for finding in Finding if counts[finding]]


def _row(one: dict[str, Any]) -> dict[str, Any]:
    """One segment: what stands there and what came are shown with the words that differ."""
    before, now = word_differences(one["before"], one["text"]) if one["before"] else ("", one["text"])
    older, newer = word_differences(one["older"], one["source"]) if one["older"] else ("", one["source"])
    shown = {"before_shown": before, "now_shown": now, "older_shown": older, "source_shown": newer}
    return {**one, **shown, "finding": Finding(one["finding"])}
