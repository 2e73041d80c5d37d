"""The words of what can be found, and pairs that stand side by side in titles, summaries, tags and names of new items.

By these the search knows that a word is written wrongly, and what was meant. Counted anew as a whole: a word that is
missing for an hour costs one reader a proposal, keeping every count up to date would cost every publication.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import batched, pairwise

from django.db import connection, transaction

from api.publications.enums import Kind, State
from api.publications.models import Current, Findable, Version, Vocable
from cms.textstandard.folding import folded

CHUNK = 2_000
LONGEST = 30  # letters of a word
STATISTICS = """
select word, ndoc from ts_stat(format('select {column} from api_publications_findable where locale = %%L', %s::text))
where length(word) between 2 and %s and word ~ '^[[:alpha:]]+$'
"""
WORDS = {column: STATISTICS.format(column=column) for column in ("plain", "exact")}
SIGNS = re.compile(r"[^\w\s]+|\w*\d\w*|_+")
UP_TO = "newest"  # the row that says up to which version words were counted
NEWEST = 20_000  # items of a language in which pairs are counted
MOST = 200_000  # rows of a language
LEAD = 4  # texts of `words` in which pairs are counted: all but the body


def remake_vocabulary() -> int:
    """Count every word anew, if the log has grown since. Returns how many rows there are."""
    newest = Version.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    if Vocable.objects.filter(locale="", plain=UP_TO, count=newest).exists():
        return Vocable.objects.count()
    with transaction.atomic():
        Vocable.objects.all().delete()
        for some in batched((row for locale in _locales() for row in _rows(locale)), CHUNK):
            Vocable.objects.bulk_create(some)
        Vocable.objects.create(locale="", plain=UP_TO, count=newest)
    return Vocable.objects.count()


def forget_words() -> None:
    """Know no word until they are counted anew: one of them may be of a text that must not exist."""
    Vocable.objects.all().delete()


def _locales() -> list[str]:
    return list(Findable.objects.order_by("locale").values_list("locale", flat=True).distinct())


def _rows(locale: str) -> Iterator[Vocable]:
    """The commonest words and pairs, each as it is written most often."""
    counts, shown = _words(locale), dict[str, str]()
    written = Counter(way for texts in _texts(locale) for way in _ways(texts))
    for way, count in reversed(written.most_common()):
        plain = folded(way)
        shown[plain] = way
        if " " in plain:
            counts[plain] += count
    for plain, count in counts.most_common(MOST):
        yield Vocable(locale=locale, plain=plain, shown=shown.get(plain, plain), count=count)


def _words(locale: str) -> Counter[str]:
    """Every word, folded, with the number of items that hold it. Of English the words, not their stems."""
    column = "exact" if locale == "en" else "plain"
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(WORDS[column], [locale, LONGEST])
        for word, count in cursor.fetchall():
            found[folded(word)] += count
    return found


def _texts(locale: str) -> Iterator[list[str]]:
    rows = Current.objects.filter(kind=Kind.PAGE, state=State.LIVE, locale=locale).order_by("-sort_at")
    return rows.values_list("words", flat=True)[:NEWEST].iterator(CHUNK)


def _ways(texts: list[str]) -> set[str]:
    """Every word and every pair of one item, as it is written, in small letters."""
    runs = [part.split() for text in texts[:LEAD] for part in SIGNS.split(text.lower())]
    return {word for run in runs for word in run} | {f"{one} {other}" for run in runs for one, other in pairwise(run)}
