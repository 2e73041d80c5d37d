"""What every way to one item shares: its name, and what is answered where it is no longer there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.content import narrowing
from api.content.queries import HEAD, Question
from api.http.parameters import uuid
from api.http.problems import Problem
from api.http.responses import purge_keys

REFUSED = ("unknown_site", "unknown_locale", "unknown_parameter", "invalid_parameter")
ABSENT = ("not_found", "withdrawn", "redirect", "withheld", "gone")
KNOWN = Question(f"select {HEAD}, null from h", {})  # noqa: S608 - constants: only what is known of the site


def ended(ending: Mapping[str, Any], keys: Sequence[str]) -> Problem:
    """Why an item that was public is not answered. It may be kept as long as an answer, and purged like one."""
    code = "withheld" if ending["withheld"] else ending["state"]
    members = way_of(narrowing.ending(ending))
    return Problem(
        code,
        ending["notice"],
        members={**members, "hash": ending["receipt"]["hash"]},
        headers={"Cache-Control": "public, max-age=60", **purge_keys(keys)},
    )


def way_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """How something ended, where `status` would be that of something else."""
    members = dict(said)
    if "status" in members:
        members["redirect_status"] = members.pop("status")
    return members


def public_id_of(text: str) -> UUID:
    """The public id in an address; what is none names nothing."""
    try:
        return uuid(text)
    except ValueError:
        raise Problem("not_found") from None
