"""From our words about a view to those of OpenAPI."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from api.http.parameters import Parameter
from api.http.problems import STATUS, TITLES

JSON = "application/json"
PROBLEM = "application/problem+json"


class Successor(serializers.Serializer[Any]):
    """What took the place of something that has ended."""

    public_id = serializers.UUIDField()
    path = serializers.CharField()
    url = serializers.URLField()


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457. `code` never changes; `title` and `detail` follow `Accept-Language`."""

    type = serializers.CharField(help_text="A URN that ends in the code.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    code = serializers.ChoiceField(choices=list(TITLES))
    site = serializers.CharField(required=False, help_text="With `unknown_site`: the name that was asked for.")
    languages = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="With `unknown_locale`: what the site has opened."
    )
    reason = serializers.CharField(
        required=False,
        help_text="With `submission_refused`: the code of the first reason. With `preview_refused`: why, in a word.",
    )
    state = serializers.CharField(required=False, help_text="What has ended: how.")
    cause = serializers.CharField(required=False, help_text="What has ended: why.")
    notice = serializers.CharField(required=False, allow_blank=True, help_text="What has ended: what readers are told.")
    successor = Successor(required=False, allow_null=True, help_text="What has ended: what took its place.")
    ended_at = serializers.DateTimeField(required=False, allow_null=True, help_text="What has ended: when.")
    location = serializers.CharField(required=False, help_text="What has moved: where to.")
    redirect_status = serializers.ChoiceField(choices=[301, 302], required=False, help_text="What has moved: how.")
    hash = serializers.CharField(required=False, help_text="What has ended: by what it can be proved.")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="By parameter."
    )


def described[View: Callable[..., Any]](
    operation: str,
    answer: Any,
    *,
    parameters: Sequence[Parameter] = (),
    path: Mapping[str, Mapping[str, Any]] | None = None,
    problems: Sequence[str] = ("unknown_parameter",),
    moved: str = "",
) -> Callable[[View], View]:
    """Describe the `get` of a view: its parameters, its answer, and the problems that it may answer instead.

    `answer` is what is sent as JSON, or what is sent by media type; `moved` says when the answer stands elsewhere.
    """
    answers = answer if isinstance(answer, dict) else {JSON: answer}
    inside = [OpenApiParameter(name, dict(schema), OpenApiParameter.PATH) for name, schema in (path or {}).items()]
    responses = {(status, PROBLEM): OpenApiResponse(ProblemSerializer, words) for status, words in _by_status(problems)}
    if moved:
        responses[301, JSON] = OpenApiResponse(None, moved)
    return extend_schema(
        operation_id=operation,
        parameters=[*inside, *map(_described, parameters)],
        responses={
            **{(200, media): what for media, what in answers.items()},
            304: OpenApiResponse(None, "The reader has it."),
            **responses,
        },
        auth=[],
    )


def _by_status(problems: Sequence[str]) -> list[tuple[int, str]]:
    found: dict[int, list[str]] = {}
    for code in problems:
        found.setdefault(STATUS.get(code, 400), []).append(code)
    return [(status, ", ".join(codes)) for status, codes in sorted(found.items())]


def _described(parameter: Parameter) -> OpenApiParameter:
    schema: dict[str, Any] = dict(parameter.schema)
    if parameter.many and "pattern" not in schema:
        return OpenApiParameter(
            parameter.name,
            {"type": "array", "items": schema},
            OpenApiParameter.QUERY,
            description=parameter.description,
            style="form",
            explode=False,
        )
    return OpenApiParameter(
        parameter.name,
        schema,
        OpenApiParameter.QUERY,
        description=parameter.description,
        required=parameter.is_required,
    )
