"""Who asks from where, that he was seen, whether his password still holds. Stands behind Django's authentication."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sites.accounts.models import User
from sites.security.coming import go_on
from sites.security.places import answering, here
from sites.security.renewing import held_up


def watched(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with answering(request):
            if isinstance(request.user, User):
                go_on(request.session, person=request.user, place=here())
                if (answer := held_up(request, request.user)) is not None:
                    return answer
            return get_response(request)

    return middleware
