"""Reading query parameters: what is not known is refused by name, never ignored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.http.problems import Problem
from sites.clock import VIETNAM

LONGEST_VALUE = 2_000
LONGEST_HOST = 253
MOST_VALUES = 20
KEPT = 1_000  # query strings that were read lately
DEFAULT_LIMIT = 20
LARGEST_LIMIT = 100


@dataclass(frozen=True, eq=False, slots=True)
class Parameter:
    """One query parameter. `read` turns its text into a value or raises ValueError with a sentence for the reader."""

    name: str
    read: Callable[[str], Any]
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    default: Any = None
    many: bool = False
    is_required: bool = False


def read_parameters(request: HttpRequest, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The value of every parameter. Raises a Problem that names all that is unknown or not understood."""
    return dict(_values(tuple(parameters), request.META.get("QUERY_STRING", "")))


@lru_cache(KEPT)
def given_in(query: str) -> QueryDict:
    """The words of a query string as WSGI hands it over, read once for many who ask the same."""
    return QueryDict(query.encode("iso-8859-1"))


@lru_cache(KEPT)
def _values(parameters: Sequence[Parameter], query: str) -> Mapping[str, Any]:
    given = given_in(query)
    known = {parameter.name: parameter for parameter in parameters}
    unknown = [name for name in given if name not in known]
    if unknown:
        raise Problem(
            "unknown_parameter", errors={_shown(name): [_("This parameter is not known.")] for name in unknown}
        )
    values: dict[str, Any] = {name: parameter.default for name, parameter in known.items()}
    errors: dict[str, list[str | Promise]] = {
        name: [_("Give this parameter.")]
        for name, parameter in known.items()
        if parameter.is_required and name not in given
    }
    for name, texts in given.lists():
        try:
            values[name] = _value(known[name], texts)
        except ValueError as error:
            errors[name] = [error.args[0]]
    if errors:
        raise Problem("invalid_parameter", errors=errors)
    return values


def _value(parameter: Parameter, texts: Sequence[str]) -> Any:
    if any(len(text) > LONGEST_VALUE for text in texts) or len(texts) > MOST_VALUES:
        raise ValueError(_("The value is too long."))
    if any(not text.isprintable() for text in texts):
        raise ValueError(_("The value holds a character that is not printed."))
    if parameter.many:
        return tuple(dict.fromkeys(parameter.read(word) for text in texts for word in text.split(",")))
    if len(texts) != 1:
        raise ValueError(_("Give it once."))
    return parameter.read(texts[0])


def _shown(name: str) -> str:
    """A name out of a request as it may stand in an answer."""
    return "".join(letter for letter in name[:100] if letter.isprintable())


def text(value: str) -> str:
    """Any text."""
    return value


def hostname(value: str) -> str:
    """A host name, lower case, without port and final dot."""
    name = value.strip().lower().partition(":")[0].rstrip(".")
    if not name or len(name) > LONGEST_HOST:
        raise ValueError(_("This is not a host name."))
    return name


def uuid(value: str) -> UUID:
    """A public id in its usual form."""
    try:
        found = UUID(value)
    except ValueError:
        raise ValueError(_("This is not a public id.")) from None
    if str(found) != value.lower():
        raise ValueError(_("This is not a public id."))
    return found


def limit(value: str) -> int:
    """How many, 1 to 100."""
    if not (value.isascii() and value.isdigit() and 1 <= len(value) <= len(str(LARGEST_LIMIT))):
        raise ValueError(_("This is not a number from 1 to 100."))
    if not 1 <= (number := int(value)) <= LARGEST_LIMIT:
        raise ValueError(_("This is not a number from 1 to 100."))
    return number


def truth(value: str) -> bool:
    """`true` or `false`."""
    if value not in {"true", "false"}:
        raise ValueError(_("This is neither true nor false."))
    return value == "true"


def slug(value: str) -> str:
    """A short name in ASCII."""
    if not value.isascii() or not value.replace("-", "").replace("_", "").isalnum():
        raise ValueError(_("This is not a short name."))
    return value


def moment(value: str) -> datetime:
    """A moment with its offset, or a day, which begins at midnight in Viet Nam."""
    try:
        if len(value) == len("2026-11-22"):
            return datetime.combine(date.fromisoformat(value), time(), VIETNAM)
        found = datetime.fromisoformat(value.replace(" ", "+"))
    except ValueError:
        raise ValueError(_("This is neither a moment with an offset nor a day.")) from None
    if found.tzinfo is None or not 1 < found.year < 9999:  # noqa: PLR2004 - so that no offset leaves the calendar
        raise ValueError(_("This is neither a moment with an offset nor a day."))
    return found.astimezone(UTC)  # PostgreSQL takes offsets up to sixteen hours only


def one_of(words: Callable[[], Sequence[str]]) -> Callable[[str], str]:
    """One word of a closed list, which is asked for when it is needed."""

    def read(value: str) -> str:
        if value not in words():
            raise ValueError(_("This value is not known. Known are: %(words)s.") % {"words": ", ".join(words())})
        return value

    return read


SITE = Parameter("site", hostname, "Host name of the site; without it, the host of the request.")
LOCALE = Parameter("locale", slug, "Language; without it, the first language of the site.")
LIMIT = Parameter(
    "limit",
    limit,
    "How many results on a page.",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
    default=DEFAULT_LIMIT,
)
CURSOR = Parameter("cursor", text, "Where to go on; taken from `next` or `previous`.")
COUNT = Parameter("count", truth, "Also count, exactly up to 10,000.", {"type": "boolean"}, default=False)
FALLBACK = Parameter(
    "fallback",
    one_of(lambda: ("default",)),
    "`default`: what is missing in the asked language is answered in the first language of the site.",
    {"type": "string", "enum": ["default"]},
)


def fields(known: Sequence[str]) -> Parameter:
    """The parameter that narrows an answer to some of its fields."""
    return Parameter(
        "fields",
        one_of(lambda: known),
        "Only these fields, separated by commas; what is described as always there is then left out too.",
        {"type": "string", "pattern": f"^({'|'.join(known)})(,({'|'.join(known)}))*$"},
        many=True,
    )
