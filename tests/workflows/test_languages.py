"""A language is opened for a site by administrators, on a screen: all that belongs to it, and nothing public."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language_info
from wagtail.models import Locale

from api.publications.models import Current
from cms.home.models import HomePage, SectionPage
from cms.project.config import ROOT
from sites.accounts.models import Seat, SeatKind, User
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from sites.domains.models import SiteHome
from sites.languages.codes import name_of, own_name
from sites.languages.selectors import reading
from sites.provisioning.actions import open_site
from sites.refusals import Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.api import get, settle
from tests.factories.cms import fresh, section_of
from tests.factories.sites import make_administrator, make_plan
from tests.factories.workflows import Desk, make_basis, make_chain, make_desk, make_step, published, with_seat
from workflows.agreement.comparing import Knowledge, compare
from workflows.boards.actions import Use, use_chain
from workflows.boards.selectors import chain_for
from workflows.changes import actions as changes
from workflows.changes.models import Proposal
from workflows.labels.desk import work_of_labels
from workflows.languages.actions import OpeningPlan, close_language, open_language
from workflows.languages.changes import CLOSING, OPENING
from workflows.languages.enums import Owed
from workflows.languages.models import LanguageAct
from workflows.passage import actions as passages
from workflows.passage.models import Passage
from workflows.translation.actions import begin, compare_whole, write
from workflows.translation.enums import SegmentState, State
from workflows.translation.models import Translation
from workflows.translation.seen import fingerprint
from workflows.translation.selectors import languages_of, work_of
from workflows.translation.standing import standings_of
from workflows.translation.texts import opened

pytestmark = pytest.mark.django_db

LAO = OpeningPlan("lo", "Quyết định 12/QĐ-UBND, Điều 1", "ພະແນກການເງິນ")


@pytest.fixture
def admin() -> User:
    return make_administrator()


@pytest.fixture
def second(admin: User) -> User:
    return make_administrator("quantri2")


@pytest.fixture
def desk(admin: User, second: User) -> Desk:
    return make_desk()


@pytest.fixture
def with_english_chain(desk: Desk, admin: User) -> Desk:
    """English has a chain of its own on the site, and a rule about who approves names."""
    chain = make_chain(
        "tieng-anh",
        (
            make_step(1, "edit_and_forward", [{"seat": "translation_reviewer"}]),
            make_step(2, "publish", [{"post": "head", "agency": "item"}]),
        ),
    )
    use_chain(admin, chain=chain, use=Use(site=desk.site, locale="en"))
    values: dict[str, Any] = {
        "changes.translation.en": {"approve": [{"seat": "translation_reviewer"}]},
        "translation.owed": {"en": [{"types": ["home", "section", "category"]}]},
    }
    for key, value in values.items():
        set_rule(admin, rule=Rule(key=key, value=value, unit="list", basis=make_basis(), article="Điều 7.2"))
    return desk


def seated(desk: Desk, name: str, kind: str) -> User:
    return with_seat(f"{name}.{desk.site.code}", desk.site, kind)


def translate(person: User, translation: Translation, words: str = "ພາສາລາວ") -> None:
    for number, line in enumerate(opened(translation).lines, 1):
        write(
            person,
            translation=translation,
            key=line.key,
            text=f"{words} {number}",
            seen=fingerprint(line.target),
            source_seen=line.segment.sha256,
        )


def carried_through(page: Any, translator: User, *deciders: User) -> None:
    """Submitted and decided about until it is public."""
    passages.submit(translator, page=fresh(page))
    for person in deciders:
        passage = Passage.objects.latest("pk")
        act = passages.publish if person == deciders[-1] else passages.forward
        act(person, passage=passage, seen_sha256=passage.text_sha256)


# --- what is listed -------------------------------------------------------------------------------------------------


def test_every_listed_language_has_a_name_of_its_own_and_one_for_others() -> None:
    codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    assert {"vi", "en", "lo", "km", "zh-hans", "hmn", "jra", "bdq", "blt", "cjm"} <= set(codes)
    for code in codes:
        assert own_name(code) == get_language_info(code)["name_local"]
        assert own_name(code) != code
        assert name_of(code) != code
        assert len(code) <= 20


# --- opening --------------------------------------------------------------------------------------------------------


def test_an_opened_language_is_usable_at_once_and_nothing_of_it_is_public(
    admin: User, with_english_chain: Desk
) -> None:
    desk = with_english_chain
    settle()
    row = open_language(admin, site=desk.site, plan=LAO)
    home = HomePage.objects.get(pk=row.home_id)
    assert (row.position, home.live, home.title, home.slug) == (2, False, LAO.title, "stc-lo")
    sections = SectionPage.objects.child_of(home)
    assert [(page.code, page.live) for page in sections] == [("about", False), ("news", False)]
    assert reading(desk.site, "name", "lo").own == LAO.title
    assert SeatKind.objects.get(code="translator-lo").languages == ["lo"]
    assert "translator-lo" in SeatKind.objects.get(code="site_admin").gives
    settle()
    answer = get(f"/api/v1/sites/{desk.site.hosts.get().hostname}/", desk.site).json()
    assert answer["languages"] == ["vi", "en", "lo"]
    assert answer["homes"]["lo"] is None
    assert answer["names"]["lo"] == LAO.title
    assert get("/api/v1/content/?locale=lo", desk.site).json()["results"] == []
    assert not Current.objects.filter(locale="lo", state="live").exists()


def test_a_translator_of_the_new_language_has_its_pages_and_no_others(admin: User, with_english_chain: Desk) -> None:
    desk = with_english_chain
    open_language(admin, site=desk.site, plan=OpeningPlan("lo", "QĐ 12", owed=Owed.LIKE_ENGLISH))
    person = seated(desk, "dich.lo", "translator-lo")
    assert languages_of(person) == ["lo"]
    lao, english = HomePage.objects.get(slug="stc-lo"), HomePage.objects.get(slug="stc-en")
    assert lao.permissions_for_user(person).can_edit()
    assert not english.permissions_for_user(person).can_edit()
    assert {work.type for work in work_of(person, locale="lo")} == {"home", "section"}
    assert work_of_labels(person, "en") == []


def test_a_text_passes_the_chain_of_its_language_and_readers_get_it(admin: User, with_english_chain: Desk) -> None:
    desk = with_english_chain
    open_language(admin, site=desk.site, plan=LAO)
    translator, reviewer = seated(desk, "dich.lo", "translator-lo"), seated(desk, "sua.lo", "translation_reviewer-lo")
    english_reviewer = seated(desk, "sua.en", "translation_reviewer")
    home = HomePage.objects.get(slug="stc-lo")
    assert chain_for(home).code == "tieng-anh-lo"
    source = HomePage.objects.get(slug="stc-vi")
    translation = begin(translator, source=source, locale="lo")
    translate(translator, translation)
    passages.submit(translator, page=fresh(translation.page.specific))
    passage = Passage.objects.latest("pk")
    with pytest.raises(Refused):
        passages.forward(english_reviewer, passage=passage, seen_sha256=passage.text_sha256)
    with pytest.raises(Refused):
        passages.forward(translator, passage=passage, seen_sha256=passage.text_sha256)
    passages.forward(reviewer, passage=passage, seen_sha256=passage.text_sha256)
    passage.refresh_from_db()
    passages.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    settle()
    answer = get("/api/v1/resolve/?path=/lo/", desk.site).json()
    assert answer["item"]["locale"] == "lo"
    assert answer["item"]["translation"]["status"] == "current"
    menus = get(f"/api/v1/sites/{desk.site.hosts.get().hostname}/navigation/?locale=lo", desk.site).json()
    assert (menus["locale"], menus["translation"]["status"]) == ("lo", "current")
    assert {one["locale"] for one in get("/api/v1/resolve/?path=/", desk.site).json()["item"]["alternates"]} == {
        "en",
        "lo",
    }


def test_menus_that_are_missing_are_answered_in_the_first_language_only_on_request(admin: User, desk: Desk) -> None:
    open_language(admin, site=desk.site, plan=LAO)
    settle()
    address = f"/api/v1/sites/{desk.site.hosts.get().hostname}/navigation/?locale=lo"
    assert get(address, desk.site).status_code == 404
    answer = get(f"{address}&fallback=default", desk.site)
    assert (answer.json()["locale"], answer.json()["translation"]["status"]) == ("vi", "none")
    assert answer.headers["Content-Language"] == "vi"


def test_an_item_is_translated_into_the_new_language(admin: User, with_english_chain: Desk) -> None:
    desk = with_english_chain
    page = published(desk)
    open_language(admin, site=desk.site, plan=LAO)
    translator, reviewer = seated(desk, "dich.lo", "translator-lo"), seated(desk, "sua.lo", "translation_reviewer-lo")
    translation = begin(translator, source=page, locale="lo")
    for line in opened(translation).lines:
        words = f"{line.marks[0]}ລາວ{line.marks[1]}" if line.marks else "ລາວ"
        seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
        write(translator, translation=translation, key=line.key, text=words, **seen)
    carried_through(translation.page.specific, translator, reviewer, desk.head)
    own = begin(translator, source=section_of(desk.site), locale="lo")
    translate(translator, own, "ຂ່າວ")
    carried_through(section_of(desk.site, "lo"), translator, reviewer, desk.head)
    settle()
    listed = get("/api/v1/content/?locale=lo&type=news", desk.site).json()["results"]
    assert [item["locale"] for item in listed] == ["lo"]
    assert listed[0]["path"].startswith("/lo/")
    assert (listed[0]["agency"]["locale"], listed[0]["agency"]["translation"]["status"]) == ("vi", "none")
    assert get("/api/v1/search/?q=ລາວ&locale=lo", desk.site).json()["results"]


def test_a_second_language_beside_another_keeps_what_is_there(admin: User, with_english_chain: Desk) -> None:
    desk = with_english_chain
    open_language(admin, site=desk.site, plan=LAO)
    open_language(admin, site=desk.site, plan=OpeningPlan("jra", "QĐ 13"))
    codes = list(SiteHome.objects.filter(site=desk.site).values_list("locale__language_code", flat=True))
    assert codes == ["vi", "en", "lo", "jra"]
    other = make_desk("syt")
    open_language(admin, site=other.site, plan=LAO)
    assert SeatKind.objects.filter(code="translator-lo").count() == 1
    assert Locale.objects.filter(language_code="lo").count() == 1


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (OpeningPlan("en", "QĐ 1"), "opened_already"),
        (OpeningPlan("xx", "QĐ 1"), "unknown_language"),
        (OpeningPlan("lo", "  "), "no_basis"),
    ],
)
def test_what_cannot_be_opened_is_refused(admin: User, desk: Desk, plan: OpeningPlan, code: str) -> None:
    with pytest.raises((Refused, Invalid)) as refused:
        open_language(admin, site=desk.site, plan=plan)
    assert refused.value.code == code
    assert SiteHome.objects.filter(site=desk.site).count() == 2


def test_nobody_but_an_administrator_opens_or_closes(desk: Desk, admin: User) -> None:
    for person in (desk.head, desk.writer, seated(desk, "quantri", "site_admin")):
        with pytest.raises(Refused) as refused:
            open_language(person, site=desk.site, plan=LAO)
        assert refused.value.code == "not_administrator"
    open_language(admin, site=desk.site, plan=LAO)
    with pytest.raises(Refused):
        close_language(desk.head, site=desk.site, locale="lo", basis="QĐ 12")


def test_opening_needs_a_second_person(admin: User, second: User, desk: Desk) -> None:
    change = Change(OPENING, OPENING.data(desk.site, LAO), reason="Xã biên giới", basis=LAO.basis)
    assert isinstance(carry_out(admin, change=change), Sent)
    assert not SiteHome.objects.filter(locale__language_code="lo").exists()
    changes.approve(second, proposal=Proposal.objects.latest("pk"))
    assert SiteHome.objects.filter(site=desk.site, locale__language_code="lo").exists()
    act = LanguageAct.objects.get()
    assert (act.act, act.locale, act.by, act.basis) == ("opened", "lo", admin, LAO.basis)


def test_what_an_opened_language_brought_survives_a_loading_of_the_reference_data(admin: User, desk: Desk) -> None:
    from sites.accounts.province import read_seat_kinds
    from sites.provisioning.province import Loading

    open_language(admin, site=desk.site, plan=LAO)
    read_seat_kinds(Loading(ROOT / "fixtures" / "provinces" / "binh-phuoc", options={}, actor=admin))()
    assert {"translator", "translator-lo"} <= set(SeatKind.objects.get(code="site_admin").gives)
    assert open_site(admin, plan=make_plan("stc")) == desk.site
    assert desk.site.homes.count() == 3
    assert not HomePage.objects.get(slug="stc-lo").live


# --- closing --------------------------------------------------------------------------------------------------------


def test_a_language_with_nothing_public_is_closed_and_opened_again_with_what_was_written(
    admin: User, with_english_chain: Desk
) -> None:
    desk = with_english_chain
    open_language(admin, site=desk.site, plan=LAO)
    translator = seated(desk, "dich.lo", "translator-lo")
    translation = begin(translator, source=HomePage.objects.get(slug="stc-vi"), locale="lo")
    translate(translator, translation)
    data = CLOSING.data(desk.site, locale="lo", basis="QĐ 14")
    carry_out(admin, change=Change(CLOSING, data, reason="QĐ 14", basis="QĐ 14"))
    settle()
    assert get("/api/v1/content/?locale=lo", desk.site).status_code == 400
    home = HomePage.objects.get(slug="stc-lo")
    assert not home.permissions_for_user(User.objects.get(pk=translator.pk)).can_edit()
    row = open_language(admin, site=desk.site, plan=LAO)
    assert row.home_id == home.pk
    assert opened(translation).is_done
    assert [act.act for act in LanguageAct.objects.all()] == ["opened", "closed", "opened"]


def test_a_language_in_which_something_is_public_is_not_closed(admin: User, desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        close_language(admin, site=desk.site, locale="en", basis="QĐ 14")
    assert refused.value.code == "still_public"
    assert "Site stc" in str(refused.value)
    with pytest.raises(Refused) as refused:
        close_language(admin, site=desk.site, locale="vi", basis="QĐ 14")
    assert refused.value.code == "first_language"
    with pytest.raises(Refused) as refused:
        close_language(admin, site=desk.site, locale="km", basis="QĐ 14")
    assert refused.value.code == "not_opened"


def test_a_language_with_something_in_approval_is_not_closed(admin: User, with_english_chain: Desk) -> None:
    desk = with_english_chain
    open_language(admin, site=desk.site, plan=LAO)
    translator = seated(desk, "dich.lo", "translator-lo")
    translation = begin(translator, source=HomePage.objects.get(slug="stc-vi"), locale="lo")
    translate(translator, translation)
    passages.submit(translator, page=fresh(translation.page.specific))
    with pytest.raises(Refused) as refused:
        close_language(admin, site=desk.site, locale="lo", basis="QĐ 14")
    assert refused.value.code == "in_approval"


# --- front pages on the desk ----------------------------------------------------------------------------------------


def arranged(desk: Desk, person: User, language: str, **fields: Any) -> HomePage:
    """The front page of a language with other blocks, public."""
    home: Any = HomePage.objects.get(slug=f"{desk.site.code}-{language}").get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(home, name, value)
    home.save_revision(user=person)
    passages.submit(person, page=fresh(home))
    passage = Passage.objects.latest("pk")
    passages.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    return HomePage.objects.get(pk=home.pk)


def entry(name: str, label: str) -> dict[str, Any]:
    goal = {"item": None, "address": f"https://{name}.gov.vn/", "label": label, "children": []}
    return {"type": "entry", "id": f"5a0c1e54-0000-4000-8000-00000000{name}", "value": goal}


def slot(name: str, title: str) -> dict[str, Any]:
    newest = {"count": 5, "type": "news", "section": None, "category": "", "tag": ""}
    value = {"title": title, "pins": [], "newest": newest}
    return {"type": "featured", "id": f"5a0c1e54-0000-4000-8000-00000000{name}", "value": value}


def standing(home: HomePage, locale: str = "en") -> State:
    return standings_of([home.translation_key], locale=locale)[0].state


def test_a_menu_is_translated_on_the_desk_and_keeps_the_entries_of_its_own(desk: Desk) -> None:
    translator = seated(desk, "dich", "translator")
    own = arranged(desk, translator, "en", menu=[entry("aaa1", "For investors")])
    source = arranged(desk, desk.writer, "vi", menu=[entry("bbb1", "Công báo"), entry("bbb2", "Liên hệ")])
    assert standing(source) == State.OUTDATED
    translation = begin(translator, source=source, locale="en")
    lines = {line.segment.text: line for line in opened(translation).lines}
    assert lines["Công báo"].state == SegmentState.NONE
    assert "For investors" not in lines
    for text, words in (("Công báo", "Gazette"), ("Liên hệ", "Contact")):
        line = opened(translation).line(lines[text].key)
        seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
        write(translator, translation=translation, key=line.key, text=words, **seen)
    draft: Any = HomePage.objects.get(pk=own.pk).get_latest_revision_as_object()
    assert [part.value["label"] for part in draft.menu] == ["For investors", "Gazette", "Contact"]
    public: Any = HomePage.objects.get(pk=own.pk)
    assert [part.value["label"] for part in public.menu] == ["For investors"]


def test_an_entry_that_the_translation_gave_up_is_not_asked_for_again(desk: Desk) -> None:
    translator = seated(desk, "dich", "translator")
    source = arranged(desk, desk.writer, "vi", menu=[entry("bbb1", "Công báo"), entry("bbb2", "Liên hệ")])
    translation = begin(translator, source=source, locale="en")
    for line in opened(translation).lines:
        seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
        write(translator, translation=translation, key=line.key, text=f"E {line.segment.text}", **seen)
    draft: Any = HomePage.objects.get(slug="stc-en").get_latest_revision_as_object()
    draft.menu = [entry("bbb2", "E Liên hệ")]
    draft.save_revision(user=translator)
    texts = [line.segment.text for line in opened(translation).lines]
    assert "Công báo" not in texts
    assert "Liên hệ" in texts


def test_a_change_of_a_front_page_without_a_word_asks_nothing_of_translations(desk: Desk) -> None:
    translator = seated(desk, "dich", "translator")
    source = arranged(desk, desk.writer, "vi", slots=[slot("ccc1", "Tin nổi bật")])
    translation = begin(translator, source=source, locale="en")
    compare = opened(translation)
    for line in compare.lines:
        seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
        write(translator, translation=translation, key=line.key, text=f"E {line.segment.text}", **seen)
    page = fresh(translation.page.specific)
    passages.submit(translator, page=page)
    passage = Passage.objects.latest("pk")
    passages.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    assert standing(source) == State.CURRENT
    other = slot("ccc1", "Tin nổi bật")
    other["value"]["newest"]["count"] = 9
    arranged(desk, desk.writer, "vi", slots=[other])
    assert standing(source) == State.CURRENT
    arranged(desk, desk.writer, "vi", slots=[slot("ccc1", "Tin mới")])
    assert standing(source) == State.OUTDATED
    settle()
    menus = get(f"/api/v1/sites/{desk.site.hosts.get().hostname}/navigation/?locale=en", desk.site).json()
    assert menus["translation"]["status"] == "outdated"


# --- the comparison -------------------------------------------------------------------------------------------------


def text(title: str) -> dict[str, Any]:
    return {"type": "news", "title": title, "summary": "", "seo": {}, "body": []}


@pytest.mark.parametrize(
    ("source", "target", "kinds"),
    [
        ("Thu 1.926 triệu đồng năm 2026", "ໄດ້ 1,926 ລ້ານ ປີ 2026", []),
        ("Thu 1.926 triệu đồng năm 2026", "ໄດ້ 1,296 ລ້ານ ປີ 2026", ["number"]),
        ("Đạt 87,4% ngày 21/11/2026", "៨៧.៤% ថ្ងៃ ២១/១១/២០២៦", []),
        ("Ngày 21/11/2026", "21/12/2026", ["date"]),
        ("Ngày 21 tháng 11 năm 2026", "ວັນທີ 21 ພະຈິກ 2026", []),
        ("Quyết định 12/2026/QĐ-UBND", "12/2026/QĐ-UBND ລາວ", []),
        ("Quyết định 12/2026/QĐ-UBND", "13/2026/QĐ-UBND ລາວ", ["document"]),
        ("Hai đoàn, ba xe", "2 3", []),
    ],
)
def test_without_a_reader_of_words_figures_dates_and_numbers_are_compared(
    source: str, target: str, kinds: list[str]
) -> None:
    found = compare(text(source), text(target), language="lo", knowledge=Knowledge())
    assert [str(one.kind) for one in found] == kinds


# --- the screens ----------------------------------------------------------------------------------------------------


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_administrator_opens_and_closes_a_language_on_the_screen(admin: User, second: User, desk: Desk) -> None:
    client, address = browser(admin), reverse("languages:site", args=(desk.site.pk,))
    assert address in client.get(reverse("languages:index")).content.decode()
    shown = client.get(f"{address}?language=lo").content.decode()
    assert "translator-lo" in shown
    given = {"act": "open", "language": "lo", "title": LAO.title, "owed": "nothing", "basis": "", "why": "Biên giới"}
    client.post(address, given)
    assert not Proposal.objects.exists()
    client.post(address, {**given, "basis": LAO.basis})
    browser(second).post(
        reverse("changes:proposal", args=(Proposal.objects.latest("pk").pk,)), {"act": "approve", "comment": ""}
    )
    shown = client.get(address).content.decode()
    assert 'data-language="lo"' in shown
    client.post(address, {"act": "close", "locale": "lo", "basis": "QĐ 14"})
    assert 'data-language="lo"' not in client.get(address).content.decode()


def test_the_screens_are_closed_to_everybody_else(desk: Desk) -> None:
    asked = {"x-requested-with": "XMLHttpRequest"}
    for person in (desk.head, desk.writer, seated(desk, "quantri", "site_admin")):
        for address in (reverse("languages:index"), reverse("languages:site", args=(desk.site.pk,))):
            assert browser(person).get(address, headers=asked).status_code == 403
            assert browser(person).post(address, {"act": "open"}, headers=asked).status_code == 403
    assert json.dumps(list(Seat.objects.filter(kind__code="translator-lo"))) == "[]"


def test_the_number_of_queries_does_not_grow_with_languages(
    admin: User, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    from workflows.languages.selectors import languages_of as rows_of

    for code in ("lo", "km", "jra"):
        open_language(admin, site=desk.site, plan=OpeningPlan(code, "QĐ 12"))
    with django_assert_max_num_queries(4):
        assert len(rows_of(desk.site)) == 5


def test_nothing_is_left_to_compare_of_a_whole_front_page(desk: Desk) -> None:
    translator = seated(desk, "dich", "translator")
    source = HomePage.objects.get(slug="stc-vi")
    translation = begin(translator, source=source, locale="en")
    found = opened(translation)
    assert not found.count(SegmentState.NONE)
    compare_whole(translator, translation=translation, source_seen=found.source.sha256)
    assert opened(translation).is_done
