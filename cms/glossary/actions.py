"""Keeping the glossary."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.glossary.models import Term
from cms.glossary.registry import TermChange, term_changes
from cms.glossary.selectors import overlapping, words_before
from cms.textstandard import clean
from sites.administration.policies import reasons_not_to_administer
from sites.refusals import Invalid, Refused
from sites.refusals.checking import check_fields


@transaction.atomic
def keep_term(actor: AbstractUser, *, term: Term) -> Term:
    """Write down a term. Site, language and the Vietnamese term are for ever; what is out of use is ended.

    Refused to everyone but administrators and, for the terms of a site, the administrators of that site. Invalid for
    a term that the same site or the province has already on some of the same days.
    """
    return keep_terms(actor, terms=[term])[0]


@transaction.atomic
def keep_terms(actor: AbstractUser, *, terms: Sequence[Term]) -> list[Term]:
    """Write down many terms: all of them or none. Refuses what each alone would."""
    changes = [change for term in terms if (change := _keep(actor, term))]
    if changes:
        for listener in term_changes:
            listener(actor, changes)
    return list(terms)


def _keep(actor: AbstractUser, term: Term) -> TermChange | None:
    """Write one down; answers what of its words is new."""
    was = Term.objects.filter(pk=term.pk).first()
    site = was.site if was else term.site
    if reasons := reasons_not_to_administer(actor, site):
        raise Refused(reasons=reasons)
    if was is not None:
        term.site, term.language, term.vi = was.site, was.language, was.vi
    term.vi, term.words, term.also = clean(term.vi), clean(term.words), clean(term.also)
    check_fields(term)
    if overlapping(term).exists():
        message = _("This term stands in the glossary already for some of these days. End that one first.")
        raise Invalid(message, code="overlaps", errors={"vi": [message]})
    before = was.forms if was else words_before(term)
    term.save()
    log(term, "wagtail.edit" if was else "wagtail.create", user=actor)
    return TermChange(term, before) if set(before) != set(term.forms) else None
