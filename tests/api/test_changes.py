"""Every change that fires no signal, or fires outside the transaction, reaches readers all the same.

The list is that of the prototype (Wagtail 8.0.1): after each change, what the log says is what presenting everything
afresh says (`settle`).
"""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from wagtail.models import Collection, Page, PageViewRestriction

from api.publications.models import Alarm, Current, Due, Version
from cms.news.models import Category, NewsPage
from cms.pages.models import Tag
from sites import clock
from sites.agencies.models import AgencyName
from sites.domains.models import Host, PublicSite
from sites.refusals import Refused
from sites.rules.models import LegalBasis, Rule
from tests.factories.api import current, release, settle, versions, whole, withdrawal
from tests.factories.cms import (
    body_of,
    fresh,
    make_category,
    make_file,
    make_news,
    make_page,
    make_picture,
    publish,
    section_of,
)
from workflows.passage.models import Release


@pytest.fixture
def item(site: PublicSite) -> NewsPage:
    """A published item in the log."""
    page = make_news(section_of(site), category=make_category())
    publish(page)
    settle()
    return page


def test_publishing_a_new_text_appends_one_version(item: NewsPage) -> None:
    page = fresh(item)
    page.title = "Tiêu đề mới"
    page.save_revision()
    publish(fresh(page))
    assert settle() == 2  # the item, and the front page that shows it
    assert [version.causes for version in versions(item)] == [["first"], ["first"]]
    assert whole(item)["title"] == "Tiêu đề mới"


def test_a_saved_draft_changes_nothing(item: NewsPage) -> None:
    page = fresh(item)
    page.title = "Chỉ là nháp"
    page.save_revision()
    assert settle() == 0


def test_a_scheduled_first_publication_is_planned_and_not_shown(site: PublicSite) -> None:
    page = make_news(section_of(site), go_live_at=clock.now() + timedelta(hours=2))
    page.save_revision()
    publish(fresh(page))
    settle()
    assert not Current.objects.filter(public_id=page.translation_key).exists()
    assert Due.objects.get(public_id=page.translation_key).site == site.public_id


def test_a_scheduled_change_of_a_live_item_is_planned_and_not_shown(item: NewsPage) -> None:
    page = fresh(item)
    page.title, page.go_live_at = "Sau này", clock.now() + timedelta(hours=2)
    page.save_revision()
    publish(fresh(page))
    settle()
    assert whole(item)["title"] == item.title
    assert Due.objects.filter(public_id=page.translation_key).exists()


def test_unpublishing_with_a_withdrawal_tells_readers_why(item: NewsPage) -> None:
    withdrawal(item, notice="Đã thay bằng bản mới.")
    settle()
    assert current(item).state == "withdrawn"
    assert whole(item)["notice"] == "Đã thay bằng bản mới."
    assert not Alarm.objects.exists()


def test_expiry_is_an_ending_of_its_own_kind(item: NewsPage) -> None:
    withdrawal(item, kind="expired")
    settle()
    assert versions(item)[-1].causes == ["expired"]


def test_a_new_slug_of_a_section_moves_its_descendants_and_keeps_the_old_paths(item: NewsPage) -> None:
    section = section_of(PublicSite.objects.get(code="stc"))
    section.slug = "thoi-su"
    section.save()
    settle()
    assert current(item).path.startswith("/thoi-su/")
    assert current(item).former_paths == [current(item).path.replace("thoi-su", "tin-tuc")]
    assert whole(item)["section"]["path"] == "/thoi-su/"
    assert versions(item)[-1].causes == ["frame"]


def test_a_move_inside_the_site_keeps_the_old_path(item: NewsPage) -> None:
    site = PublicSite.objects.get(code="stc")
    fresh(item).move(section_of(site, code="about"), pos="last-child")
    settle()
    assert current(item).path.startswith("/gioi-thieu/")
    assert len(current(item).former_paths) == 1


def test_a_restriction_takes_the_subtree_back_and_gives_it_back(item: NewsPage) -> None:
    section = section_of(PublicSite.objects.get(code="stc"))
    restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
    settle()
    assert (current(item).state, current(section).state) == ("withdrawn", "withdrawn")
    assert versions(item)[-1].causes == ["restricted"]
    restriction.delete()
    settle()
    assert (current(item).state, current(section).state) == ("live", "live")


def test_an_alias_is_refused(item: NewsPage) -> None:
    with pytest.raises(Refused):
        fresh(item).create_alias()
    assert settle() == 0


def test_a_copy_is_a_draft(item: NewsPage) -> None:
    fresh(item).copy(update_attrs={"slug": "ban-sao"}, keep_live=True)
    assert settle() == 0


def test_a_deleted_subtree_is_gone_and_an_operator_is_told(site: PublicSite) -> None:
    above = make_page(section_of(site, code="about"), title="Cơ cấu")
    below = make_page(above, title="Văn phòng")
    publish(above)
    publish(below)
    settle()
    with connection.cursor() as cursor:
        cursor.execute("update cms_pages_pageidentity set page_id = null")
        cursor.execute("delete from cms_home_standardpage where page_ptr_id in (%s, %s)", [above.pk, below.pk])
        cursor.execute("delete from wagtailcore_page where path like %s", [f"{above.path}%"])
    settle()
    assert (current(above).state, current(below).state) == ("gone", "gone")
    assert {alarm.kind for alarm in Alarm.objects.all()} == {"unexplained"}


def test_another_canonical_host_changes_every_address_of_the_site(item: NewsPage) -> None:
    Host.objects.filter(hostname="stc.binhphuoc.gov.vn").update(hostname="taichinh.binhphuoc.gov.vn")
    settle()
    assert "//taichinh.binhphuoc.gov.vn" in whole(item)["url"]
    assert whole(item)["site"] == "taichinh.binhphuoc.gov.vn"


def test_a_corrected_name_of_an_agency_reaches_its_items(item: NewsPage) -> None:
    AgencyName.objects.filter(agency__code="stc").update(name_vi="Sở Tài chính tỉnh")
    settle()
    assert whole(item)["agency"]["name"] == "Sở Tài chính tỉnh"


def test_items_keep_the_name_of_their_day(item: NewsPage) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    AgencyName.objects.filter(agency__code="stc").update(held_to=tomorrow)
    agency = PublicSite.objects.get(code="stc").agency
    AgencyName.objects.create(agency=agency, name_vi="Sở mới", name_en="New", held_from=tomorrow)
    settle()
    assert whole(item)["agency"]["name"] == "Sở Tài chính"


def test_pictures_put_into_another_collection_in_bulk_change_nothing(item: NewsPage) -> None:
    picture = make_picture()
    other = Collection.get_first_root_node().add_child(name="Khác")
    type(picture).objects.filter(pk=picture.pk).update(collection=other)
    assert settle() == 0


def test_a_renamed_category_changes_the_frame(item: NewsPage) -> None:
    Category.objects.update(name_vi="Kinh tế - Ngân sách")
    settle()
    assert whole(item)["category"]["name"] == "Kinh tế - Ngân sách"


def test_a_renamed_tag_is_text_and_therefore_held(item: NewsPage) -> None:
    Tag.objects.update(name="tài khóa")
    settle()
    assert whole(item)["tags"][0]["name"] == "ngân sách"
    assert current(item).held_reason == "unreleased"


def test_a_rule_about_the_credit_line_reaches_every_item(item: NewsPage) -> None:
    basis = LegalBasis.objects.create(code="qc", title="Quy chế")
    Rule.objects.create(key="attribution.credit_line", value={"vi": "Theo Cổng"}, unit="text", basis=basis)
    settle()
    assert whole(item)["attribution"]["credit_line"] == "Theo Cổng"
    Rule.objects.update(value={"vi": "Theo binhphuoc.gov.vn"})
    settle()
    assert whole(item)["attribution"]["credit_line"] == "Theo binhphuoc.gov.vn"


def test_a_link_to_what_is_not_public_is_plain_text_until_it_is(item: NewsPage) -> None:
    goal = make_news(section_of(PublicSite.objects.get(code="stc")), title="Đích đến")
    body = body_of(("paragraph", f'<p>Xem <a linktype="page" id="{goal.pk}">bài này</a>.</p>'))
    page = make_news(section_of(PublicSite.objects.get(code="stc")), title="Có liên kết", body=body)
    publish(page)
    settle()
    assert whole(page)["body"][0]["value"] == "<p>Xem bài này.</p>"
    publish(goal)
    settle()
    assert f'<a href="{whole(goal)["url"]}">bài này</a>' in whole(page)["body"][0]["value"]
    withdrawal(goal)
    settle()
    assert whole(page)["body"][0]["value"] == "<p>Xem bài này.</p>"


def test_an_english_page_is_linked_with_its_source(item: NewsPage) -> None:
    site = PublicSite.objects.get(code="stc")
    english = make_news(section_of(site, "en"), title="Meeting", translation_key=item.translation_key)
    publish(english)
    settle()
    assert whole(english)["translation"] == {"status": "current", "source_locale": "vi", "outdated_since": None}
    assert whole(english)["path"].startswith("/en/news/")
    assert [other["locale"] for other in whole(item)["alternates"]] == ["en"]
    assert whole(item)["translation"]["status"] == "source"
    assert versions(item)[-1].causes == ["frame"]


def test_an_address_set_by_queryset_reaches_readers(item: NewsPage) -> None:
    Page.objects.filter(pk=item.pk).update(url_path=fresh(item).url_path.replace("hoi-nghi", "hop"))
    settle()
    assert "/hop-" in current(item).path


def test_an_address_set_by_sql_reaches_readers(item: NewsPage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update wagtailcore_page set url_path = replace(url_path, 'hoi-nghi', 'hop')")
    settle()
    assert "/hop-" in current(item).path


def test_what_is_rolled_back_never_reaches_readers(item: NewsPage) -> None:
    with transaction.atomic():
        Page.objects.filter(pk=item.pk).update(live=False)
        transaction.set_rollback(True)
    assert settle() == 0


def test_a_closed_site_takes_its_content_back(item: NewsPage) -> None:
    PublicSite.objects.filter(code="stc").update(state="closed", closed_on=clock.today())
    settle()
    assert current(item).state == "withdrawn"
    assert versions(item)[-1].causes == ["site_closed"]


def test_two_pages_that_swap_addresses_are_both_right(site: PublicSite) -> None:
    one, two = (make_news(section_of(site), title=title) for title in ("Bài một", "Bài hai"))
    publish(one)
    publish(two)
    settle()
    first, second = fresh(one).url_path, fresh(two).url_path
    with transaction.atomic():
        Page.objects.filter(pk=one.pk).update(url_path=second)
        Page.objects.filter(pk=two.pk).update(url_path=first)
    settle()
    assert (current(one).path, current(two).path) == ("/tin-tuc/bai-hai/", "/tin-tuc/bai-mot/")


def test_a_second_page_on_one_address_is_held_until_it_is_free(site: PublicSite) -> None:
    one, two = (make_news(section_of(site), title=title) for title in ("Bài một", "Bài hai"))
    publish(one)
    publish(two)
    settle()
    Page.objects.filter(pk=two.pk).update(url_path=fresh(one).url_path)
    settle()
    assert (current(two).path, current(two).held_reason) == ("/tin-tuc/bai-hai/", "path_taken")
    withdrawal(one)
    settle()
    assert (current(two).path, current(two).held) == ("/tin-tuc/bai-mot/", False)


def test_renditions_that_come_later_are_shown(site: PublicSite) -> None:
    picture = make_picture()
    page = make_news(section_of(site), lead_image=picture, lead_image_alt="Cánh đồng")
    publish(page)
    settle()
    before = len(whole(page)["image"]["renditions"])
    picture.get_rendition("width-320|format-webp")
    picture.get_rendition("width-640|format-webp")
    settle()
    assert len(whole(page)["image"]["renditions"]) >= max(before, 2)


def test_a_file_is_public_as_long_as_something_refers_to_it(site: PublicSite) -> None:
    body = body_of(("file", {"file": make_file().pk, "title": "Tải về"}))
    page = make_news(section_of(site), body=body)
    publish(page)
    settle()
    assert whole(page)["body"][0]["value"]["url"].endswith(".pdf")


def test_an_embargo_holds_a_text_until_its_moment(site: PublicSite) -> None:
    page = make_news(section_of(site))
    at = clock.now() + timedelta(hours=1)
    release(page, not_before=at)
    Page.objects.filter(pk=page.pk).update(live=True, first_published_at=clock.now(), last_published_at=clock.now())
    settle()
    assert Alarm.objects.get(cleared_at=None).detail == "embargo"
    assert Due.objects.get(public_id=page.translation_key).at == at
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        Page.objects.filter(pk=page.pk).update(last_published_at=clock.now())
        settle()
    assert current(page).state == "live"
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_several_releases_that_collapse_are_all_named(item: NewsPage) -> None:
    page = fresh(item)
    page.title = "Lần hai"
    release(page, cause="correction")
    page.title = "Lần ba"
    page.save_revision()
    publish(fresh(page))
    Release.objects.filter(public_id=page.translation_key).last()
    assert settle() == 2  # the item, and the front page that shows it
    assert versions(item)[-1].causes == ["correction", "first"]


def test_the_log_has_no_holes(item: NewsPage) -> None:
    numbers = list(Version.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
