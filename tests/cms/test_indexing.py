"""A page is in Wagtail's indexes when all of it is saved, once, and in neither when it has gone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.media.models import Picture
from cms.news.models import NewsCredit, NewsPage
from cms.pages.indexing import indexed_once
from tests.factories.cms import fresh, make_news, make_picture, section_of
from tests.factories.workflows import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def rows() -> list[tuple[object, ...]]:
    fields = ("base_content_type", "object_id", "to_content_type", "to_object_id", "model_path", "content_path")
    return sorted(ReferenceIndex.objects.values_list(*fields))


def test_the_index_of_references_is_whole_at_the_end_of_an_item(desk: Desk) -> None:
    with indexed_once():
        picture = make_picture()
        with indexed_once():  # an item that another one links to
            page = make_news(section_of(desk.site), lead_image=picture, lead_image_alt="Cầu")
        page.credits.add(NewsCredit(name="Văn Ba", person=desk.writer))
        page.save()
        assert not ReferenceIndex.get_references_to(picture).exists()
    written = rows()
    assert ReferenceIndex.get_references_to(picture).exists()
    assert ReferenceIndex.get_references_to(desk.writer).filter(model_path="credits.item.person").exists()
    for instance in (fresh(page), picture):
        ReferenceIndex.create_or_update_for_object(instance)
    assert rows() == written


def test_after_an_item_that_failed_everything_is_indexed_at_once_again(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), indexed_once():
        raise ZeroDivisionError
    picture = make_picture()
    make_news(section_of(desk.site), lead_image=picture, lead_image_alt="Cầu")
    assert ReferenceIndex.get_references_to(Picture.objects.get(pk=picture.pk)).exists()


def words_of(page: NewsPage) -> list[str]:
    """What the search of the admin knows of a page."""
    entries = IndexEntry.objects.filter(object_id=str(page.pk), content_type__model="newspage")
    return [str(entry.autocomplete) for entry in entries]


def test_a_draft_is_no_reason_to_enter_a_page_and_what_is_saved_is_one(desk: Desk) -> None:
    page = make_news(section_of(desk.site), title="Cầu phao")
    (before,) = words_of(page)
    page.title = "Bến phà"
    with CaptureQueriesContext(connection) as queries:
        page.save_revision(user=desk.writer)
    assert not [one for one in queries if "indexentry" in one["sql"] or "referenceindex" in one["sql"]]
    assert words_of(page) == [before]
    page.save()
    (after,) = words_of(page)
    assert ("phao" in before, "phao" in after, "ben" in after or "bến" in after) == (True, False, True)


def test_what_is_deleted_is_in_no_index_also_where_it_was_just_saved(desk: Desk) -> None:
    picture = make_picture()
    with indexed_once():
        page = make_news(section_of(desk.site), lead_image=picture, lead_image_alt="Cầu")
        page.delete()
    assert not ReferenceIndex.get_references_to(picture).exists()
    kept = make_news(section_of(desk.site), lead_image=picture, lead_image_alt="Cầu")
    assert words_of(kept)
    number = kept.pk
    kept.delete()
    assert not IndexEntry.objects.filter(object_id=str(number), content_type__model="newspage").exists()
    assert not ReferenceIndex.get_references_to(picture).exists()
