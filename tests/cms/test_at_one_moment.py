"""Several people at one moment: the tree stays whole, no save goes over another unseen. Threads on real PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.home.models import HomePage, SectionPage
from cms.pages.models import BasePage
from sites.refusals import Refusal, Refused
from tests.factories.cms import fresh, make_page, section_of
from tests.factories.sites import make_administrator, make_site

ADDERS, EACH, MOVES = 3, 12, 6


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all of it at one moment; answers what came of each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait()
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db
def test_a_move_that_does_not_hold_the_tree_is_refused() -> None:
    """Anchors M6. Without opening a site: that holds the tree to the end of the test's transaction."""
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Trang", slug="trang", live=False))
    here, there = (home.add_child(instance=SectionPage(title=name, live=False)) for name in ("Đây", "Đó"))
    with pytest.raises(Refused), transaction.atomic():
        MovePageAction(here, there, pos="last-child").execute(skip_permission_checks=True)
    here.move(there, pos="last-child")
    assert fresh(here).get_parent().pk == there.pk


def add_many(parent: BasePage, name: str) -> int:
    for number in range(EACH):
        fresh(parent).add_child(instance=SectionPage(title=f"{name} {number}", live=False))
    return EACH


def move_to_and_fro(page: BasePage, parents: tuple[BasePage, BasePage]) -> int:
    for number in range(MOVES):
        fresh(page).move(fresh(parents[number % 2]), pos="last-child")
    return MOVES


@pytest.mark.usefixtures("own_database")
def test_adding_below_a_subtree_that_moves_leaves_the_tree_whole() -> None:
    """Anchors M6: each such run left orphans and wrong addresses."""
    site = make_site()
    parents = (section_of(site, code="about"), section_of(site))
    moving = parents[1].add_child(instance=SectionPage(title="Đơn vị", live=False))
    deep = moving.add_child(instance=SectionPage(title="Sâu", live=False))
    adders = [partial(add_many, deep if number % 2 else moving, f"Trang {number}") for number in range(ADDERS)]
    assert at_once(partial(move_to_and_fro, moving, parents), *adders) == [MOVES, *[EACH] * ADDERS]
    assert Page.find_problems() == ([], [], [], [], [])
    for page in fresh(moving).get_descendants():
        assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"
    assert fresh(moving).get_descendants().count() == ADDERS * EACH + 1


def save_as(name: str, page: BasePage, revision: Revision) -> int:
    client = Client()
    client.force_login(make_administrator())
    typed = {
        "title": name,
        "slug": page.slug,
        "summary": "",
        "body-count": "0",
        "comments": inline_formset([]),
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(typed)).status_code


@pytest.mark.usefixtures("own_database")
def test_of_two_saves_at_one_moment_one_is_stored_and_the_other_sees_both() -> None:
    page = make_page(section_of(make_site(), code="about"))
    for _time in range(3):
        revision = fresh(page).latest_revision
        results = at_once(*(partial(save_as, name, page, revision) for name in ("Một", "Hai")))
        assert sorted(results) == [302, 409]
        assert fresh(page).revisions.filter(pk__gt=revision.pk).count() == 1
