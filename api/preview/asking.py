"""What a request with a token gets: the drafts that it opens, or why not. Both are written down."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from api.preview.enums import Outcome, Way, Why
from api.preview.models import Permit, PermitText
from api.preview.recording import note_refused, write_down
from api.preview.selectors import Draft, drafts_of, permit_of_token, why_token_is_closed


class Closed(Exception):
    """The token opens nothing, because of `why`."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a token opens."""

    permit: Permit
    drafts: list[Draft]
    at: datetime

    @property
    def moment(self) -> datetime:
        """When the drafts are taken to become public: when the bundle is, else when the token was made. It is the same
        at each question, so that the pages of a list follow each other.
        """
        planned = self.permit.bundle.at if self.permit.bundle else None
        return max(self.at, planned or self.at)

    def one(self, position: int) -> Draft | None:
        """The draft at a position."""
        return next((draft for draft in self.drafts if draft.text.position == position), None)


def opened(request: HttpRequest, word: str, way: Way) -> Opened:
    """The drafts of a token. Raises Closed, after the refusal was written down."""
    token, permit = permit_of_token(word)
    if token is None or permit is None:
        raise refused(request, None, way, Why.UNKNOWN)
    if why := why_token_is_closed(token, permit):
        raise refused(request, permit, way, why)
    drafts = drafts_of(permit)
    if isinstance(drafts, Why):
        raise refused(request, permit, way, drafts)
    return Opened(permit, drafts, token.at)


def refused(request: HttpRequest, permit: Permit | None, way: Way, why: Why) -> Closed:
    """Write a refusal down; the exception to raise. Raises a Problem (429) for who goes on and on."""
    note_refused(request, permit, way, why)
    return Closed(why)


def answered(permit: Permit, way: Way, text: PermitText | None = None) -> None:
    """Write down that drafts were shown: one of them, or all."""
    write_down(permit, way, Outcome.ANSWERED, text=text)
