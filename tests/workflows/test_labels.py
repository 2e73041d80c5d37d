"""What is no page, in other languages: written on the desk, approved by a second person, outdated like pages."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cms.news.changes import CATEGORY
from cms.news.models import Category
from sites import clock
from sites.accounts.models import User
from sites.agencies.models import AgencyName
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change
from sites.languages.labels import labelled
from sites.languages.models import LabelWording
from sites.languages.selectors import reading, words_frame
from sites.refusals import Conflict, Invalid, Missing, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.api import get, settle
from tests.factories.cms import make_category
from tests.factories.machine import Machine, running, switch_on, translating
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_basis, make_desk, make_portal, with_seat
from workflows.changes import actions as changes
from workflows.changes.models import Proposal
from workflows.labels import actions, helping
from workflows.labels.desk import work_of_labels
from workflows.labels.texts import OpenedRow, opened_row, row_named
from workflows.machine.models import Sending
from workflows.machine.selectors import budget_of
from workflows.notices.models import Notice
from workflows.secrecy.rules import MARKS
from workflows.translation.memory import suggestions
from workflows.translation.models import Wording
from workflows.translation.seen import fingerprint

pytestmark = pytest.mark.django_db

SCRIPT = {"x-requested-with": "XMLHttpRequest"}


def rule(key: str, value: Any, unit: str = "list") -> None:
    set_rule(make_administrator(), rule=Rule(key=key, value=value, unit=unit, basis=make_basis(), article="Điều 7.2"))


@pytest.fixture
def desk() -> Desk:
    """A site whose reviewer of translations approves names, with a category of its own."""
    desk = make_desk()
    rule("translation.owed", {"en": [{"types": ["category", "agency.name"]}]})
    rule("changes.translation.en", {"approve": [{"seat": "translation_reviewer"}]}, "persons")
    make_administrator("quantri2")
    return desk


@pytest.fixture
def translator(desk: Desk) -> User:
    return with_seat("dich.stc", desk.site, "translator")


@pytest.fixture
def reviewer(desk: Desk) -> User:
    return with_seat("hieudinh.stc", desk.site, "translation_reviewer")


@pytest.fixture
def category(desk: Desk) -> Category:
    return make_category("gia-ca", name_vi="Giá cả thị trường", name_en="", site=desk.site)


def found(row: Any, key: str = "category", locale: str = "en") -> OpenedRow:
    kind, again = row_named(key, row.pk)
    return opened_row(kind, again, locale)


def put(actor: User, row: Any, text: str, field: str = "name", key: str = "category") -> OpenedRow:
    line = found(row, key).line(field)
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    return actions.write(actor, found=found(row, key), field=field, text=text, **seen)


def approved(translator: User, reviewer: User, row: Any, text: str, key: str = "category") -> None:
    put(translator, row, text, key=key)
    actions.send(translator, found=found(row, key))
    changes.approve(reviewer, proposal=Proposal.objects.latest("pk"))


def renamed(category: Category, name: str, *, keeps_meaning: bool = False) -> None:
    """Change the Vietnamese, in the way of the screen, by two administrators."""
    row = Category.objects.get(pk=category.pk)
    row.name_vi = name
    row.keeps_meaning = keeps_meaning
    carry_out(make_administrator(), change=CATEGORY.change(row, reason="Đổi tên"))
    changes.approve(make_administrator("quantri2"), proposal=Proposal.objects.latest("pk"))


def states(person: User, locale: str = "en") -> dict[str, str]:
    return {work.standing.title: str(work.standing.state) for work in work_of_labels(person, locale)}


def test_a_name_goes_through_every_state(translator: User, reviewer: User, category: Category) -> None:
    title = str(category)
    assert states(translator)[title] == "none"
    put(translator, category, "Market prices")
    assert states(translator)[title] == "draft"
    assert reading(category, "name", "en").own == ""
    actions.send(translator, found=found(category))
    assert states(translator)[title] == "in_approval"
    changes.approve(reviewer, proposal=Proposal.objects.latest("pk"))
    category.refresh_from_db()
    assert category.name_en == "Market prices"
    assert states(translator)[title] == "current"
    renamed(category, "Giá cả và thị trường")
    category.refresh_from_db()
    assert states(translator)[str(category)] == "outdated"
    line = found(category).line("name")
    assert (line.before, line.target) == ("Giá cả thị trường", "Market prices")
    approved(translator, reviewer, category, "Prices and markets")
    assert states(translator)[str(category)] == "current"


def test_who_translated_a_name_is_told_when_its_vietnamese_changes(
    translator: User, reviewer: User, category: Category
) -> None:
    approved(translator, reviewer, category, "Market prices")
    renamed(category, "Giá cả và thị trường")
    assert Notice.objects.filter(person=translator, path=address_of(category)).exists()
    assert not Notice.objects.filter(person=reviewer, path=address_of(category)).exists()


def test_a_change_that_keeps_the_meaning_leaves_the_translation_up_to_date(
    translator: User, reviewer: User, category: Category
) -> None:
    approved(translator, reviewer, category, "Market prices")
    renamed(category, "Giá cả thị trường.", keeps_meaning=True)
    category.refresh_from_db()
    assert category.name_vi == "Giá cả thị trường."
    assert not reading(category, "name", "en").is_outdated
    assert LabelWording.objects.filter(origin="kept", locale="en").count() == 1
    assert not Notice.objects.filter(person=translator, path=address_of(category)).exists()


def test_english_that_was_there_before_falls_outdated_with_the_first_change(desk: Desk) -> None:
    category = make_category("dau-tu", name_vi="Đầu tư", name_en="Investment", site=desk.site)
    assert reading(category, "name", "en").own == "Investment"
    renamed(category, "Đầu tư công")
    category.refresh_from_db()
    said = reading(category, "name", "en")
    assert (said.is_outdated, said.made_of, bool(said.since)) == (True, "Đầu tư", True)
    frame = words_frame(category, "en")
    assert (frame["name"], frame["locale"], frame["translation"]["status"]) == ("Investment", "en", "outdated")


def test_english_written_in_the_same_form_as_the_vietnamese_is_up_to_date(desk: Desk, category: Category) -> None:
    row = Category.objects.get(pk=category.pk)
    row.name_vi, row.name_en = "Thị trường", "Markets"
    row.save()
    assert not reading(row, "name", "en").is_outdated
    assert LabelWording.objects.get(locale="en").source == "Thị trường"


def test_nobody_approves_what_he_translated(translator: User, category: Category, desk: Desk) -> None:
    with_seat(translator.username, desk.site, "translation_reviewer")
    with_seat("khac.stc", desk.site, "translation_reviewer")
    put(translator, category, "Market prices")
    actions.send(translator, found=found(category))
    with pytest.raises(Refused) as refused:
        changes.approve(translator, proposal=Proposal.objects.latest("pk"))
    assert refused.value.code == "same_person"


def test_who_wrote_some_of_it_does_not_approve_what_a_colleague_sends(
    translator: User, reviewer: User, category: Category, desk: Desk
) -> None:
    with_seat("khac.stc", desk.site, "translation_reviewer")
    put(reviewer, category, "Market prices")
    actions.send(translator, found=found(category))
    with pytest.raises(Refused) as refused:
        changes.approve(reviewer, proposal=Proposal.objects.latest("pk"))
    assert refused.value.code == "gains_by_it"


def test_a_translator_has_his_site_and_his_language_alone(desk: Desk, category: Category) -> None:
    other = make_desk("syt")
    stranger = with_seat("dich.syt", other.site, "translator")
    assert str(category) not in states(stranger)
    with pytest.raises(Refused) as refused:
        put(stranger, category, "Mine")
    assert refused.value.code == "not_entitled"
    with pytest.raises(Refused):
        put(desk.head, category, "Mine")


def test_what_belongs_to_the_province_is_translated_at_the_portal(desk: Desk, translator: User) -> None:
    portal = make_portal()
    make_category("chung", name_vi="Lĩnh vực chung", name_en="")
    assert "Lĩnh vực chung" not in states(translator)
    at_portal = with_seat("dich.cong", portal.site, "translator")
    assert states(at_portal)["Lĩnh vực chung"] == "none"


def test_a_proposal_is_out_of_date_when_the_vietnamese_changes_meanwhile(
    translator: User, reviewer: User, category: Category
) -> None:
    put(translator, category, "Market prices")
    actions.send(translator, found=found(category))
    proposal = Proposal.objects.latest("pk")
    renamed(category, "Thị trường")
    with pytest.raises(Conflict) as conflict:
        changes.approve(reviewer, proposal=proposal)
    assert conflict.value.code == "stale"
    category.refresh_from_db()
    assert category.name_en == ""


def test_two_translators_of_one_name_lose_nothing(translator: User, reviewer: User, category: Category) -> None:
    line = found(category).line("name")
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    actions.write(translator, found=found(category), field="name", text="First", **seen)
    with pytest.raises(Conflict) as conflict:
        actions.write(reviewer, found=found(category), field="name", text="Second", **seen)
    assert conflict.value.code == "written_meanwhile"


def test_what_says_nothing_or_too_much_is_not_written(translator: User, category: Category) -> None:
    with pytest.raises(Invalid):
        put(translator, category, "  ")
    with pytest.raises(Invalid) as invalid:
        put(translator, category, "x" * 201)
    assert invalid.value.code == "too_long"
    with pytest.raises(Refused) as refused:
        actions.send(translator, found=found(category))
    assert refused.value.code == "not_translated"


def test_what_waits_is_not_written_over(translator: User, reviewer: User, category: Category) -> None:
    put(translator, category, "Market prices")
    actions.send(translator, found=found(category))
    with pytest.raises(Refused) as refused:
        put(translator, category, "Prices")
    assert refused.value.code == "in_approval"


def test_a_wording_is_remembered_and_offered_elsewhere(translator: User, category: Category, desk: Desk) -> None:
    put(translator, category, "Market prices")
    other = make_category("gia", name_vi="Giá cả thị trường", name_en="", site=desk.site)
    offered = suggestions(found(other).line("name").segment, locale="en", site=desk.site.pk)
    assert [(one.wording.target, one.percent) for one in offered] == [("Market prices", 100)]


def test_the_name_of_an_agency_is_translated_with_its_abbreviation(
    translator: User, reviewer: User, desk: Desk
) -> None:
    name = AgencyName.objects.get(agency=desk.agency)
    name.abbreviation_vi = "STC"
    name.name_vi = "Sở Tài chính và Đầu tư"
    name.save()
    assert [line.key for line in found(name, "agency.name").lines] == ["name", "abbreviation"]
    put(translator, name, "Department of Finance and Investment", key="agency.name")
    put(translator, name, "DFI", "abbreviation", "agency.name")
    actions.send(translator, found=found(name, "agency.name"))
    changes.approve(reviewer, proposal=Proposal.objects.latest("pk"))
    name.refresh_from_db()
    assert (name.name_en, name.abbreviation_en) == ("Department of Finance and Investment", "DFI")


def test_what_rows_said_is_only_added(translator: User, reviewer: User, category: Category) -> None:
    approved(translator, reviewer, category, "Market prices")
    rows = LabelWording.objects.all()
    for act in (lambda: rows.update(text="x"), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Wording.objects.get().target == "Market prices"


def test_every_kind_reads_all_of_its_rows_with_few_queries(
    translator: User, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_category(f"c-{number}", name_vi=f"Lĩnh vực {number}", name_en="", site=desk.site)
    with django_assert_max_num_queries(30):
        works = work_of_labels(translator, "en")
    assert len(works) >= 12
    assert {work.site.pk for work in works} == {desk.site.pk}


def test_readers_are_told_in_which_language_a_name_is(
    desk: Desk, translator: User, reviewer: User, category: Category
) -> None:
    settle()
    address = f"/api/v1/sites/{desk.site.hosts.get().hostname}/"
    named = {one["code"]: one for one in get(address, desk.site).json()["categories"]}["gia-ca"]
    assert (named["names"], named["outdated"]) == ({"en": "", "vi": "Giá cả thị trường"}, [])
    approved(translator, reviewer, category, "Market prices")
    settle()
    renamed(category, "Thị trường")
    settle()
    named = {one["code"]: one for one in get(address, desk.site).json()["categories"]}["gia-ca"]
    assert (named["names"], named["outdated"]) == ({"en": "Market prices", "vi": "Thị trường"}, ["en"])


# --- the screen -----------------------------------------------------------------------------------------------------


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address_of(category: Category) -> str:
    return reverse("labels:row", args=("category", category.pk, "en"))


def test_a_name_is_found_opened_saved_and_sent_on_the_screens(
    translator: User, reviewer: User, category: Category
) -> None:
    client = browser(translator)
    listed = client.get(reverse("translation:index")).content.decode()
    assert address_of(category) in listed
    line = found(category).line("name")
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    given = {"act": "write", "key": "name", "text": "Market prices", **seen}
    said = json.loads(client.post(address_of(category), given, headers=SCRIPT).content)
    assert (said["state"], said["target"]) == ("current", "Market prices")
    stale = client.post(address_of(category), {**given, "text": "Prices"}, headers=SCRIPT)
    assert stale.status_code == 409
    client.post(address_of(category), {"act": "send"})
    proposal = Proposal.objects.latest("pk")
    shown = browser(reviewer).get(reverse("changes:proposal", args=(proposal.pk,))).content.decode()
    assert "Giá cả thị trường" in shown
    assert "Market prices" in shown
    browser(reviewer).post(reverse("changes:proposal", args=(proposal.pk,)), {"act": "approve", "comment": ""})
    category.refresh_from_db()
    assert category.name_en == "Market prices"


def test_a_person_of_another_site_does_not_open_it(category: Category) -> None:
    other = make_desk("syt")
    stranger = with_seat("dich.syt", other.site, "translator")
    assert browser(stranger).get(address_of(category), headers=SCRIPT).status_code == 403
    memory = reverse("labels:memory", args=("category", category.pk, "en"))
    assert browser(stranger).get(memory, headers=SCRIPT).status_code == 403
    assert browser(stranger).post(address_of(category), {"act": "send"}, headers=SCRIPT).status_code == 403
    assert browser(make_administrator()).get(reverse("labels:row", args=("nothing", 1, "en"))).status_code == 404


def test_a_claim_is_of_one_person(translator: User, reviewer: User, category: Category) -> None:
    browser(translator).post(address_of(category), {"act": "handle"})
    assert found(category).translation.handled_by == translator
    with pytest.raises(Conflict):
        actions.handle(reviewer, found=found(category))
    with pytest.raises(Refused):
        actions.lay_down(reviewer, found=found(category))
    browser(translator).post(address_of(category), {"act": "lay_down"})
    assert found(category).translation.handled_by is None


def test_every_kind_names_columns_that_there_are() -> None:
    assert {"agency", "agency.name", "category", "identity", "post", "site"} <= {key for key, _kind in labelled.items()}
    for kind in labelled:
        for field in kind.fields:
            assert kind.column(field, "vi")
            assert kind.heading(field)
            assert list(kind.found()[:1]) is not None


def test_a_forged_change_of_nothing_is_refused(desk: Desk) -> None:
    from workflows.labels.changes import KINDS

    data = {"kind": "category", "row": 0, "site": None, "title": "x", "before": {"name": ""}, "after": {"name": "y"}}
    with pytest.raises(Missing):
        KINDS["en"].apply(make_administrator(), {**data, "source": {"name": "x"}, "by": []})
    assert Change(KINDS["en"], data).kind.takes_away(data) is False


# --- machine help ---------------------------------------------------------------------------------------------------


@pytest.fixture
def machine(settings: Any) -> Iterator[Machine]:
    """A server that works, listed by the operator."""
    cache.clear()
    with running(translating()) as found:
        settings.MACHINE_SERVERS, settings.MACHINE_NETWORKS = [found.address], []
        yield found


def asked(actor: User, row: Any, key: str = "category") -> str:
    """What a machine is asked, or why it is not."""
    try:
        helping.suggest(actor, found=found(row, key))
    except Refused as refusal:
        return refusal.code
    return "asked"


def test_a_machine_suggests_for_a_name_and_a_person_writes_it(
    translator: User, reviewer: User, category: Category, machine: Machine, desk: Desk
) -> None:
    client = Client()
    client.force_login(translator)
    assert asked(translator, category) == "switched_off"
    assert 'value="suggest"' not in client.get(address_of(category)).content.decode()
    switch_on("elsewhere.example")
    assert asked(translator, category) == "not_listed"
    switch_on(machine, site=desk.site)
    stranger = with_seat("dich.syt", make_desk("syt").site, "translator")
    assert [asked(one, category) for one in (stranger, desk.head)] == ["not_entitled", "not_entitled"]
    assert machine.paths == []
    assert 'value="suggest"' in client.get(address_of(category)).content.decode()
    client.post(address_of(category), {"act": "suggest"})
    assert machine.texts == ["Giá cả thị trường"]
    shown = client.get(address_of(category)).content.decode()
    assert "EN Giá cả thị trường" in shown
    assert "máy dịch" in shown
    assert found(category).line("name").target == ""
    assert not Wording.objects.exists()
    with pytest.raises(Refused) as refused:
        actions.send(translator, found=found(category))
    assert refused.value.code == "not_translated"
    sending = Sending.objects.get()
    assert (sending.site, sending.characters, budget_of(desk.site).used) == (desk.site, 17, 17)
    assert address_of(category) in client.get(reverse("machine:index")).content.decode()
    approved(translator, reviewer, category, "EN Giá cả thị trường")
    assert "translation-take" not in client.get(address_of(category)).content.decode()


def test_a_name_that_is_personal_secret_or_not_yet_public_never_leaves_the_house(
    translator: User, machine: Machine, desk: Desk
) -> None:
    switch_on(machine)
    User.objects.filter(pk=desk.head.pk).update(full_name="Trần Thị Mẫu")
    for number, name in enumerate(
        (
            "Tiếp dân, 0271 3879 456",
            "Thư mau@binhphuoc.localhost",
            "Căn cước 070123456789",
            "Trang của trần thị mẫu",
            "Quyết định khen ông Nguyễn Văn Kiểm",
        )
    ):
        row = make_category(f"rieng-{number}", name_vi=name, name_en="", site=desk.site)
        assert helping.suggest(translator, found=found(row)).kept_back == 1, name
    stamp = {"code": "m", "label": {"vi": "Mật"}, "article": "Điều 1", "words": ["TUYỆT MẬT"], "where": ["capitals"]}
    rule(MARKS, [stamp])
    secret = make_category("mat", name_vi="Tài liệu TUYỆT MẬT", name_en="", site=desk.site)
    assert asked(translator, secret) == "secret"
    tomorrow = clock.today() + timedelta(days=1)
    desk.site.agency.names.update(held_to=tomorrow)
    later = AgencyName.objects.create(agency=desk.site.agency, name_vi="Sở Mới", held_from=tomorrow)
    assert asked(translator, later, "agency.name") == "embargo"
    assert machine.paths == []
    switch_on(machine, characters_a_month=3)
    row = make_category("dai", name_vi="Giá cả thị trường", name_en="", site=desk.site)
    assert helping.suggest(translator, found=found(row)).fault
    assert machine.texts == []
