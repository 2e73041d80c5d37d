"""Files for bureaus: what goes out, what comes back, and what that does to a text."""

import re
from typing import Any

import polib
import pytest
from lxml import etree

from cms.home.models import SectionPage
from cms.pages.segments import segments_of
from sites.refusals import Invalid, Missing, Refused
from tests.factories.bureaus import (
    NAMES,
    TOOLS,
    brought,
    by_polib,
    by_toolkit_xliff,
    findings,
    name_of,
    packed,
    take_files,
    taken_out,
    unpacked,
    written,
)
from tests.factories.cms import body_of, fresh, home_of_site, make_news, publish, section_of
from tests.factories.workflows import make_desk, published
from tests.workflows.test_translation import begun, change, english_of, put, standing, translator
from tests.workflows.test_translation_screens import owe_english
from workflows.bureaus.actions import bring_in, confirm, forget, go_on
from workflows.bureaus.enums import Format, PageState, Scope, Which
from workflows.bureaus.models import DeliveredPage, Delivery, Handout
from workflows.bureaus.offering import beside
from workflows.passage.enums import Cause
from workflows.translation.enums import State
from workflows.translation.memory import suggestions
from workflows.translation.models import Translation, Wording
from workflows.translation.texts import opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits() -> None:
    take_files()


def targets(translation: Translation) -> dict[str, str]:
    return {line.key: line.target for line in opened(translation).lines}


def sources(page: Any) -> dict[str, str]:
    return {segment.key: segment.text for segment in segments_of(fresh(page))}


def in_english(page: Any) -> dict[str, str]:
    """Every segment in words that nobody wrote before, its marks where they were."""
    return {key: f"Bureau {text}" for key, text in sources(page).items()}


# --- round trips by real tools -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "tool"), TOOLS)
def test_what_a_tool_wrote_stands_in_the_draft_and_nothing_public_changes(form: str, tool: Any) -> None:
    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    edits = in_english(page)
    _handout, data = taken_out(person, page, form=form)
    assert not Translation.objects.exists()
    delivery = brought(person, tool(data, edits))
    assert set(findings(delivery).values()) == {"taken"}
    assert not Wording.objects.exists()
    confirm(person, delivery=delivery, also=())
    translation = Translation.objects.get()
    assert targets(translation) == edits
    assert "<b>hội nghị</b>" in str(fresh(translation.page).get_latest_revision_as_object().body)
    assert set(Wording.objects.values_list("how", "by__username")) == {("brought", person.username)}
    assert not fresh(translation.page).live
    assert standing(page).state == State.DRAFT
    assert DeliveredPage.objects.get().state == PageState.WRITTEN


@pytest.mark.parametrize(("form", "tool"), TOOLS)
def test_a_file_that_comes_back_as_it_went_out_changes_nothing(form: str, tool: Any) -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    _handout, data = taken_out(translator(desk), page, form=form)
    before = Wording.objects.count()
    delivery = written(translator(desk), tool(data, {}))
    assert set(findings(delivery).values()) == {"same"}
    assert Wording.objects.count() == before


def test_a_file_says_segment_wording_state_terms_and_version() -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    _handout, data = taken_out(translator(desk), page)
    file = polib.pofile(data.decode())
    entries = {name_of(entry): entry for entry in file}
    assert file.metadata["Language"] == "en"
    assert file.metadata["X-Source-Language"] == "vi"
    summary = entries["summary"]
    assert summary.fuzzy
    assert summary.previous_msgid == "Tỉnh lắng nghe doanh nghiệp."
    assert summary.msgid == "Tỉnh lắng nghe 200 doanh nghiệp."
    assert summary.msgstr == "English Tỉnh lắng nghe doanh nghiệp."
    assert not entries["title"].fuzzy
    assert "Sở Tài chính → Department of Finance" in entries["source"].comment
    marked = next(entry for entry in file if "{1}" in entry.msgid)
    assert "{1} = <b>" in marked.comment
    assert fresh(page).translation_key in (
        DeliveredPage(public_id=summary.msgctxt[:36]).public_id,
        page.translation_key,
    )


def test_only_what_is_open_goes_out_where_that_is_asked_for() -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    with pytest.raises(Invalid):
        taken_out(translator(desk), page, which=Which.OPEN)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    _handout, data = taken_out(translator(desk), page, which=Which.OPEN)
    assert [name_of(entry) for entry in polib.pofile(data.decode())] == ["summary"]


def test_an_xliff_file_keeps_the_rules_of_its_schema() -> None:
    desk = make_desk()
    body = body_of(
        ("paragraph", '<p>Xem <a href="https://a.vn/?b=1&amp;c=2">ở đây</a><br/>hoặc <b><i>hỏi</i></b>.</p>')
    )
    page = published(desk, body=body, title="Thu < chi & “khác” {1}")
    english_of(desk, page)
    change(desk, page, Cause.CORRECTION, summary="Khác.")
    _handout, data = taken_out(translator(desk), page, form=Format.XLIFF)
    root = etree.fromstring(data)
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (
        f"{{{NAMES['x']}}}xliff",
        "2.1",
        "vi",
        "en",
    )
    assert [file.get("id") for file in root] == [str(page.translation_key)]
    units = root.findall(".//x:unit", NAMES)
    ids = [unit.get("id") for unit in units]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[\w.\-:]+", one) for one in ids), "ids are NMTOKENs"
    order = ["notes", "originalData", "segment"]
    for unit in units:
        named = [etree.QName(child).localname for child in unit]
        assert named == [name for name in order if name in named]
        segment = unit.find("x:segment", NAMES)
        assert [etree.QName(child).localname for child in segment] in (["source", "target"], ["source"])
        known = {data.get("id") for data in unit.findall(".//x:data", NAMES)}
        for code in unit.iter(f"{{{NAMES['x']}}}pc", f"{{{NAMES['x']}}}ph"):
            named = [code.get(name) for name in ("dataRef", "dataRefStart", "dataRefEnd") if code.get(name)]
            assert named
            assert set(named) <= known
            assert code.get("canDelete") == "no"
        if segment.get("subState"):
            assert segment.get("state") == "initial"
    states = {unit.get("name"): unit.find("x:segment", NAMES).get("state") for unit in units}
    assert (states["summary"], states["title"]) == ("initial", "translated")
    note = units[ids.index(next(one for one in ids if one.startswith("u2-")))].find(".//x:note[@category]", NAMES)
    assert note.text == "Tỉnh lắng nghe doanh nghiệp."
    titles = [unit for unit in units if unit.get("name") == "title"]
    assert titles[0].findtext(".//x:source", namespaces=NAMES) == "Thu < chi & “khác” {1}"


# --- many pages ---------------------------------------------------------------------------------------------------


def test_a_site_goes_out_as_a_folder_and_comes_back_page_by_page() -> None:
    desk = make_desk()
    owe_english(desk)
    pages = [published(desk, title=f"Tin số {number}") for number in (1, 2, 3)]
    _handout, data = taken_out(translator(desk), home_of_site(desk.site), scope=Scope.BELOW, which=Which.OPEN)
    files = unpacked(data)
    assert sorted(files) == ["tin-tuc/tin-so-1.po", "tin-tuc/tin-so-2.po", "tin-tuc/tin-so-3.po"]
    edited = {name: by_polib(file, {"title": f"Item {name[-4]}"}) for name, file in files.items()}
    edited["tin-tuc/.DS_Store"] = b"\x00\x01"
    delivery = written(translator(desk), packed(edited))
    assert [page.state for page in delivery.pages.all()] == [PageState.WRITTEN] * 3
    found = {one.public_id: targets(one)["title"] for one in Translation.objects.all()}
    assert found == {page.translation_key: f"Item {number}" for number, page in enumerate(pages, 1)}
    assert delivery.handout == Handout.objects.get()


def test_files_that_a_tool_merged_are_understood() -> None:
    desk = make_desk()
    pages = [published(desk, title=f"Tin số {number}") for number in (1, 2)]
    person = translator(desk)
    first, second = (polib.pofile(taken_out(person, page)[1].decode()) for page in pages)
    first.extend(second)
    for entry in first:
        entry.comment, entry.tcomment = "", ""
    merged = by_polib(str(first).encode(), {"title": "One title"})
    assert written(person, merged).pages.filter(state=PageState.WRITTEN).count() == 2
    assert {targets(one)["title"] for one in Translation.objects.all()} == {"One title"}


def test_a_section_is_begun_before_what_lies_in_it() -> None:
    desk = make_desk()
    owe_english(desk, "section", "news")
    person = translator(desk)
    section = SectionPage(title="Chuyên đề", code="chuyen-de", live=False)
    home_of_site(desk.site).add_child(instance=section)
    section.save_revision()
    page = make_news(section, title="Tin trong chuyên đề", user=desk.writer)
    for one in (section, page):
        publish(fresh(one))
    _handout, data = taken_out(person, section, scope=Scope.BELOW, which=Which.OPEN)
    files = unpacked(data)
    assert sorted(files) == ["chuyen-de.po", "chuyen-de/tin-trong-chuyen-de.po"]
    edited = [by_polib(file, {"title": f"Item {len(name)}"}) for name, file in sorted(files.items(), reverse=True)]
    alone = brought(person, edited[0]).pages.get()
    assert (alone.state, alone.message) == (PageState.REFUSED, "Chuyên mục cấp trên chưa có trong ngôn ngữ đó.")
    delivery = written(person, *edited)
    assert [row.state for row in delivery.pages.all()] == [PageState.WRITTEN] * 2
    parent, child = (fresh(one).get_translation(desk.site.homes.get(position=1).locale) for one in (section, page))
    assert child.get_parent().pk == parent.pk


def test_what_is_large_is_left_to_the_worker(django_capture_on_commit_callbacks: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    take_files(at_once=1)
    desk = make_desk()
    owe_english(desk)
    for number in (1, 2):
        published(desk, title=f"Tin số {number}")
    person = translator(desk)
    _handout, data = taken_out(person, home_of_site(desk.site), scope=Scope.BELOW, which=Which.OPEN)
    files = {name: by_polib(file, {"title": f"Item {name[-4]}"}) for name, file in unpacked(data).items()}
    delivery = brought(person, packed(files))
    assert set(delivery.pages.values_list("state", flat=True)) == {PageState.WAITING}
    assert ProcrastinateJob.objects.filter(task_name="workflows.bureaus.go_on").count() == 1
    with pytest.raises(Refused):
        confirm(person, delivery=delivery, also=())
    go_on(delivery_id=delivery.pk)
    go_on(delivery_id=delivery.pk)
    confirm(person, delivery=delivery, also=())
    assert not Wording.objects.exists()
    go_on(delivery_id=delivery.pk)
    assert set(Wording.objects.values_list("target", flat=True)) == {"Item 1", "Item 2"}


# --- the source has changed, or somebody wrote meanwhile ----------------------------------------------------------


def test_a_file_for_an_older_source_is_merged_as_far_as_its_segments_still_stand() -> None:
    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    _handout, data = taken_out(person, page)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    edits = {"title": "Dialogue with businesses", "summary": "The province listens to businesses."}
    delivery = written(person, by_polib(data, edits))
    assert (findings(delivery)["title"], findings(delivery)["summary"]) == ("taken", "older")
    translation = Translation.objects.get()
    assert targets(translation)["title"] == edits["title"]
    assert targets(translation)["summary"] == ""
    offered = beside(opened(translation))
    assert [offer.text for offer in offered["summary"]] == [edits["summary"]]
    line = opened(translation).line("summary")
    remembered = suggestions(line.segment, locale="en", site=desk.site.pk)
    assert edits["summary"] in [one.wording.target for one in remembered]
    put(person, translation, "summary", "The province listens to 200 businesses.")
    assert beside(opened(translation)) == {}


def test_what_moved_in_the_source_is_found_where_it_stands_now() -> None:
    desk = make_desk()
    body = body_of(("paragraph", "<p>Một</p><p>Hai hai</p><p>Ba ba ba</p>"))
    page = published(desk, body=body)
    person = translator(desk)
    _handout, data = taken_out(person, page)
    moved = body_of(("paragraph", "<p>Ba ba ba</p><p>Mới</p><p>Hai hai</p>"))
    change(desk, page, Cause.CORRECTION, body=moved)
    english = {"Một": "One", "Hai hai": "Two two", "Ba ba ba": "Three"}
    by_name = {key: english[text] for key, text in _of_body(data).items()}
    delivery = written(person, by_polib(data, by_name))
    assert delivery.pages.get().counts == {"empty": 3, "taken": 2, "older": 1}
    lines = {line.segment.text: line.target for line in opened(Translation.objects.get()).lines}
    assert (lines["Ba ba ba"], lines["Hai hai"], lines["Mới"]) == ("Three", "Two two", "")


def _of_body(data: bytes) -> dict[str, str]:
    return {name_of(entry): entry.msgid for entry in polib.pofile(data.decode()) if name_of(entry).startswith("body")}


def test_what_somebody_wrote_since_is_never_written_over() -> None:
    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    translation = begun(desk, page)
    _handout, data = taken_out(person, page)
    put(person, translation, "title", "By hand, since")
    delivery = written(person, by_polib(data, {"title": "By the bureau"}))
    assert findings(delivery)["title"] == "newer"
    assert targets(translation)["title"] == "By hand, since"
    assert [offer.text for offer in beside(opened(translation))["title"]] == ["By the bureau"]
    again = written(person, by_polib(data, {"title": "By the bureau"}))
    assert findings(again)["title"] == "newer"
    assert Wording.objects.filter(target="By the bureau").count() == 1


def test_what_is_written_between_report_and_word_is_not_written_over_either() -> None:
    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    translation = begun(desk, page)
    _handout, data = taken_out(person, page)
    delivery = brought(person, by_polib(data, {"title": "By the bureau"}))
    assert findings(delivery)["title"] == "taken"
    put(person, translation, "title", "By hand, since")
    confirm(person, delivery=delivery, also=())
    assert findings(delivery)["title"] == "newer"
    assert targets(translation)["title"] == "By hand, since"


def test_a_wording_that_a_bureau_found_still_right_is_kept_as_such() -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    person = translator(desk)
    _handout, data = taken_out(person, page)
    assert findings(brought(person, data))["summary"] == "same"
    delivery = written(person, by_polib(data, {"summary": "English Tỉnh lắng nghe doanh nghiệp."}))
    assert findings(delivery)["summary"] == "kept"
    assert opened(Translation.objects.get()).is_done


def test_what_is_marked_as_not_finished_is_taken_only_if_asked() -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    person = translator(desk)
    _handout, data = taken_out(person, page)
    file = polib.pofile(data.decode())
    next(entry for entry in file if name_of(entry) == "summary").msgstr = "Half done"
    rough = str(file).encode()
    translation = Translation.objects.get()
    assert findings(written(person, rough))["summary"] == "unfinished"
    assert targets(translation)["summary"] == "English Tỉnh lắng nghe doanh nghiệp."
    assert findings(written(person, rough, also=("unfinished", "marks")))["summary"] == "taken"
    assert targets(translation)["summary"] == "Half done"


@pytest.mark.parametrize(
    ("key", "text", "finding"),
    [
        ("marked", "The bold word is gone", "marks"),
        ("marked", "{1}Crossed{1}", "marks"),
        ("title", "x" * 256, "too_long"),
        ("title", "   ", "empty"),
        ("title", "Hội nghị đối thoại doanh nghiệp", "unfinished"),
    ],
)
def test_what_cannot_be_taken_is_said_and_left(key: str, text: str, finding: str) -> None:
    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    marked = next(name for name, words in sources(page).items() if "{1}" in words)
    _handout, data = taken_out(person, page)
    edits = {marked if key == "marked" else key: text, "source": "Department of Finance"}
    delivery = written(person, by_polib(data, edits))
    assert findings(delivery)[marked if key == "marked" else key] == finding
    assert findings(delivery)["source"] == "taken"
    assert {line.target for line in opened(Translation.objects.get()).lines} == {"", "Department of Finance"}


def test_tags_that_an_editor_of_xliff_lost_or_made_up_are_told() -> None:
    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    marked = next(name for name, words in sources(page).items() if "{1}" in words)
    _handout, data = taken_out(person, page, form=Format.XLIFF)
    lost = by_toolkit_xliff(data, {marked: "No tags at all"})
    assert findings(brought(person, lost))[marked] == "marks"
    strange = by_toolkit_xliff(data, {marked: "A {7}strange{/7} tag, {1}held{/1}"})
    assert findings(brought(person, strange))[marked] == "marks"
    typed = by_toolkit_xliff(data, {"title": "Plain"}).replace(b"Plain", b"A {1} in braces")
    delivery = written(person, typed)
    assert targets(Translation.objects.get())["title"] == "A {1} in braces"
    assert findings(delivery)["title"] == "taken"


def test_a_segment_that_is_no_longer_there_is_kept_in_the_memory() -> None:
    desk = make_desk()
    page = published(desk, body=body_of(("paragraph", "<p>Một</p>"), ("paragraph", "<p>Hai hai</p>")))
    person = translator(desk)
    _handout, data = taken_out(person, page)
    change(desk, page, Cause.CORRECTION, body=body_of(("paragraph", "<p>Một</p>")))
    key = next(name for name, words in _of_body(data).items() if words == "Hai hai")
    delivery = written(person, by_polib(data, {key: "Two two"}))
    assert findings(delivery)[key] == "unknown"
    assert Wording.objects.get(target="Two two").how == "beside"


def test_nothing_is_written_while_the_translation_is_in_approval() -> None:
    from workflows.passage import actions as passages

    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    translation = begun(desk, page)
    for line in opened(translation).lines:
        put(person, translation, line.key, f"English {line.segment.text}")
    _handout, data = taken_out(person, page)
    passages.submit(person, page=fresh(translation.page))
    delivery = written(person, by_polib(data, {"title": "By the bureau"}))
    assert delivery.pages.get().state == PageState.REFUSED
    assert delivery.pages.get().message
    assert not Wording.objects.filter(target="By the bureau").exists()


def test_what_was_brought_is_confirmed_once_and_by_whoever_brought_it() -> None:
    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    _handout, data = taken_out(person, page)
    delivery = brought(person, by_polib(data, {"title": "Title"}))
    with pytest.raises(Refused):
        confirm(desk.head, delivery=delivery, also=())
    confirm(person, delivery=delivery, also=())
    with pytest.raises(Refused):
        confirm(person, delivery=delivery, also=())


# --- next door ----------------------------------------------------------------------------------------------------


def test_nobody_takes_out_what_he_may_not_read_or_translate() -> None:
    desk, other = make_desk(), make_desk("syt")
    page, begun_page, draft = published(desk), published(desk, title="Đã dịch"), desk.draft(title="Chưa đăng")
    begun(desk, begun_page)
    for thing in (page, begun_page, draft):
        with pytest.raises(Refused):
            taken_out(translator(other), thing)
    with pytest.raises(Refused):
        taken_out(translator(other), home_of_site(desk.site), scope=Scope.BELOW, which=Which.OPEN)
    with pytest.raises(Refused):
        taken_out(translator(desk), draft)
    with pytest.raises(Refused):
        taken_out(desk.head, page)
    with pytest.raises(Missing):
        taken_out(translator(desk), page, locale="lo")
    assert taken_out(translator(desk), page)
    assert taken_out(translator(desk), begun_page)
    assert not Handout.objects.exclude(by=translator(desk)).exists()


def test_a_file_of_another_site_is_not_written_and_says_nothing_of_it() -> None:
    desk, other = make_desk(), make_desk("syt")
    page = published(desk, title="Của nhà bên")
    _handout, data = taken_out(translator(desk), page)
    translation = begun(desk, page)
    for number in (1, 2):
        delivery = written(translator(other), by_polib(data, {"title": f"Broken in {number}"}))
        found = delivery.pages.get()
        assert (found.state, found.title, found.findings, found.is_known) == (PageState.REFUSED, "", [], False)
        Translation.objects.filter(pk=translation.pk).update(page=None)
    assert not Wording.objects.exists()
    with pytest.raises(Refused):
        brought(desk.head, data)


# --- files that are refused ---------------------------------------------------------------------------------------

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="vi" trgLang="en"><file id="f">&b;</file>
</xliff>"""
OLD = b"""<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file/></xliff>"""


def _cut(data: bytes) -> bytes:
    return data[: data.rindex(b"</segment>")]


def _broken_po(data: bytes) -> bytes:
    return data.replace(b'msgid "H', b'msgid "H"x"', 1)


@pytest.mark.parametrize(
    ("form", "spoil", "code", "said"),
    [
        (Format.PO, _broken_po, "not_po", r"(dòng|line) \d+"),
        (Format.PO, lambda data: data.decode().encode("utf-16"), "not_utf8", r"(dòng|line) 1"),
        (Format.PO, lambda data: data.replace("Sở".encode(), b"S\xe1\xbb", 1), "not_utf8", r"(dòng|line) \d+"),
        (Format.PO, lambda data: data.replace(b"Language: en", b"Language: fr"), "other_language", "fr"),
        (Format.PO, lambda data: data.replace(b"Language: en", b"Language: "), "no_language", ""),
        (Format.PO, lambda data: re.sub(rb"msgctxt .*\n(?:\".*\n)*", b"", data), "not_ours", ""),
        (Format.PO, lambda _data: b"a,b\n1,2\n", "unknown_format", ""),
        (Format.PO, lambda _data: b"/etc/passwd\nmsgid", "not_po", ""),
        (Format.PO, lambda data: data + b"# " + b"x" * 1_100_000, "too_large", "MB"),
        (Format.PO, lambda data: packed({"a.zip": packed({"a.po": data})}), "zip_in_zip", "a.zip"),
        (Format.PO, lambda data: packed({f"{n}.po": data for n in range(21)}), "too_many_files", ""),
        (Format.PO, lambda data: packed({"a.po": data + b"# " + b"x" * 3_500_000}), "too_large", "MB"),
        (Format.PO, lambda data: packed({"a.po": data})[:-30], "broken_zip", ""),
        (Format.XLIFF, _cut, "not_xml", r"(dòng|line) \d+"),
        (Format.XLIFF, lambda data: data.replace(b'trgLang="en"', b'trgLang="fr"'), "other_language", "fr"),
        (Format.XLIFF, lambda data: data.replace(b' trgLang="en"', b""), "no_language", ""),
        (Format.XLIFF, lambda _data: BOMB, "entities", r"(dòng|line) 2"),
        (Format.XLIFF, lambda _data: OLD, "old_xliff", "1"),
        (Format.XLIFF, lambda _data: b"<?xml version='1.0'?><a/>", "not_xliff", ""),
    ],
)
def test_a_broken_file_changes_nothing_and_says_where(form: str, spoil: Any, code: str, said: str) -> None:
    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    _handout, data = taken_out(person, page, form=form)
    assert brought(person, data)
    Delivery.objects.all().delete()
    with pytest.raises(Invalid) as refused:
        bring_in(person, files=[("tep.po", spoil(data))], locale="en")
    assert refused.value.code == code
    assert re.search(said, str(refused.value.reasons[0]))
    assert "tep.po" in str(refused.value.reasons[0]) or code == "zip_in_zip"
    assert not Delivery.objects.exists()


def test_a_file_that_says_two_things_of_one_segment_is_refused() -> None:
    desk = make_desk()
    page = published(desk)
    person = translator(desk)
    _handout, data = taken_out(person, page)
    with pytest.raises(Invalid) as refused:
        brought(person, by_polib(data, {"title": "One"}), by_polib(data, {"title": "Two"}))
    assert refused.value.code == "said_twice"
    assert brought(person, by_polib(data, {"title": "One"}), by_polib(data, {"title": "One"}))


def test_a_file_from_another_source_language_is_not_written() -> None:
    desk = make_desk()
    person = translator(desk)
    _handout, data = taken_out(person, published(desk))
    delivery = brought(person, data.replace(b"X-Source-Language: vi", b"X-Source-Language: de"))
    assert delivery.pages.get().state == PageState.REFUSED


def test_what_is_erased_leaves_files_too() -> None:
    desk = make_desk()
    page = make_news(section_of(desk.site), user=desk.writer)
    handout = Handout.objects.create(
        public_id=page.translation_key, by=desk.writer, at=page.latest_revision_created_at, site=desk.site,
        title="x", locale="en", form=Format.PO, which=Which.ALL, pages=[page.pk], file=b"words",
    )  # fmt: skip
    person = translator(desk)
    public = published(desk, title="Khác")
    delivery = brought(person, by_polib(taken_out(person, public)[1], {"title": "Other"}))
    forget(page.translation_key)
    forget(public.translation_key)
    handout.refresh_from_db()
    assert handout.file is None
    assert (delivery.pages.get().units, delivery.pages.get().findings) == ([], [])
