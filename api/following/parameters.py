"""The parameters of `GET /changes/`."""

from api.content.parameters import INCLUDE, types
from api.following.serializers import CHANGE_FIELDS
from api.http.parameters import LIMIT, SITE, Parameter, fields, one_of, slug, text

CHANGES = (
    SITE,
    Parameter("locale", slug, "Only this language, and what has none; without it, every language."),
    Parameter(
        "type",
        one_of(types),
        "Only items of one or several types, separated by commas; without it, sites, menus and addresses too.",
        {"type": "string", "enum": list(types())},
        many=True,
    ),
    INCLUDE,
    Parameter("since", text, "The `cursor` of the answer that was read last; without it, a snapshot begins."),
    Parameter("cursor", text, "Where the snapshot goes on; taken from `next`."),
    fields(CHANGE_FIELDS),
    LIMIT,
)
