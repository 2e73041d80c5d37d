"""What in the log points at a page, and what points at something that has ended: news for the floors below."""

import json
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet

from api.publications.enums import Kind, State
from api.publications.frames import BROKEN
from api.publications.models import Current
from cms.pages.registry import POINTING_MENU, Pointer, broken_pointers, pointers_to

MOST = 500


def pointing_at(public_ids: Sequence[UUID]) -> Iterator[Pointer]:
    """Everything live that was made from one of these pages and is not in it: a section stands above its items."""
    deps = [f"{word}:{public_id}" for public_id in public_ids for word in ("page", "shown")]
    names = {str(public_id) for public_id in public_ids}
    for pointer, form in _pointers(Current.objects.filter(deps__overlap=deps).exclude(public_id__in=public_ids)):
        if (form.get("section") or {}).get("public_id") not in names:
            yield pointer


def pointing_at_ended(sites: Sequence[UUID]) -> Iterator[Pointer]:
    """Everything live on these sites that points at something that has ended."""
    rows = Current.objects.filter(deps__contains=[BROKEN], site__in=sites)
    return (pointer for pointer, _form in _pointers(rows))


def _pointers(rows: QuerySet[Current]) -> Iterator[tuple[Pointer, dict[str, dict[str, str]]]]:
    live = rows.filter(state=State.LIVE, kind__in=(Kind.PAGE, Kind.NAVIGATION)).order_by("kind", "-sort_at", "pk")
    fields = ("kind", "type", "public_id", "locale", "site", "list_form")
    for kind, page_type, public_id, locale, site, form in live.values_list(*fields)[:MOST]:
        is_menu = kind == Kind.NAVIGATION
        said = {} if is_menu else json.loads(bytes(form))
        yield Pointer(POINTING_MENU if is_menu else page_type, public_id, locale, site, said.get("title", "")), said


def hang() -> None:
    """Hang both on the registries."""
    pointers_to.register("api.publications", pointing_at)
    broken_pointers.register("api.publications", pointing_at_ended)
