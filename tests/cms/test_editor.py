"""The admin's editor of pages: saving over a newer save, slugs, drafting in another language, who finds what."""

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.news.models import NewsPage
from cms.pages.models import BasePage
from cms.pages.panels import FORMATTERS
from cms.pages.translation import draft_translation, languages_to_draft_in, reasons_not_to_draft
from sites.accounts.actions import give_seat
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from sites.refusals import Refused
from tests.factories.cms import fresh, make_news, publish, section_of
from tests.factories.sites import make_administrator, make_agency, make_person, make_seat_kinds, make_site

pytestmark = pytest.mark.django_db


def make_writer(site: PublicSite, username: str = "viet.stc", kind: str = "writer") -> Any:
    make_seat_kinds()
    person = make_person(username)
    give_seat(make_administrator(), person=person, kind_code=kind, site=site)
    return person


def form_of(page: NewsPage, **changes: Any) -> dict[str, str]:
    """What the editor's form sends for a page as it was loaded."""
    revision = page.latest_revision
    typed = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "source": page.source,
        "tags": "ngân sách",
        "body": streamfield([("paragraph", rich_text("<p>Ngày 21/11</p>", features=["bold"]))]),
        "credits": inline_formset([{"name": "Nguyễn Thị Viết", "role": "writer"}]),
        "comments": inline_formset([]),
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }
    return nested_form_data({**typed, **changes})


def save(client: Client, page: BasePage, data: dict[str, str], **headers: str) -> HttpResponse:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, headers=headers)


@pytest.fixture
def page() -> NewsPage:
    return make_news()


@pytest.fixture
def writing(client: Client, page: NewsPage) -> Client:
    client.force_login(make_writer(make_site()))
    return client


# --- saving over a newer save
def test_a_save_on_the_newest_version_is_stored(writing: Client, page: NewsPage) -> None:
    assert save(writing, page, form_of(page, title="Tên mới")).status_code == 302
    assert fresh(page).latest_revision.as_object().title == "Tên mới"


@pytest.mark.parametrize("html", ["<p></p>", "<p> </p><p><b></b></p>"])
def test_a_paragraph_of_nothing_may_be_saved_but_not_submitted(writing: Client, page: NewsPage, html: str) -> None:
    nothing = form_of(page, body=streamfield([("paragraph", rich_text(html, features=["bold"]))]))
    assert save(writing, page, nothing).status_code == 302
    assert fresh(page).latest_revision.as_object().body[0].value.source == ""
    nothing = form_of(fresh(page), body=streamfield([("paragraph", rich_text(html, features=["bold"]))]))
    refused = save(writing, page, {**nothing, "action-submit": "1"})
    assert refused.status_code == 200
    assert refused.context["form"].errors["body"]
    assert not fresh(page).current_workflow_state


def test_a_save_over_a_newer_save_is_refused_with_both_texts_and_keeps_what_was_typed(
    writing: Client, page: NewsPage
) -> None:
    data = form_of(page, title="Hội nghị của tôi", summary="Tóm tắt của tôi")
    theirs = fresh(page)
    theirs.title = "Hội nghị của người khác"
    newest = theirs.save_revision(user=make_person("khac", full_name="Lê Văn Khác"))
    response = save(writing, page, data)
    shown = response.content.decode()
    assert response.status_code == 409
    assert fresh(page).latest_revision == newest
    assert "Lê Văn Khác" in shown
    assert "<del>người khác</del>" in shown
    assert "<ins>tôi</ins>" in shown
    assert "Tóm tắt của tôi" in shown
    kept = dict(response.context["kept"])
    assert kept["title"] == "Hội nghị của tôi"
    again = {
        **kept,
        "loaded_revision_id": str(newest.pk),
        "loaded_revision_created_at": response.context["newest_created_at"],
    }
    assert save(writing, page, again).status_code == 302
    assert fresh(page).latest_revision.as_object().title == "Hội nghị của tôi"
    assert fresh(page).latest_revision.pk > newest.pk


def test_a_version_that_was_overwritten_in_place_is_a_newer_save_too(writing: Client, page: NewsPage) -> None:
    """Autosave writes into the same revision: its number says nothing, its moment does."""
    data = form_of(page, title="Của tôi")
    theirs = fresh(page)
    theirs.title = "Của người khác"
    theirs.save_revision(overwrite_revision=page.latest_revision)
    assert save(writing, page, data).status_code == 409
    assert fresh(page).latest_revision.as_object().title == "Của người khác"


def test_whoever_goes_on_editing_gets_his_text_back_in_the_editor(writing: Client, page: NewsPage) -> None:
    data = form_of(page, title="Của tôi")
    newest = fresh(page).save_revision()
    kept = dict(save(writing, page, data).context["kept"])
    response = save(writing, page, {**kept, "resume-editing": "1", "loaded_revision_id": str(newest.pk)})
    assert response.status_code == 200
    assert response.context["form"]["title"].value() == "Của tôi"
    assert fresh(page).latest_revision == newest


def test_an_autosave_over_a_newer_save_is_refused(writing: Client, page: NewsPage) -> None:
    data = form_of(page, title="Của tôi")
    newest = fresh(page).save_revision()
    response = save(writing, page, data, accept="application/json")
    assert response.status_code == 400
    assert json.loads(response.content)["error_code"] == "invalid_revision"
    assert fresh(page).latest_revision == newest


def test_what_is_typed_is_stored_clean(writing: Client, page: NewsPage) -> None:
    save(
        writing,
        page,
        form_of(
            page,
            title="Tie\u0302\u0301ng\u200b Việt",
            credits=inline_formset([{"name": "A\u202e B", "role": "writer"}]),
        ),
    )
    draft = fresh(page).latest_revision.as_object()
    assert draft.title == "Tiếng Việt"
    assert draft.credits.last().name == "A B"


def test_the_editor_knows_vietnamese_letters_in_slugs(writing: Client, page: NewsPage) -> None:
    shown = writing.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    attributes = shown.context["form"].fields["slug"].widget.attrs
    assert len(json.loads(attributes["data-w-slug-formatters-value"])) == len(FORMATTERS)


def test_agencies_are_chosen_by_their_names_of_today(writing: Client, page: NewsPage) -> None:
    old, new = make_agency("sgd", name="Sở Giáo dục"), make_agency("sgdm", name="Sở Nội vụ <và Tổ chức>")
    old.names.update(held_to=date(2025, 3, 1))
    old.names.create(name_vi="Ấn phẩm", held_from=date(2025, 3, 1), held_to=date(2026, 1, 1))
    Agency.objects.filter(pk=old.pk).update(valid_to=date(2026, 1, 1))
    make_agency("nameless").names.all().delete()
    page.agency = new
    page.save_revision()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        field = str(writing.get(url).context["form"]["agency"])
    labels = [unescape(label) for label in re.findall(r"<option[^>]*>([^<]*)</option>", field)]
    assert labels == [
        "Cơ quan của trang web",
        "Ấn phẩm (trước 01/01/2026)",
        "nameless",
        "Sở Nội vụ <và Tổ chức>",
        "Sở Tài chính",
    ]
    assert re.findall(r'<option value="(\d+)" selected>', field) == [str(new.pk)]
    assert save(writing, page, form_of(page, agency=str(old.pk))).status_code == 302
    assert fresh(page).latest_revision.as_object().agency == old


def test_a_language_code_is_refused_as_a_slug_below_a_home(client: Client) -> None:
    client.force_login(make_administrator())
    home = make_site().homes.get(position=0).home
    data = nested_form_data(
        {"title": "Tiếng Anh", "slug": "en", "description": "", "code": "", "comments": inline_formset([])}
    )
    response = client.post(reverse("wagtailadmin_pages:add", args=["cms_home", "sectionpage", home.pk]), data)
    assert response.status_code == 200
    assert "slug" in response.context["form"].errors
    assert not Page.objects.filter(slug="en").exists()


# --- who finds what
def test_a_writer_of_another_site_can_neither_open_nor_choose_a_draft(client: Client, page: NewsPage) -> None:
    other = make_site("sxd")
    client.force_login(make_writer(other, "viet.sxd"))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
    chooser = reverse("wagtailadmin_choose_page_search") + "?page_type=wagtailcore.page&q=đối thoại"
    assert page.title not in client.get(chooser).content.decode()
    publish(page)
    assert page.title in client.get(chooser).content.decode()


def test_the_chooser_opens_on_the_only_site_of_a_person_and_else_on_all(writing: Client, page: NewsPage) -> None:
    site, other = make_site(), make_site("sxd")
    homes = {site.homes.get(position=0).home_id, other.homes.get(position=0).home_id}
    url = reverse("wagtailadmin_choose_page") + "?page_type=wagtailcore.page"

    def opened(client: Client, url: str = url) -> int:
        return json.loads(client.get(url).content)["parent_page_id"]

    root = Page.get_first_root_node()
    assert opened(writing) == site.homes.get(position=0).home_id
    assert opened(writing, reverse("wagtailadmin_choose_page_child", args=[root.pk])) == root.pk
    assert opened(writing, url + "&locale=en") == root.pk
    administrator = Client()
    administrator.force_login(make_administrator())
    assert opened(administrator) == root.pk
    answer = administrator.get(url)
    assert {row.pk for row in answer.context["table"].data} >= homes
    both = Client()
    person = make_writer(other, "viet.hai")
    give_seat(make_administrator(), person=person, kind_code="writer", site=site)
    both.force_login(person)
    assert opened(both) == root.pk


def test_the_listing_has_no_lists_of_all_people_and_sites(writing: Client, page: NewsPage) -> None:
    listing = writing.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assert page.title in listing.content.decode()
    assert not {"owner", "edited_by", "site"} & set(listing.context["filters"].filters)


def test_a_home_has_neither_delete_nor_move_in_the_admin(client: Client) -> None:
    client.force_login(make_administrator())
    home = make_site().homes.get(position=0).home
    for view in ("delete", "move"):
        assert client.post(reverse(f"wagtailadmin_pages:{view}", args=[home.pk])).status_code == 302
    assert Page.objects.filter(pk=home.pk).exists()


# --- drafting in another language
def english() -> Locale:
    return Locale.objects.get(language_code="en")


def test_an_english_page_is_drafted_beside_by_whoever_may_write_there(page: NewsPage) -> None:
    site = make_site()
    translator = make_writer(site, "dich.stc", "translator")
    publish(page)
    draft = draft_translation(translator, page=fresh(page), locale=english())
    assert draft.translation_key == page.translation_key
    assert draft.get_parent().pk == section_of(site, "en").pk
    assert not draft.live
    assert draft.owner == translator
    assert draft.alias_of_id is None
    assert [credit.name for credit in draft.credits.all()] == ["Nguyễn Thị Viết"]
    assert fresh(page).live
    assert draft.latest_revision.user == translator


def test_a_draft_in_another_language_is_refused_with_its_reason(page: NewsPage) -> None:
    site = make_site()
    stranger, administrator = make_writer(make_site("sxd"), "viet.sxd"), make_administrator()
    with pytest.raises(Refused):
        draft_translation(stranger, page=page, locale=english())
    draft_translation(administrator, page=page, locale=english())
    reasons = reasons_not_to_draft(administrator, page=page, locale=english())
    assert [reason.code for reason in reasons] == ["translated"]
    home = site.homes.get(position=0).home.specific
    assert languages_to_draft_in(administrator, page=home) == []


def test_a_draft_whose_section_is_missing_is_refused(page: NewsPage) -> None:
    site = make_site()
    lonely = make_news(section_of(site).add_child(instance=type(section_of(site))(title="Riêng", live=False)))
    reasons = reasons_not_to_draft(make_administrator(), page=lonely, locale=english())
    assert [reason.code for reason in reasons] == ["section_missing"]


def test_the_button_is_shown_to_who_may_use_it_and_works(client: Client, page: NewsPage) -> None:
    client.force_login(make_writer(make_site()))
    address = reverse("cms_pages_draft_translation", args=[page.pk, "en"])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert client.get(address).status_code == 200
    client.post(address)
    assert page.get_translation(english()).specific.title == page.title
    assert address not in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
