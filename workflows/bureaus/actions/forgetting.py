"""What is not kept for ever: files that wait to be fetched, and every word of a text that is erased."""

from datetime import timedelta
from uuid import UUID

from wagtail.models import Page

from sites import clock
from workflows.bureaus.models import DeliveredPage, Handout

FETCHED_WITHIN = timedelta(days=14)


def forget(public_id: UUID) -> None:
    """Empty what files said about a text that is erased, and the files that hold it."""
    DeliveredPage.objects.filter(public_id=public_id).update(units=[], findings=[], title="")
    pages = list(Page.objects.filter(translation_key=public_id).values_list("pk", flat=True))
    Handout.objects.filter(pages__overlap=pages).update(file=None)


def forget_old() -> int:
    """Empty files that nobody has fetched in time; the record of them stays. Answers how many."""
    old = Handout.objects.filter(file__isnull=False, at__lt=clock.now() - FETCHED_WITHIN)
    return old.update(file=None)
