"""Addresses and files by language: slugs of their own, redirects within a language, hreflang, files beside files."""

from typing import Any

import pytest

from cms.media.models import File
from cms.news.models import NewsPage
from sites.accounts.models import User
from sites.languages.actions import say
from sites.languages.labels import labelled
from sites.refusals import Invalid
from tests.factories.api import get, settle, whole
from tests.factories.cms import PDF, body_of, fresh, make_file
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, published, with_seat
from tests.workflows.test_translation import begun, translate_all, translator
from workflows.changes import actions as changes
from workflows.changes.models import Proposal
from workflows.labels import actions as labels
from workflows.labels.desk import work_of_labels
from workflows.labels.texts import opened_row, row_named
from workflows.passage import actions as passages
from workflows.passage.models import Passage
from workflows.translation.actions import write
from workflows.translation.seen import fingerprint
from workflows.translation.texts import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def through(desk: Desk, page: Any, **fields: Any) -> NewsPage:
    """A draft changed so, submitted and published."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=translator(desk))
    passages.submit(translator(desk), page=fresh(page))
    passage = Passage.objects.latest("pk")
    passages.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    return NewsPage.objects.get(pk=page.pk)


def in_english(desk: Desk, page: NewsPage, title: str) -> NewsPage:
    """A public English version with this title."""
    translation = begun(desk, page)
    translate_all(translator(desk), translation)
    line = opened(translation).line("title")
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    write(translator(desk), translation=translation, key="title", text=title, **seen)
    return through(desk, NewsPage.objects.get(pk=translation.page_id))


def hreflang(page: Any) -> dict[str, str]:
    """The addresses that search engines are told, by language."""
    return {one["hreflang"]: one["url"] for one in whole(page)["seo"]["hreflang"]}


def resolved(desk: Desk, path: str) -> Any:
    return get(f"/api/v1/resolve/?path={path}", desk.site).json()


def test_an_address_is_made_of_the_words_of_its_language(desk: Desk) -> None:
    page = published(desk, title="Đường Hồ Chí Minh qua tỉnh")
    english = in_english(desk, page, "Hồ Chí Minh Road crosses the province")
    settle()
    assert (page.slug, english.slug) == ("duong-ho-chi-minh-qua-tinh", "ho-chi-minh-road-crosses-the-province")
    assert whole(english)["path"] == f"/en/news/{english.slug}/"


def test_a_changed_english_address_leads_to_english_alone(desk: Desk) -> None:
    page = published(desk)
    english = in_english(desk, page, "The conference")
    settle()
    vietnamese = whole(page)["path"]
    renamed = through(desk, english, slug="conference-of-the-year")
    settle()
    found = resolved(desk, "/en/news/the-conference/")
    assert (found["state"], found["location"]) == ("redirect", "/en/news/conference-of-the-year/")
    assert whole(renamed)["path"] == "/en/news/conference-of-the-year/"
    assert whole(page)["path"] == vietnamese
    assert resolved(desk, vietnamese)["state"] == "live"


def test_items_name_their_addresses_by_language_and_the_first_one_for_everybody_else(desk: Desk) -> None:
    page = published(desk)
    settle()
    assert hreflang(page) == {"vi": whole(page)["url"], "x-default": whole(page)["url"]}
    english = in_english(desk, page, "The conference")
    settle()
    both = {"en": whole(english)["url"], "vi": whole(page)["url"], "x-default": whole(page)["url"]}
    assert hreflang(page) == hreflang(english) == both


# --- files ----------------------------------------------------------------------------------------------------------


def with_file(desk: Desk) -> tuple[NewsPage, NewsPage, File]:
    """A text and its English version that refer to one Vietnamese file."""
    file = make_file(collection=desk.site.collection)
    page = published(desk, body=body_of(("file", {"file": file.pk, "title": ""})))
    return page, in_english(desk, page, "The regulation"), File.objects.get(pk=file.pk)


def in_body(page: NewsPage) -> dict[str, Any]:
    return dict(whole(page)["body"][0]["value"])


def english_file(desk: Desk) -> File:
    data = PDF + b"%en\n"
    return make_file(
        name="regulation.pdf", title="Regulation", data=data, language="en", collection=desk.site.collection
    )


def test_a_file_says_its_language_and_stands_in_where_there_is_no_other(desk: Desk) -> None:
    page, english, _file = with_file(desk)
    settle()
    assert (in_body(page)["locale"], in_body(page)["title"]) == ("vi", "Quy chế")
    assert in_body(english)["locale"] == "vi"


def test_the_english_file_beside_the_vietnamese_is_chosen_on_the_desk_and_approved(desk: Desk) -> None:
    page, english, file = with_file(desk)
    other, person = english_file(desk), with_seat("dich.en", desk.site, "translator")
    settle()
    works = {work.address: work for work in work_of_labels(person, "en") if work.type == "file"}
    assert not works  # no rule says that files are owed; it is opened from its address all the same
    found = opened_row(*row_named("file", file.pk), "en")
    assert [line.key for line in found.lines] == ["title", "sha256"]
    for field, text in (("title", "Regulation of work"), ("sha256", str(other.public_id))):
        found = _written(person, file, field, text)
    make_administrator()
    labels.send(person, found=found)
    changes.approve(make_administrator(), proposal=Proposal.objects.latest("pk"))
    settle()
    shown = in_body(english)
    assert (shown["locale"], shown["title"]) == ("en", "Regulation of work")
    assert shown["url"] != in_body(page)["url"]
    assert in_body(page)["locale"] == "vi"
    assert File.objects.get(pk=other.pk).frozen_at


def test_a_file_of_another_site_is_not_offered(desk: Desk) -> None:
    _page, _english, file = with_file(desk)
    foreign = english_file(make_desk("syt"))
    person = with_seat("dich.en", desk.site, "translator")
    with pytest.raises(Invalid) as invalid:
        _written(person, file, "sha256", str(foreign.public_id))
    assert invalid.value.code == "not_offered"


def test_a_title_alone_is_said_in_english_while_the_file_is_vietnamese(desk: Desk) -> None:
    _page, english, file = with_file(desk)
    say(labelled["file"], file, locale="en", words={"title": "Regulation"})
    settle()
    assert (in_body(english)["title"], in_body(english)["locale"]) == ("Regulation", "vi")


def _written(person: User, file: File, field: str, text: str) -> Any:
    found = opened_row(*row_named("file", file.pk), "en")
    line = found.line(field)
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    return labels.write(person, found=found, field=field, text=text, **seen)
