"""On the first screen: alarms, how far a renewal is, what was published lately. Beside the text: its receipts."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.models import Page

from api.publications.models import Dirty
from api.publications.progress import renewals
from api.receipts.selectors import alarms_for, alarms_near, published_lately, receipts_of, released_lately
from api.receipts.words import words_of
from sites.accounts.models import User
from workflows.desk.registry import Beside


def of_alarms(request: HttpRequest) -> SafeString:
    """What the public cannot read of the sites of the person who looks."""
    found, more = alarms_for(request.user)  # type: ignore[arg-type]
    lines = [(missing, words_of(missing.receipt)) for missing in found]
    return render_to_string("api_receipts/alarms.html", {"lines": lines, "more": more})


def of_renewal(_request: HttpRequest) -> SafeString:
    """How many items of a site are written anew."""
    return render_to_string("api_receipts/renewal.html", {"renewals": renewals()})


def of_lately(request: HttpRequest) -> SafeString:
    """What a person had published in the last days, and since when it can be read."""
    found = published_lately(request.user)  # type: ignore[arg-type]
    lines = [(one, [(row, words_of(row)) for row in one.receipts]) for one in found]
    return render_to_string("api_receipts/lately.html", {"lines": lines})


def of_page(page: Page) -> SafeString:
    """The newest receipts of a page."""
    return render_to_string("api_receipts/page.html", {"lines": [(row, words_of(row)) for row in receipts_of(page)]})


def _marks(person: User) -> QuerySet[Dirty]:
    """What follows from changes is the business of administrators."""
    return Dirty.objects.filter(priority__gt=0) if person.is_superuser else Dirty.objects.none()


ALARMS = Beside(alarms_near, of_alarms)
RENEWAL = Beside(_marks, of_renewal)
LATELY = Beside(released_lately, of_lately)
