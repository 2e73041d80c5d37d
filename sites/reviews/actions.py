"""Recording a review, and reminding of it."""

from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sites import clock
from sites.accounts.models import Seat, User
from sites.accounts.reach import Reach, reach_of
from sites.accounts.registry import letters
from sites.accounts.selectors import administrators
from sites.domains.models import PublicSite
from sites.refusals import Invalid, Refused
from sites.reviews.due import Due, due_soon, review_rule
from sites.reviews.exports import as_csv
from sites.reviews.models import Reminder, Review
from sites.reviews.policies import reasons_not_to_review
from sites.reviews.selectors import Question, keys_of

LETTER = "sites_reviews/mail/due.txt"


@transaction.atomic
def record_review(actor: User, *, site: PublicSite | None, note: str) -> Review:
    """Write down that somebody looked through the rights of a site (None: of the whole province), and what came of it.

    Refused to all but administrators and who manages the people of the site; Invalid without a word.
    """
    if reasons := reasons_not_to_review(actor, site):
        raise Refused(reasons=reasons)
    if not note.strip():
        message = _("Say what came of it.")
        raise Invalid(message, code="no_note", errors={"note": [message]})
    keys = keys_of(reach_of(actor), Question(site=site))
    review = Review.objects.create(
        site=site,
        at=clock.now(),
        by=actor,
        note=note.strip(),
        lines=keys.count(),
        sha256=sha256(as_csv(keys)).hexdigest(),
    )
    log(review, "wagtail.create", user=actor)
    return review


def remind() -> list[Due]:
    """Remind of reviews that are due soon, each once: who manages the site; administrators where nobody does."""
    fresh = [due for due in due_soon(Reach(everything=True)) if _is_new(due)]
    return [due for due in fresh if _remind(due)]


def _is_new(due: Due) -> bool:
    return not Reminder.objects.filter(site=due.site, due_on=due.due_on).exists()


@transaction.atomic
def _remind(due: Due) -> bool:
    _row, made = Reminder.objects.get_or_create(site=due.site, due_on=due.due_on)
    if not made:
        return False
    rule = review_rule()
    context = {"due": due, "months": rule.value["months"] if rule else 0}
    for person in _reviewers(due.site):
        for send in letters:
            send(person, LETTER, context)
    return True


def _reviewers(site: PublicSite) -> list[User]:
    seats = Seat.objects.on(clock.today()).filter(site=site, section=None, person__is_active=True)
    found = list(User.objects.filter(pk__in=seats.exclude(kind__gives=[]).values("person")))
    return found or list(administrators())
