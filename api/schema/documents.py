"""The OpenAPI document, and what its documentation for people shows of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from api.http.describing import JSON
from api.http.problems import STATUS, TITLES
from api.schema.words import said

ADDRESSES = "api.http.urls"
REFERENCE = "#/components/schemas/"


class Described(AutoSchema):  # type: ignore[misc]
    """One address in the document."""

    def is_deprecated(self) -> bool:
        """Whether it is to go (`api.http.lifetimes`)."""
        return getattr(self.view, "deprecated", None) is not None


@cache
def document() -> Mapping[str, Any]:
    """The OpenAPI document; the same for every reader, as long as the process lives."""
    with translation.override("en"):
        found: dict[str, Any] = SchemaGenerator(urlconf=ADDRESSES).get_schema(request=None, public=True)
    _tell_apart(found["components"]["schemas"])
    found["security"] = [{}, {"consumer": []}]  # everything is open; a key names who reads
    return found


def _tell_apart(schemas: Mapping[str, Any]) -> None:
    """Each of several shapes names the types that it stands for, so that a value fits exactly one of them."""
    types: dict[str, list[str]] = {}
    for schema in schemas.values():
        for name, reference in schema.get("discriminator", {}).get("mapping", {}).items():
            types.setdefault(reference.removeprefix(REFERENCE), []).append(name)
    for name, known in types.items():
        schemas[name]["properties"]["type"] = {"type": "string", "enum": sorted(known)}


@cache
def written_document() -> bytes:
    """The document as it is sent."""
    return json.dumps(document(), ensure_ascii=False, default=str).encode()


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter, or a field of an answer."""

    name: str
    kind: SafeString
    words: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it answers, what may be asked, an example."""

    name: str
    method: str
    path: str
    words: str
    parameters: list[Line]
    answer: SafeString
    problems: list[str]
    example: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of thing in answers."""

    name: str
    words: str
    fields: list[Line]


EXAMPLES = {
    "/api/v1/content/": "?limit=3&fields=public_id,title,url",
    "/api/v1/resolve/": "?path=/gioi-thieu/",
    "/api/v1/changes/": "?fields=version,kind,action,why,path&limit=3",
    "/api/v1/search/": "?q=quang+ngai&limit=3",
    "/api/v1/suggest/": "?q=quang+ng",
}


def operations(language: str) -> list[Operation]:
    """Every address of the API, in the order of the document."""
    return [
        _operation(path, method, operation, language)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]


def shapes(language: str) -> list[Shape]:
    """Every kind of thing that answers are made of."""
    found = document()["components"]["schemas"]
    return [
        Shape(name, said(schema.get("description", ""), language), list(_fields(schema, language)))
        for name, schema in sorted(found.items())
        if "properties" in schema or "oneOf" in schema
    ]


def problems(language: str) -> list[tuple[str, int, str]]:
    """Every code with its status and its title."""
    with translation.override(language):
        return [(code, STATUS.get(code, 400), str(title)) for code, title in TITLES.items()]


def _operation(path: str, method: str, operation: Mapping[str, Any], language: str) -> Operation:
    answers = operation["responses"]
    content = (answers.get("200") or answers["201"])["content"]
    refused = {code for status, answer in answers.items() if status[0] == "4" for code in _codes(answer)}
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        words=said(operation.get("description", ""), language),
        parameters=[_parameter(entry, language) for entry in operation.get("parameters", [])],
        answer=_answer(content, language),
        problems=[code for code in TITLES if code in refused],
        example="" if _needs_a_key(path, method) else path + EXAMPLES.get(path, ""),
    )


def _answer(content: Mapping[str, Any], language: str) -> SafeString:
    """What is answered; with the media type, where that is not JSON."""
    kinds = ((name, _kind(entry["schema"], language)) for name, entry in content.items())
    return format_html_join(
        " | ",
        "{}",
        ((kind if name == JSON else format_html("{} (<code>{}</code>)", kind, name),) for name, kind in kinds),
    )


def _needs_a_key(path: str, method: str) -> bool:
    """Whether nobody can ask just so: something has to be named, sent, or opened by a token."""
    return "{" in path or method != "get" or "/preview/" in path


def _codes(answer: Mapping[str, Any]) -> list[str]:
    return [code.strip() for code in answer.get("description", "").split(",")]


def _parameter(entry: Mapping[str, Any], language: str) -> Line:
    kind = _kind(entry["schema"], language)
    return Line(entry["name"], kind, said(entry.get("description", ""), language), bool(entry.get("required")))


def _fields(schema: Mapping[str, Any], language: str) -> Iterator[Line]:
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        yield Line(name, _kind(field, language), said(_words(field), language), name in required)
    for option in schema.get("oneOf", ()):
        kind = option.get("$ref", "").removeprefix(REFERENCE)
        yield Line(kind, _kind(option, language), "", is_required=True)


def _words(field: Mapping[str, Any]) -> str:
    """What is said about a field; the list of its values, which the generator repeats there, is left out."""
    lines = str(field.get("description", "")).splitlines()
    return "\n".join(line for line in lines if not line.startswith("* `")).strip()


def _kind(schema: Mapping[str, Any], language: str) -> SafeString:
    """The type of a value in words, with links to the shapes."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REFERENCE)
        target = document()["components"]["schemas"][name]
        return _kind(target, language) if "enum" in target else format_html('<a href="#{0}">{0}</a>', name)
    for many in ("oneOf", "anyOf", "allOf"):
        if many in schema:
            return format_html_join(" | ", "{}", ((_kind(option, language),) for option in schema[many]))
    if "enum" in schema:
        return format_html_join(" | ", "<code>{}</code>", ((value,) for value in schema["enum"]))
    if schema.get("type") == "array":
        return format_html("{} {}", said("list of", language), _kind(schema.get("items", {}), language))
    return format_html("{}", _plain_kind(schema, language))


def _plain_kind(schema: Mapping[str, Any], language: str) -> str:
    kinds = schema.get("type", "any")
    names = [kinds] if isinstance(kinds, str) else list(kinds)
    words = [said(schema.get("format", name) if name == "string" else name, language) for name in names]
    if "minimum" in schema and "maximum" in schema:
        words.append(f"{schema['minimum']}-{schema['maximum']}")
    return " | ".join(words[: len(names)]) + "".join(f", {word}" for word in words[len(names) :])
