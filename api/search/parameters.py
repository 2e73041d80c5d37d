"""The parameters of the search."""

from api.content.parameters import LIST
from api.http.parameters import FALLBACK, LIMIT, LOCALE, SITE, Parameter, fields
from api.search.phrases import LONGEST_QUESTION, question
from api.search.serializers import Completion, Hit

INCLUDE = next(parameter for parameter in LIST if parameter.name == "include")
WORDS = {"type": "string", "minLength": 1, "maxLength": LONGEST_QUESTION}
Q = Parameter(
    "q",
    question,
    "Words; accents are optional. A phrase in quotes; a hyphen before what must not be there; `or` between two."
    " Numbers of documents, abbreviations and former names are understood.",
    WORDS,
    is_required=True,
)
SEARCH = (
    Q,
    *(parameter for parameter in LIST if parameter.name not in {FALLBACK.name, "fields"}),
    fields(tuple(Hit().fields)),
)
SUGGEST = (
    SITE,
    LOCALE,
    Parameter(
        "q",
        question,
        "The beginning of what somebody writes; the last word may be unfinished.",
        WORDS,
        is_required=True,
    ),
    INCLUDE,
    fields(tuple(Completion().fields)),
    LIMIT,
)
