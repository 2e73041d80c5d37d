"""Keeping the list of words for search."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.synonyms.models import Synonym
from cms.textstandard import clean
from sites.administration.policies import reasons_not_to_administer
from sites.refusals import Invalid, Refused
from sites.refusals.checking import check_fields

MOST = 20  # forms of one group: each is looked for


@transaction.atomic
def keep_synonym(actor: AbstractUser, *, synonym: Synonym) -> Synonym:
    """Write down a group of words. Kind, language and the long form are for ever; what is out of use is ended.

    Refused to everyone but administrators. Invalid for a group without other forms, with too many, or that is there.
    """
    if reasons := reasons_not_to_administer(actor, None):
        raise Refused(reasons=reasons)
    was = Synonym.objects.filter(pk=synonym.pk).first()
    if was is not None:
        synonym.kind, synonym.language, synonym.words = was.kind, was.language, was.words
    synonym.words, synonym.also, synonym.basis = clean(synonym.words), clean(synonym.also), clean(synonym.basis)
    check_fields(synonym)
    _check_forms(synonym)
    synonym.save()
    log(synonym, "wagtail.edit" if was else "wagtail.create", user=actor)
    return synonym


def _check_forms(synonym: Synonym) -> None:
    """Every form says something of its own, and they are not too many."""
    forms = [form.casefold() for form in (synonym.words, *synonym.others)]
    if len(forms) > MOST:
        message = _("A group has at most %(most)s forms.") % {"most": MOST}
    elif len(set(forms)) < len(forms) or not all(any(map(str.isalnum, form)) for form in forms):
        message = _("Every line names another form, in letters or digits.")
    else:
        return
    raise Invalid(message, code="forms", errors={"also": [message]})
