"""What an action remembers as firm (`sites.memory`) is found just so at its end: no action changes it meanwhile.

Each act is held from its beginning to its end, wider than the actions do it themselves; then everything that was
remembered is asked of the tables again. A firm selector that is not named here fails, once an act asks it.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Model
from wagtail.models import Page, Revision

from cms.pages.asked import line_down_to, page_of
from cms.pages.models import BasePage
from sites import memory
from sites.domains.models import SiteHome
from sites.domains.selectors import homes_beside
from tests.factories.workflows import PortalDesk, fresh_page, make_portal, now, seen
from workflows.passage import actions
from workflows.passage.enums import Cause
from workflows.passage.texts import hash_of_revision

pytestmark = pytest.mark.django_db

# Of a page in a revision these say where the page itself stands; that is no part of the text, and acts change it.
OF_THE_PAGE = {"draft_title", "live", "has_unpublished_changes", "first_published_at"}


def rows(things: Iterable[Model]) -> list[dict[str, Any]]:
    return [{field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields} for one in things]


def text(page: BasePage) -> dict[str, Any]:
    said = {name: value for name, value in page.serializable_data().items() if name not in OF_THE_PAGE}
    return {**said, "body": json.loads(said["body"])}  # whatever the order of its keys


def around(homes: list[SiteHome]) -> list[dict[str, Any]]:
    return rows(one for home in homes for one in (home, home.site, home.locale, home.home))


# By each firm selector: how it is asked afresh of what it was remembered by, and what of its answer is firm.
FIRM: dict[Callable[..., Any], tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    homes_beside.ask: (lambda path: homes_beside(Page(path=path)), around),
    line_down_to.ask: (line_down_to, rows),
    page_of.ask: (lambda pk: page_of(Revision.objects.get(pk=pk)), text),
    hash_of_revision.ask: (lambda pk: hash_of_revision(Revision.objects.get(pk=pk)), str),
}


@contextmanager
def held(asked: set[Hashable]) -> Iterator[None]:
    """One act, and then what it remembered beside what there is. Notes which selectors it asked."""
    with memory.holding():
        remembered = memory._firm.get()
        yield
    assert remembered is not None
    for question, answer in remembered.items():
        selector, key = question  # type: ignore[misc]
        afresh, firm_part = FIRM[selector]
        assert firm_part(answer) == firm_part(afresh(key)), f"{selector.__name__}({key!r})"
        asked.add(selector)


def edited(portal: PortalDesk, page: BasePage, **fields: str) -> None:
    draft = fresh_page(page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=portal.editor)


def test_no_act_changes_what_is_remembered_as_firm() -> None:
    portal, asked = make_portal(), set[Hashable]()
    page = portal.draft()

    def through_the_chain(**change: Any) -> None:
        with held(asked):
            actions.submit(portal.writer, page=fresh_page(page.pk), **change)
        with held(asked):
            actions.approve(portal.head, passage=now(page), seen_sha256=seen(page))
        with held(asked):
            edited(portal, page, summary=f"Biên tập {change}")
        with held(asked):
            actions.forward(portal.editor, passage=now(page), seen_sha256=seen(page))
        with held(asked):
            actions.publish(portal.board_head, passage=now(page), seen_sha256=seen(page))
        assert fresh_page(page.pk).live

    with held(asked):
        actions.submit(portal.writer, page=page)
    with held(asked):
        actions.return_to_author(portal.head, passage=now(page), reason="Thiếu số liệu")
    through_the_chain()
    edited(portal, page, title="Tên đúng")
    through_the_chain(cause=Cause.CORRECTION, notice="Tên cũ sai.")
    with held(asked):
        actions.withdraw(portal.board_head, page=fresh_page(page.pk), reason="Sai")
    assert not fresh_page(page.pk).live
    assert asked == set(FIRM)


def test_what_changes_is_found() -> None:
    portal = make_portal()
    draft = portal.draft()
    with pytest.raises(AssertionError, match="page_of"), held(set()):  # noqa: PT012
        page_of(draft.latest_revision)
        draft.title = "Tên khác"
        draft.save_revision(user=portal.writer, overwrite_revision=draft.latest_revision)
