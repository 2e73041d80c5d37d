"""Reading the words for search."""

import re
from datetime import date

from django.db.models import QuerySet

from cms.synonyms.enums import Kind
from cms.synonyms.forms import may_be_short
from cms.synonyms.models import Synonym
from sites.clock.days import holding_on
from sites.memory import remembered

WORD = re.compile(r"\w+(?:[&/-]\w+)*")


def synonyms_on(day: date) -> QuerySet[Synonym]:
    """The groups that hold on a day."""
    return Synonym.objects.filter(holding_on(day))


@remembered(by=lambda day: day)
def long_forms(day: date) -> dict[str, str]:
    """The long form of every abbreviation in small letters; where one has several, the first."""
    found: dict[str, str] = {}
    for row in synonyms_on(day).filter(kind=Kind.ABBREVIATION).order_by("pk"):
        for short in row.others:
            found.setdefault(short.lower(), row.words)
    return found


def written_out(text: str, *, day: date) -> str | None:
    """The text with every abbreviation in its long form; None where it holds none."""
    if not any(map(may_be_short, WORD.findall(text))):
        return None
    known = long_forms(day)

    def long(match: re.Match[str]) -> str:
        return known.get(match[0].lower(), match[0]) if may_be_short(match[0]) else match[0]

    found = WORD.sub(long, text)
    return found if found != text else None
