"""Words that are taken for the same, as this process knows them; read again when the database says another version.

A form that is a syllable of its own (“TU”) is one only in capitals, and is never looked for in the place of its long
form: it would find every “từ”. Who writes marks means them: “héo” is not “heo”.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.http.database import rows_of
from api.search.phrases import Token, tokens_of
from cms.synonyms.enums import Kind
from cms.synonyms.forms import is_syllable
from cms.textstandard.folding import has_marks
from cms.textstandard.tones import with_tones_in_place

ROWS = """select version, locale, kind, words, others, held_from, held_to, since, basis
  from api_publications_alike order by id"""
VERSION = "coalesce((select version from api_publications_alike limit 1), 0)"
MOST = 12  # alternatives of one form


@dataclass(frozen=True, slots=True)
class Other:
    """Another form of the same, as it is written, and why it is one."""

    said: str
    kind: str
    since: date | None = None
    basis: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in small letters without marks."""
        return tuple(word for token in tokens_of(self.said) for word in token.words)


@dataclass(slots=True)
class Form:
    """One form: its words folded and as they are written, and what is looked for beside it on which days."""

    words: tuple[str, ...]
    written: str
    others: list[tuple[date | None, date | None, Other]] = field(default_factory=list)

    @property
    def is_syllable(self) -> bool:
        """Whether ordinary texts are full of it."""
        return len(self.words) == 1 and is_syllable(self.words[0])

    def is_said_by(self, tokens: Sequence[Token]) -> bool:
        """Whether these words, which are the same folded, mean this form."""
        raw = " ".join(token.raw for token in tokens)
        if self.is_syllable and not raw.isupper():
            return False
        said = zip(_written(raw).split(), self.written.split(), strict=False)
        return all(word == written or not has_marks(word) for word, written in said)

    def others_on(self, day: date) -> tuple[Other, ...]:
        """What is looked for beside it on a day."""
        held = (other for begins, ends, other in self.others if (begins or day) <= day and (ends is None or day < ends))
        first: dict[tuple[str, ...], Other] = {}
        for other in held:
            first.setdefault(other.words, other)
        return tuple(first.values())[:MOST]


@dataclass(slots=True)
class Lexicon:
    """All forms of one version, by language and first word, the longest first; the kinds of document by their names."""

    version: int = -1
    forms: dict[tuple[str, str], list[Form]] = field(default_factory=dict)
    documents: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def form_at(self, tokens: Sequence[Token], locale: str) -> tuple[Form, int] | None:
        """The longest form with which the tokens begin, and how many of them it takes."""
        words = [word for token in tokens for word in token.words]
        ends: dict[int, int] = {}
        length = 0
        for number, token in enumerate(tokens, 1):
            length += len(token.words)
            ends[length] = number
        for form in self.forms.get((locale, words[0]), ()) if words else ():
            taken = ends.get(len(form.words))
            if taken and tuple(words[: len(form.words)]) == form.words and form.is_said_by(tokens[:taken]):
                return form, taken
        return None


def lexicon_of(rows: Iterable[Sequence[object]]) -> Lexicon:
    """A lexicon from the rows of the table."""
    made = Lexicon(version=0)
    forms: dict[tuple[str, tuple[str, ...], str], Form] = {}
    for version, locale, kind, words, others, *rest in rows:
        made.version = int(str(version))
        if kind == Kind.DOCUMENT:
            _add_document(made, str(locale), str(words), others)  # type: ignore[arg-type]
        else:
            _add_group(forms, str(locale), str(kind), [str(words), *others], rest)  # type: ignore[misc]
    grouped: dict[tuple[str, str], list[Form]] = defaultdict(list)
    for (locale, words, _said), form in forms.items():
        if words:
            grouped[locale, words[0]].append(form)
    made.forms = {key: sorted(found, key=lambda form: -len(form.words)) for key, found in grouped.items()}
    return made


def _add_document(made: Lexicon, locale: str, words: str, others: Iterable[str]) -> None:
    for number, short in enumerate(others):
        name = "".join(_folded(short))
        made.documents[locale, _folded(short)] = name
        if not number:
            made.documents[locale, _folded(words)] = name
        made.names.setdefault((locale, name), words)


def _add_group(
    forms: dict[tuple[str, tuple[str, ...], str], Form],
    locale: str,
    kind: str,
    group: list[str],
    rest: Sequence[object],
) -> None:
    """Every form with the others; former names lead to the name of today alone."""
    begins, ends, since, basis = rest
    known = [
        forms.setdefault((locale, _folded(said), _written(said)), Form(_folded(said), _written(said))) for said in group
    ]
    for one, form in enumerate(known):
        for other, found in enumerate(known):
            if one == other or found.is_syllable or found.words == form.words:
                continue
            if kind != Kind.FORMER or 0 in (one, other):
                form.others.append((begins, ends, Other(group[other], kind, since, str(basis))))  # type: ignore[arg-type]


def _folded(text: str) -> tuple[str, ...]:
    return tuple(word for token in tokens_of(text) for word in token.words)


def _written(text: str) -> str:
    return " ".join(token.raw for token in tokens_of(with_tones_in_place(text)))


class _Kept:
    """The lexicon of this process."""

    lexicon = Lexicon()


def known_lexicon() -> Lexicon:
    """What this process knows, read when it is asked first."""
    return _Kept.lexicon if _Kept.lexicon.version >= 0 else lexicon_read()


def lexicon_read() -> Lexicon:
    """Read it from the database."""
    _Kept.lexicon = lexicon_of(rows_of(ROWS, {}))
    return _Kept.lexicon


def forget_lexicon() -> None:
    """Read it again when it is asked next."""
    _Kept.lexicon = Lexicon()
