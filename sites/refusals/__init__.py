"""Why an action was not carried out. Only the HTTP and the admin face turn these into statuses and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against an action.

    `code` is stable (`author_missing`), `message` is for the person (already translated or lazy), `field` names the
    field of the form that it is about, `basis` the article that asks for it ("Điều 8.3").
    """

    code: str
    message: str
    field: str = ""
    basis: str = ""

    def __str__(self) -> str:
        return f"{self.message} ({self.basis})" if self.basis else str(self.message)


class Refusal(Exception):
    """An action was not carried out, and nothing of it was written."""

    default_code = "refused"

    def __init__(self, message: str = "", *, code: str = "", reasons: Sequence[Reason] = ()) -> None:
        self.code = code or (reasons[0].code if reasons else self.default_code)
        self.reasons = tuple(reasons) or (Reason(self.code, message),)
        super().__init__(message or "; ".join(str(reason) for reason in self.reasons))


class Refused(Refusal):
    """The actor may not do this, or the state of the thing forbids it."""


class Invalid(Refusal):
    """The input breaks a rule; `errors` names field and rule."""

    default_code = "invalid"

    def __init__(
        self,
        message: str = "",
        *,
        code: str = "",
        reasons: Sequence[Reason] = (),
        errors: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(message, code=code, reasons=reasons)
        self.errors = dict(errors or {})


class Conflict(Refusal):
    """The thing has changed since the actor saw it, or another holds it."""

    default_code = "conflict"


class Missing(Refusal):
    """The thing does not exist, or the actor may not know that it does."""

    default_code = "missing"
