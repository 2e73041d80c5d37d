"""What was probably meant by words that find little or nothing: a letter too many, missing, wrong or misplaced, words
run together, marks typed as the keys of Telex or VNI, a syllable that never stands beside the other.

Tried only where little was found, by looking up the neighbours of each word among the words that there are.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from api.http.database import rows_of
from api.search.phrases import Part, groups_of
from cms.synonyms.forms import is_syllable
from cms.textstandard.folding import folded

FEW = 3  # hits below which it is asked whether something else was meant
LONGEST = 12  # words of a question that is corrected
BEST = 12  # candidates of one word
COST = 6.0  # of one slip, beside the logarithms of how often words stand side by side
ROWS = "select plain, shown, count from api_publications_vocable where locale = %(locale)s and plain = any(%(plain)s)"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TONE_OF_TELEX = re.compile(r"^([a-z]*[aeiouyw][a-z]*?)[sfrxj]([a-z]*)$")
HATS_OF_TELEX = (("aa", "a"), ("ee", "e"), ("oo", "o"), ("dd", "d"), ("w", ""))
KEYS_OF_VNI = re.compile(r"[1-9]")
DOUBLED = re.compile(r"(.)\1")
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one word may have meant: its words folded, and what the slip costs."""

    words: tuple[str, ...]
    cost: float


@dataclass(slots=True)
class Vocabulary:
    """The words and pairs of one language that were looked up."""

    locale: str
    counts: dict[str, int] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def look_up(self, plain: Iterable[str]) -> None:
        """Read what there is of these."""
        missing = [word for word in dict.fromkeys(plain) if word not in self.counts]
        for word, shown, count in rows_of(ROWS, {"locale": self.locale, "plain": missing}) if missing else ():
            self.counts[word], self.shown[word] = count, shown

    def count(self, word: str) -> int:
        """In how many items a word or a pair stands."""
        return self.counts.get(word, 0)


def corrected(question: str, *, locale: str, right: Collection[str] = ()) -> str | None:
    """The question as it was probably meant; None where nothing better is known. Words that are known to be `right`,
    folded, stay as they are: abbreviations, numbers of documents.

    Questions with quotes, with `or` or with words left out are taken as they are written.
    """
    words = _plain_words(question)
    if not words:
        return None
    vocabulary = Vocabulary(locale)
    doubtful = [word for word in words if word not in right]
    vocabulary.look_up(neighbour for word in doubtful for neighbour in (word, *_neighbours(word)))
    vocabulary.look_up(part for word in doubtful if not vocabulary.count(word) for cut in _cuts(word) for part in cut)
    choices = [_candidates(word, vocabulary) if word in doubtful else [Candidate((word,), 0)] for word in words]
    vocabulary.look_up(_pairs(choices))
    chosen = _best(choices, vocabulary)
    meant = [part for candidate in chosen for part in candidate.words]
    return None if meant == words else _spelt(meant, vocabulary)


def _plain_words(question: str) -> list[str]:
    groups = groups_of(question)
    if len(groups) != 1 or any(part.is_phrase or part.is_left_out for part in groups[0]):
        return []
    words = [word for part in groups[0] for word in _of_part(part)]
    return words if len(words) <= LONGEST and all(words) else []


def _of_part(part: Part) -> Iterator[str]:
    """Each word folded, digits with it: the keys of VNI. Nothing in the place of one that holds other signs."""
    raw = "".join(
        token.raw if number == 0 or not token.glue else f" {token.raw}" for number, token in enumerate(part.tokens)
    )
    for word in folded(raw).split():
        yield word if WORD.fullmatch(word) else ""


@lru_cache(2_000)
def _neighbours(word: str) -> tuple[str, ...]:
    """Every word that is one slip away, and what the keys of Telex or VNI stand for."""
    if len(word) < 2 or not word.isalpha():  # noqa: PLR2004 - one letter may be anything
        return tuple(_typed_by_keys(word))
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {before + after[1:] for before, after in cuts if after}
    found |= {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    found |= {before + letter + after[1:] for before, after in cuts if after for letter in LETTERS}
    found |= {before + letter + after for before, after in cuts for letter in LETTERS}
    return tuple((found | set(_typed_by_keys(word))) - {word, ""})


def _typed_by_keys(word: str) -> Iterator[str]:
    """“quyeets” and “quye6t1” are “quyet”."""
    if any(letter.isdigit() for letter in word):
        plain = KEYS_OF_VNI.sub("", word)
        if is_syllable(plain):
            yield plain
        return
    plain = word
    for keys, letter in HATS_OF_TELEX:
        plain = plain.replace(keys, letter)
    yield plain
    if tone := TONE_OF_TELEX.match(plain):
        yield tone[1] + tone[2]


def _cuts(word: str) -> list[tuple[str, str]]:
    """Two words that were run together."""
    return [(word[:at], word[at:]) for at in range(2, len(word) - 1)]


def _candidates(word: str, vocabulary: Vocabulary) -> list[Candidate]:
    """The word itself, its keys, its neighbours, its halves; the best of them."""
    typed = set(_typed_by_keys(word)) - {word}
    found = [Candidate((word,), 0 if vocabulary.count(word) or word.isdigit() else 2 * COST)]
    found += [Candidate((one,), COST / 2) for one in typed if vocabulary.count(one) and not vocabulary.count(word)]
    near = sorted((one for one in _neighbours(word) if vocabulary.count(one)), key=vocabulary.count, reverse=True)
    found += [Candidate((one,), COST * _weight(word, one)) for one in near[:BEST] if one not in typed]
    if not vocabulary.count(word):
        cuts = [cut for cut in _cuts(word) if all(map(vocabulary.count, cut))]
        found += [Candidate(cut, COST) for cut in cuts[:BEST]]
    return found


def _weight(word: str, other: str) -> float:
    """A letter once instead of twice, or twice instead of once, is the slip that is made most."""
    return 0.6 if DOUBLED.sub(r"\1", word) == DOUBLED.sub(r"\1", other) else 1.0


def _pairs(choices: Sequence[Sequence[Candidate]]) -> Iterator[str]:
    for before, after in pairwise(choices):
        yield from (f"{one.words[-1]} {other.words[0]}" for one in before for other in after)
    yield from (" ".join(one.words) for every in choices for one in every if len(one.words) > 1)


def _best(choices: Sequence[Sequence[Candidate]], vocabulary: Vocabulary) -> list[Candidate]:
    """The candidates that cost least in a row: slips, and words that never stand side by side."""
    ways: dict[Candidate, tuple[float, list[Candidate]]] = {one: (_alone(one, vocabulary), [one]) for one in choices[0]}
    for every in choices[1:]:
        ways = {one: _cheapest(one, ways, vocabulary) for one in every}
    return min(ways.values(), key=lambda way: way[0])[1]


def _cheapest(
    one: Candidate, ways: Mapping[Candidate, tuple[float, list[Candidate]]], vocabulary: Vocabulary
) -> tuple[float, list[Candidate]]:
    cost, way = min(
        ((cost + _beside(last, one, vocabulary), way) for last, (cost, way) in ways.items()), key=lambda found: found[0]
    )
    return cost + _alone(one, vocabulary), [*way, one]


def _alone(one: Candidate, vocabulary: Vocabulary) -> float:
    inner = _rarity(vocabulary.count(" ".join(one.words))) if len(one.words) > 1 else 0.0
    return one.cost + inner + 0.2 * sum(_rarity(vocabulary.count(word)) for word in one.words)


def _beside(before: Candidate, after: Candidate, vocabulary: Vocabulary) -> float:
    pair = (before.words[-1], after.words[0])
    return 0.0 if any(map(str.isdigit, pair)) else _rarity(vocabulary.count(" ".join(pair)))


def _rarity(count: int) -> float:
    """What a word or pair costs that stands in so many items; 8 where it stands in none."""
    return 8.0 if count == 0 else max(0.0, 3.0 - math.log1p(count))


def _spelt(meant: Sequence[str], vocabulary: Vocabulary) -> str:
    """With marks, as the words are written most often, and better: as they are written beside each other."""
    spelt = [vocabulary.shown.get(word, word) for word in meant]
    for at in range(1, len(meant)):
        pair = vocabulary.shown.get(f"{meant[at - 1]} {meant[at]}")
        if pair:
            spelt[at - 1 : at + 1] = pair.split(" ", 1)
    return " ".join(spelt)
