"""Bringing samples in: what refers to what is known at the end of each item."""

import pytest
from wagtail.models import ReferenceIndex

from cms.media.models import Picture
from cms.news.models import NewsCredit
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
