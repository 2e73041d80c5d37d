"""`GET /preview/`: drafts for a token. Nothing is kept by anybody: `no-store`, no referrer, no index."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, PolymorphicProxySerializer, extend_schema

from api.content.parameters import OF_ONE_SITE, PUBLIC_ID
from api.content.serializers import ContentPage, Item
from api.content.site_serializers import Menus
from api.http.describing import PROBLEM, ProblemSerializer
from api.http.parameters import LOCALE, Parameter, read_parameters, text, uuid
from api.http.problems import OPEN_TO_ALL, Problem
from api.http.responses import JSON
from api.http.views import PublicView
from api.preview.asking import Closed, Opened, answered, opened, refused
from api.preview.enums import Way, Why
from api.preview.listing import list_with
from api.preview.presenting import Shown, home_with, medium_of, navigation_with, shown
from api.preview.secrets import LONGEST
from cms.media.views import UNTRUSTED, disposition_of, type_of
from sites.refusals import Missing

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
TOKEN = Parameter(
    "token",
    text,
    "The token that the frontend was opened with.",
    {"type": "string", "maxLength": LONGEST},
    is_required=True,
)
ONE = (
    TOKEN,
    Parameter("public_id", uuid, "Of the drafts of a bundle: this one, whole.", PUBLIC_ID),
    LOCALE,
)
REFUSED = {400: "unknown_parameter, invalid_parameter", 403: "preview_refused", 429: "too_many_requests"}
OF_LIST = {**REFUSED, 400: f"{REFUSED[400]}, unknown_locale, invalid_cursor"}
LISTED = (TOKEN, *OF_ONE_SITE)


def _described(
    operation: str, answer: Any, parameters: tuple[Parameter, ...], refused: Mapping[int, str] = REFUSED
) -> Callable[[Any], Any]:
    """As every public address is described, but that nothing is kept, so that there is no 304."""
    problems = {(status, PROBLEM): OpenApiResponse(ProblemSerializer, codes) for status, codes in refused.items()}
    absent = {(404, PROBLEM): OpenApiResponse(ProblemSerializer, "not_found")}
    return extend_schema(
        operation_id=operation,
        parameters=[
            OpenApiParameter(
                one.name,
                dict(one.schema),
                OpenApiParameter.QUERY,
                description=one.description,
                required=one.is_required,
            )
            for one in parameters
        ],
        responses={(200, "application/json"): answer, **problems, **absent},
        auth=[],
    )


class PreviewView(PublicView):
    """What all of these do alike."""

    reads_the_log = False

    def open(self, request: HttpRequest, word: str) -> Opened:
        """The drafts of the token. Raises a Problem (403) that says why not."""
        try:
            return opened(request, word, Way.API)
        except Closed as closed:
            raise problem_of(closed) from closed

    def presented[Form](self, request: HttpRequest, found: Opened, form: Form | None) -> Form:
        """What was made of the drafts. Raises a Problem (403) where one cannot be shown as it would be published."""
        if form is None:
            raise problem_of(refused(request, found.permit, Way.API, Why.HELD))
        return form


class Preview(PreviewView):
    """`GET /preview/?token=`."""

    @_described(
        "read_preview",
        PolymorphicProxySerializer("Preview", [Item, ContentPage], resource_type_field_name=None),
        ONE,
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A draft as it will be published. Of a bundle the list of its drafts; with `public_id` one of them."""
        values = read_parameters(request, ONE)
        found = self.open(request, values["token"])
        forms = self.presented(request, found, shown(found.drafts, word=values["token"], moment=found.moment))
        if found.permit.bundle_id and values["public_id"] is None:
            answered(found.permit, Way.API)
            return sent(b'{"results":[' + b",".join(one.list_form for one in forms) + b'],"next":null,"previous":null}')
        one = _chosen(forms, values)
        if one is None:
            raise Problem("not_found", headers=PRIVATE)
        answered(found.permit, Way.API, one.draft.text)
        return sent(one.whole, {"Content-Language": one.draft.text.locale})


class PreviewNavigation(PreviewView):
    """`GET /preview/navigation/?token=`."""

    @_described("read_preview_navigation", Menus, (TOKEN, LOCALE))
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Menus and footer of the site as they will be once the drafts are public."""
        values = read_parameters(request, (TOKEN, LOCALE))
        found = self.open(request, values["token"])
        menus = navigation_with(found.drafts, values["locale"] or found.drafts[0].text.locale)
        if menus is None:
            raise Problem("not_found", headers=PRIVATE)
        answered(found.permit, Way.API)
        return sent(menus)


class PreviewHome(PreviewView):
    """`GET /preview/home/?token=`."""

    @_described("read_preview_home", Item, (TOKEN, LOCALE))
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The home of the site, its slots filled as they will be once the drafts are public: all of a bundle."""
        values = read_parameters(request, (TOKEN, LOCALE))
        found = self.open(request, values["token"])
        locale = values["locale"] or found.drafts[0].text.locale
        try:
            home = home_with(found.drafts, locale, word=values["token"], moment=found.moment)
        except Missing as missing:
            raise Problem("not_found", headers=PRIVATE) from missing
        home = self.presented(request, found, home)
        answered(found.permit, Way.API)
        return sent(home, {"Content-Language": locale})


class PreviewContent(PreviewView):
    """`GET /preview/content/?token=`."""

    @_described("list_preview_content", ContentPage, LISTED, OF_LIST)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The list of the site as `/content/` will answer it once the drafts are public."""
        values = read_parameters(request, LISTED)
        found = self.open(request, values["token"])
        forms = self.presented(request, found, shown(found.drafts, word=values["token"], moment=found.moment))
        body = list_with(forms, request, values, found.permit.site)
        answered(found.permit, Way.API)
        return sent(body)


class PreviewMedium(PreviewView):
    """`GET /preview/media/{position}/{name}?token=`: a picture or file that only a draft shows. Not described: its
    address is told by the draft.
    """

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The bytes, if a draft of the token shows them; not written down by itself: the draft was."""
        found = self.open(request, read_parameters(request, (TOKEN,))["token"])
        draft = found.one(kwargs["position"])
        stored = medium_of(draft, kwargs["name"]) if draft else None
        if stored is None or not stored.storage.exists(stored.name):
            raise Problem("not_found", headers=PRIVATE)
        with stored.open("rb") as medium:
            return HttpResponse(
                medium.read(),
                content_type=type_of(kwargs["name"]),
                headers={
                    **UNTRUSTED,
                    **PRIVATE,
                    "Content-Disposition": disposition_of(kwargs["name"]),
                    "Access-Control-Allow-Origin": "*",
                    "Cross-Origin-Resource-Policy": "cross-origin",
                },
            )


def problem_of(closed: Closed) -> Problem:
    """The refusal as the API says it."""
    return Problem("preview_refused", closed.why.label, members={"reason": closed.why.value}, headers=PRIVATE)


def sent(body: bytes, more: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer, which nobody keeps."""
    return HttpResponse(body, content_type=JSON, headers={**OPEN_TO_ALL, **PRIVATE, **(more or {})})


def _chosen(forms: list[Shown], values: Mapping[str, Any]) -> Shown | None:
    """The draft that is asked for; the only one where none is."""
    if values["public_id"] is None:
        return forms[0]
    found = [one for one in forms if one.draft.text.public_id == values["public_id"]]
    wanted = values["locale"]
    return next((one for one in found if wanted in (None, one.draft.text.locale)), None)
