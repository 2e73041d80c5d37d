"""People named in a comment: “@viet.stc”. Only people who may see the item can be named."""

import re
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from sites.accounts.selectors import people
from sites.clock.days import holding_on
from sites.domains.selectors import site_of
from sites.refusals import Invalid
from workflows.passage.knowing import may_know_of
from workflows.passage.models import Passage

NAMED = re.compile(r"(?<![\w.@+-])@([\w.+-]*\w)")
MOST = 8
LOOKED_AT = 40


def named_in(words: str) -> list[str]:
    """The user names that stand in a comment, each once."""
    return list(dict.fromkeys(NAMED.findall(words)))


def people_named(words: str, *, page: Page, by: User) -> list[User]:
    """The people whom a comment names. Invalid for a name of nobody who may see the item; which of both is not said."""
    found = []
    for username in named_in(words):
        person = people().filter(username=username).first()
        if person is None or not may_know_of(person, page):
            message = _("“@%(name)s” names nobody who may see this item.") % {"name": username}
            raise Invalid(message, code="unknown_name", errors={"words": [message]})
        if person.pk != by.pk:
            found.append(person)
    return found


def people_to_name(begun: str, *, page: Page) -> Sequence[User]:
    """Who may be named and whose name or user name has words that begin so, with or without accents."""
    found = _near(page)
    for word in begun.split():
        found = found.filter(
            Q(full_name__unaccent__istartswith=word)
            | Q(full_name__unaccent__icontains=f" {word}")
            | Q(username__istartswith=word)
        )
    return [person for person in found.order_by("full_name", "pk")[:LOOKED_AT] if may_know_of(person, page)][:MOST]


def _near(page: Page) -> QuerySet[User]:
    """Those of the site and of its agency, and whoever had to do with the item."""
    site, on = site_of(page), clock.today()
    if site is None:
        return User.objects.none()
    decided = Passage.objects.filter(page=page).values("decisions__actor")
    near = (
        Q(holding_on(on, "seats__held"), seats__site=site)
        | Q(holding_on(on, "posts__held"), posts__agency=site.agency_id)
        | Q(pk__in=[page.owner_id])
        | Q(pk__in=decided)
        | Q(pk__in=Passage.objects.filter(page=page).values("submitted_by"))
    )
    offices = Passage.objects.filter(page=page).order_by("-pk").values_list("offices", flat=True).first() or []
    agencies, sites = _places(offices, "post"), _places(offices, "seat")
    near |= Q(posts__agency__in=agencies) | Q(seats__site__in=sites)
    return people().filter(near).distinct()


def _places(offices: Sequence[str], sort: str) -> set[str]:
    """The agencies of posts, or the sites of seats, whole offices and parts of them: "seat/<kind>/<site>#<part>"."""
    found = (office.partition("#")[0].split("/") for office in offices)
    return {office[2] for office in found if office[0] == sort}
