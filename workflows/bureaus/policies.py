"""Who may take files out and bring them in: whoever may do the same on the translator's desk, and for no other text."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from sites.accounts.models import User
from sites.refusals import Reason
from workflows.bureaus.models import Delivery, Handout
from workflows.passage.knowing import may_know_of
from workflows.translation.selectors import places_by_site, translates


def may_exchange(person: User) -> bool:
    """Whether a person takes files out and brings them in somewhere."""
    return translates(person)


def may_read_source(person: User, source: Page, *, locale: str) -> bool:
    """Whether a text that nobody has begun to translate is a person's to read and to translate: it lies where he
    writes in that language, and is public, or his to know of.
    """
    places = tuple(path for of_site in places_by_site(person, locale).values() for path in of_site)
    return source.path.startswith(places) and (source.live or may_know_of(person, source))


def reasons_not_to_fetch(actor: User, *, handout: Handout) -> list[Reason]:
    """Why this person may not fetch a file: another took it out."""
    return [] if handout.by_id == actor.pk else [_not_yours()]


def reasons_not_to_confirm(actor: User, *, delivery: Delivery) -> list[Reason]:
    """Why this person may not have a delivery written: another brought it in, or it was confirmed already."""
    if delivery.by_id != actor.pk:
        return [_not_yours()]
    if delivery.confirmed_at is not None:
        return [Reason("confirmed", _("This delivery was confirmed already."))]
    return []


def _not_yours() -> Reason:
    return Reason("not_yours", _("Another person works with this file."))
