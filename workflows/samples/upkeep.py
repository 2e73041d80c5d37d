"""What became of translations: withdrawn alone, kept without their source or not yet decided; a term that changed."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from cms.glossary.actions import keep_term
from cms.glossary.models import Term
from cms.pages.models import BasePage
from workflows.passage.actions import withdraw
from workflows.samples.desks import administrator, entitled_to_withdraw
from workflows.upkeep import questions

ENGLISH = "en"


@transaction.atomic
def end(page: BasePage, entry: Mapping[str, Any]) -> bool:
    """Withdraw the English alone, or the Vietnamese, whose English somebody then keeps, or nobody yet."""
    english = page.get_translation(Locale.objects.get(language_code=ENGLISH)).specific
    ended = english if "withdraw" in entry else page
    if not ended.live:
        return False
    reason = entry.get("withdraw") or entry["source_withdrawn"]
    withdrawal = withdraw(entitled_to_withdraw(ended), page=ended, reason=reason)
    if "keep" in entry:
        questions.keep(entitled_to_withdraw(english), withdrawal=withdrawal, page=english, reason=entry["keep"])
    return True


def change_term(entry: Mapping[str, Any]) -> bool:
    """Give a term of the province other words, unless it has them."""
    term = Term.objects.get(site=None, language=ENGLISH, vi=entry["vi"])
    words, also = entry["words"], "\n".join(entry.get("also", ()))
    if (term.words, term.also) == (words, also):
        return False
    term.words, term.also = words, also
    keep_term(administrator(), term=term)
    return True
