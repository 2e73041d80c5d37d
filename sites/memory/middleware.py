"""A memory for every request that changes nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sites.memory import remembering

SAFE = ("GET", "HEAD")


def memory(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Remember while a screen is drawn. A request that may change something remembers nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return get_response(request)
        with remembering():
            return get_response(request)

    return answer
