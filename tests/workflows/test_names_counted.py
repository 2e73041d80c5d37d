"""Names and titles count like pages: in figures, on the first screen, in reminders; they go to bureaus with a site."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import polib
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cms.news.models import Category
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Refused
from tests.factories.bureaus import TOOLS, brought, findings, name_of, packed, take_files, taken_out, unpacked, written
from tests.factories.cms import home_of_site, make_category
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, make_portal, published, with_seat
from tests.workflows.test_labels import approved, found, put, renamed, rule
from tests.workflows.test_translation_piles import at
from workflows.bureaus.enums import Format, PageState, Scope, Which
from workflows.bureaus.models import Handout
from workflows.changes import actions as changes
from workflows.changes.models import Proposal
from workflows.coverage.figures import Figures, coverage_of
from workflows.labels import actions
from workflows.labels.desk import ready_on
from workflows.labels.files import name_of as name_of_rows
from workflows.notices.models import Notice
from workflows.translation import more
from workflows.translation.memory import suggestions
from workflows.translation.models import Wording
from workflows.translation.selectors import counts_of_pages, places_of
from workflows.translation.work import Wanted
from workflows.upkeep.reminders import remind_of_translations

pytestmark = pytest.mark.django_db

LATER = "2026-11-24 16:00"


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A Friday afternoon; every category and news item is owed in English, within two days of work."""
    with time_machine.travel(at("2026-11-20 14:30"), tick=False):
        made = make_desk()
        rule("translation.owed", {"en": [{"types": ["category", "news"]}]})
        rule("translation.limits", {"first": 16, "supplement": 16, "remind": 4})
        rule("changes.translation.en", {"approve": [{"seat": "translation_reviewer"}]}, "persons")
        make_administrator("quantri2")
        with_seat("hieudinh.stc", made.site, "translation_reviewer")
        take_files()
        yield made


@pytest.fixture
def translator(desk: Desk) -> User:
    return with_seat("dich.stc", desk.site, "translator")


@pytest.fixture
def categories(desk: Desk, translator: User) -> dict[str, Category]:
    """One in each state, as they are on Tuesday afternoon."""
    reviewer = User.objects.get(username="hieudinh.stc")
    names = {"none": "Chưa dịch", "draft": "Đang dịch", "sent": "Chờ duyệt", "current": "Đã có", "outdated": "Đã cũ"}
    made = {code: make_category(code, name_vi=name, name_en="", site=desk.site) for code, name in names.items()}
    with time_machine.travel(at("2026-11-22 14:30"), tick=False):
        for code in ("current", "outdated"):
            approved(translator, reviewer, made[code], f"English {code}")
    with time_machine.travel(at(LATER), tick=False):
        put(translator, made["draft"], "English draft")
        put(translator, made["sent"], "English sent")
        actions.send(translator, found=found(made["sent"]))
        renamed(made["outdated"], "Đã cũ rồi")
    return {code: Category.objects.get(pk=row.pk) for code, row in made.items()}


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


# --- figures, counts, reminders -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("categories")
def test_names_count_in_the_figures_beside_pages(desk: Desk) -> None:
    published(desk)
    with time_machine.travel(at(LATER), tick=False):
        coverage = coverage_of([desk.site])
        kinds = dict(coverage.by_kind("en", desk.site.pk))
        assert kinds["category"] == Figures(
            owed=5, owed_current=1, current=1, outdated=1, in_work=2, missing=1, overdue=3, delay=2.0
        )
        every = coverage.of("en", desk.site.pk)
        assert every.owed == 6
        for name in ("current", "outdated", "in_work", "missing", "overdue"):
            assert getattr(every, name) == sum(getattr(one, name) for one in kinds.values()), name
        client = browser(desk.head)
        (site,) = client.get(reverse("coverage:json")).json()["languages"][0]["sites"]
        assert (site["owed"], site["outdated"], site["overdue"]) == (6, every.outdated, every.overdue)
        assert str(Category._meta.verbose_name) in client.get(reverse("coverage:index")).content.decode().lower()


def test_what_belongs_to_the_province_counts_at_the_portal_and_nowhere_else(desk: Desk) -> None:
    portal = make_portal()
    make_category("chung", name_vi="Lĩnh vực chung", name_en="")
    coverage = coverage_of(PublicSite.objects.all())
    assert coverage.of("en", portal.site.pk, "category").owed == 1
    assert coverage.of("en", desk.site.pk, "category").owed == 0
    assert coverage_of([desk.site]).of("en", 0, "category").owed == 0


@pytest.mark.usefixtures("categories")
def test_each_count_with_names_is_the_length_of_the_list_behind_it(translator: User) -> None:
    with time_machine.travel(at(LATER), tick=False):
        (counts,), (pages,) = more.counts_of(translator), counts_of_pages(translator, ["en"])
        more_than_pages = {
            name: number - getattr(pages, name) for name, number in asdict(counts).items() if name != "locale"
        }
        assert more_than_pages == {"overdue": 3, "near": 0, "none": 1, "outdated": 1, "draft": 1, "in_approval": 1}
        narrowed = {"overdue": "urgency", "near": "urgency"}
        for field in more_than_pages:
            name = narrowed.get(field, "state")
            wanted = Wanted(**{name: field})  # type: ignore[arg-type]
            places = places_of(translator, "en")
            _sheet, total = more.everything_on(
                "1", places=places, person=translator, locale="en", wanted=wanted, most=20
            )
            assert total == getattr(counts, field), field


@pytest.mark.usefixtures("categories")
def test_who_translates_names_is_reminded_once(translator: User) -> None:
    next_door = with_seat("dich.syt", make_desk("syt").site, "translator")
    Notice.objects.all().delete()
    with time_machine.travel(at(LATER), tick=False):
        assert remind_of_translations() == 2  # what is in approval has the limits of its proposal
        assert remind_of_translations() == 0
    notice = Notice.objects.get(person=translator)
    assert "Chưa dịch" in notice.body
    assert "Đang dịch" in notice.body
    assert "Chờ duyệt" not in notice.body
    assert not Notice.objects.filter(person=next_door).exists()


# --- files for bureaus ----------------------------------------------------------------------------------------------


def out(actor: User, site: PublicSite, *, scope: str = Scope.NAMES, **said: str) -> bytes:
    """The names of a site as a file: what is open, as PO, where nothing else is said."""
    return taken_out(actor, home_of_site(site), **{"scope": scope, "which": Which.OPEN, **said})[1]


def key(category: Category) -> str:
    return f"{category.pk}/name"


@pytest.mark.parametrize(("form", "tool"), TOOLS)
def test_names_go_out_and_come_back_as_drafts(desk: Desk, translator: User, form: str, tool: Any) -> None:
    one, other = (make_category(f"c{n}", name_vi=f"Lĩnh vực {n}", name_en="", site=desk.site) for n in (1, 2))
    data = out(translator, desk.site, form=form)
    assert Handout.objects.get().segments == 2
    delivery = written(translator, tool(data, {key(one): "Field one", key(other): "x" * 201}))
    assert findings(delivery) == {key(one): "taken", key(other): "too_long"}
    (page,) = delivery.pages.all()
    assert (page.state, page.public_id) == (PageState.WRITTEN, name_of_rows(desk.site.pk, "category"))
    assert str(desk.site) in page.title
    assert found(one).line("name").target == "Field one"
    assert (Wording.objects.get().how, Wording.objects.get().by) == ("brought", translator)
    assert not found(other).translation
    one.refresh_from_db()
    assert one.name_en == ""  # readers get nothing before a second person has said yes
    actions.send(translator, found=found(one))
    assert Proposal.objects.latest("pk").data["after"] == {"name": "Field one"}


def test_names_that_are_ready_are_sent_and_approved_together(desk: Desk, translator: User) -> None:
    reviewer = User.objects.get(username="hieudinh.stc")
    rows = [make_category(f"c{n}", name_vi=f"Lĩnh vực {n}", name_en="", site=desk.site) for n in (1, 2, 3)]
    colleague = with_seat("dich2.stc", desk.site, "translator")
    put(translator, rows[0], "Field one")
    put(colleague, rows[1], "Field two")
    client, stranger = browser(translator), browser(with_seat("dich.syt", make_desk("syt").site, "translator"))
    address = reverse("labels:ready", args=("en", desk.site.pk))
    desk_of = reverse("translation:index")
    assert 'data-ready="2"' in client.get(desk_of).content.decode()
    assert stranger.post(address, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert "data-ready" not in stranger.get(desk_of).content.decode()
    assert not Proposal.objects.filter(kind="translation.en").exists()
    client.post(address)
    proposal = Proposal.objects.get(kind="translation.en")
    assert proposal.concerned == [colleague.pk]
    assert "data-ready" not in client.get(desk_of).content.decode()
    with pytest.raises(Refused):
        put(translator, rows[1], "Something else")
    shown = browser(reviewer).get(reverse("changes:proposal", args=(proposal.pk,))).content.decode()
    assert all(words in shown for words in ("Lĩnh vực 1", "Field one", "Lĩnh vực 2", "Field two"))
    changes.approve(reviewer, proposal=proposal)
    assert [row.name_en for row in Category.objects.filter(site=desk.site).order_by("pk")] == [
        "Field one",
        "Field two",
        "",
    ]


def test_of_names_sent_together_none_is_said_when_one_is_out_of_date(desk: Desk, translator: User) -> None:
    reviewer = User.objects.get(username="hieudinh.stc")
    rows = [make_category(f"c{n}", name_vi=f"Lĩnh vực {n}", name_en="", site=desk.site) for n in (1, 2)]
    for number, row in enumerate(rows):
        put(translator, row, f"Field {number}")
    actions.send_ready(translator, site=desk.site, locale="en")
    proposal = Proposal.objects.get(kind="translation.en")
    renamed(rows[1], "Tên mới")
    with pytest.raises(Conflict) as conflict:
        changes.approve(reviewer, proposal=proposal)
    assert "Tên mới" in str(conflict.value) or "Lĩnh vực 2" in str(conflict.value)
    assert not Category.objects.filter(site=desk.site).exclude(name_en="").exists()
    assert [row.title for row in ready_on(desk.site, "en")] == [str(rows[0])]


def test_what_changed_here_meanwhile_is_not_written_over(desk: Desk, translator: User) -> None:
    names = ("written", "renamed", "sent", "gone")
    rows = {name: make_category(name, name_vi=f"Mục {name}", name_en="", site=desk.site) for name in names}
    data, tool = out(translator, desk.site), TOOLS[0][1]
    colleague = with_seat("dich2.stc", desk.site, "translator")
    put(colleague, rows["written"], "By hand")
    renamed(rows["renamed"], "Tên mới")
    put(colleague, rows["sent"], "Sent")
    actions.send(colleague, found=found(rows["sent"]))
    gone = key(rows["gone"])
    Category.objects.filter(pk=rows["gone"].pk).delete()
    edits = {**{key(rows[name]): f"Bureau {name}" for name in names[:3]}, gone: "Bureau gone"}
    delivery = written(translator, tool(data, edits))
    assert findings(delivery) == {
        key(rows["written"]): "newer",
        key(rows["renamed"]): "older",
        key(rows["sent"]): "newer",
        gone: "unknown",
    }
    assert found(rows["written"]).line("name").target == "By hand"
    assert found(rows["renamed"]).line("name").target == ""
    kept = {
        one.wording.target
        for one in suggestions(found(rows["written"]).line("name").segment, locale="en", site=desk.site.pk)
    }
    assert {"By hand", "Bureau written"} <= kept
    assert Wording.objects.filter(how="beside").count() == 4


def test_what_waits_for_a_second_person_is_kept_beside_it(desk: Desk, translator: User) -> None:
    category = make_category("cho", name_vi="Chờ", name_en="", site=desk.site)
    put(translator, category, "Waiting")
    data = out(translator, desk.site, which=Which.ALL)
    actions.send(translator, found=found(category))
    delivery = written(translator, TOOLS[0][1](data, {key(category): "Queueing"}))
    assert findings(delivery) == {key(category): "barred"}
    assert found(category).line("name").target == "Waiting"


def test_names_go_out_with_their_site_and_never_with_a_section(desk: Desk, translator: User) -> None:
    make_category("c", name_vi="Lĩnh vực", name_en="", site=desk.site)
    page = published(desk)
    files = unpacked(out(translator, desk.site, scope=Scope.BELOW))
    names = [name for name in files if name.startswith("_")]
    assert len(names) == 1
    assert [name_of(entry).partition("/")[2] for entry in polib.pofile(files[names[0]].decode())] == ["name"]
    assert any(page.slug in name for name in files)
    delivery = brought(translator, packed(files))
    assert {row.state for row in delivery.pages.all()} == {PageState.COMPARED}
    section = taken_out(translator, page.get_parent(), scope=Scope.BELOW, which=Which.OPEN)
    assert not section[0].others


def test_next_door_takes_no_names_out_and_writes_none(desk: Desk, translator: User) -> None:
    category = make_category("c", name_vi="Lĩnh vực", name_en="", site=desk.site)
    stranger = with_seat("dich.syt", make_desk("syt").site, "translator")
    with pytest.raises(Refused):
        out(stranger, desk.site)
    delivery = written(stranger, TOOLS[0][1](out(translator, desk.site), {key(category): "Mine"}))
    (page,) = delivery.pages.all()
    assert (page.state, page.is_known, page.title) == (PageState.REFUSED, False, "")
    assert not Wording.objects.exists()
    forged = f"{name_of_rows(stranger.seats.get().site_id, 'category')}/{category.pk}/name@{'0' * 12}-{'0' * 8}"
    file = polib.POFile()
    file.metadata = {"Language": "en", "Content-Type": "text/plain; charset=UTF-8"}
    file.append(polib.POEntry(msgctxt=forged, msgid="Lĩnh vực", msgstr="Mine"))
    written(stranger, str(file).encode())
    assert found(category).line("name").target == ""
    assert not Wording.objects.exclude(translation__site=stranger.seats.get().site).exists()


def test_the_screen_offers_the_names_of_a_site_alone(desk: Desk, translator: User) -> None:
    make_category("c", name_vi="Lĩnh vực", name_en="", site=desk.site)
    home, client = home_of_site(desk.site), browser(translator)
    shown = client.get(reverse("bureaus:index", args=("en",))).content.decode()
    assert f'value="names-{home.pk}"' in shown
    said = {"page": f"names-{home.pk}", "which": "open", "form": "po"}
    answer = client.post(reverse("bureaus:take", args=("en",)), said)
    assert answer["Content-Disposition"].endswith('.po"')
    assert "Lĩnh vực" in answer.content.decode()
    stranger = browser(with_seat("dich.syt", make_desk("syt").site, "translator"))
    answer = stranger.post(reverse("bureaus:take", args=("en",)), said)
    assert "Content-Disposition" not in answer.headers
    assert Format.PO not in Handout.objects.exclude(by=translator).values_list("form", flat=True)
