"""The chain editor: an administrator sees a chain drawn and changes it from a day on, with a legal basis."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from sites import clock
from sites.refusals import Conflict, Invalid, Missing, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.cms import make_page, section_of
from tests.factories.sites import make_administrator
from tests.factories.workflows import (
    HEAD,
    LONG,
    SHORT,
    Desk,
    fresh_page,
    make_basis,
    make_desk,
    make_portal,
    make_step,
    submitted,
)
from workflows.boards.actions import BoardPlan, keep_board
from workflows.boards.changes import CHAIN, END
from workflows.boards.drawing import boxes_of
from workflows.boards.editing import (
    Version,
    end_chain,
    give_chain,
    reasons_not_to_end,
    reasons_not_to_give,
    rename_roles,
    revise_chain,
)
from workflows.boards.models import ChainUse
from workflows.boards.selectors import chain_for, chain_of_site, role_names
from workflows.boards.steps import Step, steps_of
from workflows.passage import actions
from workflows.passage.asking import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def use_of(kind: str = "department") -> ChainUse:
    return ChainUse.objects.filter(site_kind=kind).latest("pk")


def version(steps: tuple[Step, ...] = SHORT, after: int = 10, **fields: Any) -> Version:
    values = {"basis": make_basis(), "article": "Điều 10 sửa đổi", **fields}
    return Version(holds_from=clock.today() + timedelta(days=after), steps=steps, **values)


TWO = (
    make_step(1, "approve", [{"seat": "writer"}]),
    make_step(2, "publish", HEAD, same_person={"rule": "next", "article": "Điều 10"}),
)


def test_a_step_without_a_limit_of_its_own_is_drawn_with_that_of_its_kind(desk: Desk) -> None:
    assert [box.limit for box in boxes_of(use_of())] == [""]
    row = Rule(key="limit.publish", value={"hours": 8}, unit="working_hour", basis=make_basis(), article="Điều 9")
    set_rule(make_administrator(), rule=row)
    assert [box.limit for box in boxes_of(use_of())] == ["8 giờ làm việc"]


def test_a_change_holds_from_its_day_and_items_under_way_finish_as_they_began(desk: Desk) -> None:
    passage = submitted(desk)
    before = chain_of_site(desk.site)
    made = revise_chain(make_administrator(), use=use_of(), version=version(TWO, limits={2: 16}))
    day = clock.today() + timedelta(days=10)
    assert chain_of_site(desk.site, day - timedelta(days=1)) == before
    assert chain_of_site(desk.site, day) == made.chain
    assert [step.kind for step in steps_of(made.chain)] == ["approve", "publish"]
    limit = Rule.objects.get(key=f"limit.{made.chain.code}.2")
    assert (limit.value, limit.article, limit.holds_from) == ({"hours": 16}, "Điều 10 sửa đổi", day)
    with time_machine.travel(clock.now() + timedelta(days=11), tick=False):
        assert asked(passage) == [desk.head]
        actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
        assert fresh_page(passage.page_id).live
        assert submitted(desk, title="Tin sau", slug="tin-sau").chain == made.chain


def test_who_is_no_administrator_changes_nothing(desk: Desk) -> None:
    with pytest.raises(Refused):
        revise_chain(desk.head, use=use_of(), version=version())


def test_bad_chains_are_refused_with_field_and_rule(desk: Desk) -> None:
    without = dataclasses.replace(TWO[1], same_person={})
    enters = make_step(2, "enter_and_publish", HEAD)
    bare = dataclasses.replace(SHORT[0], own_text={"rule": "allowed"})
    nobody = dataclasses.replace(SHORT[0], own_text={"rule": "named"})
    cases: list[tuple[Version, str, str]] = [
        (version((TWO[0],)), "no_last", "steps"),
        (version(()), "no_order", "steps"),
        (version((TWO[0], without)), "no_clause", "same_person"),
        (version((make_step(1, "edit_and_forward", HEAD), enters)), "nothing_approved", "steps"),
        (version((bare,)), "bad_clause", "own_text"),
        (version((nobody,)), "bad_clause", "own_text"),
        (version(after=0), "in_the_past", "holds_from"),
        (version(article=" "), "no_article", "article"),
    ]
    for change, code, field in cases:
        with pytest.raises(Invalid) as caught:
            revise_chain(make_administrator(), use=use_of(), version=change)
        assert (code, field) in {(reason.code, reason.field) for reason in caught.value.reasons}
    assert ChainUse.objects.filter(site_kind="department").count() == 1


def test_one_section_has_a_chain_of_its_own_from_a_day_on(desk: Desk, client: Client) -> None:
    own, other = section_of(desk.site), section_of(desk.site, code="about")
    made = give_chain(make_administrator(), use=use_of(), section=own.page_ptr, version=version(TWO))
    day = clock.today() + timedelta(days=10)
    page, beside = desk.draft(), make_page(other)
    assert chain_for(page, day) == made.chain
    assert {chain_for(beside, day), chain_for(page)} == {chain_of_site(desk.site, day)} == {chain_of_site(desk.site)}
    assert own.title in made.chain.name_vi
    described = CHAIN.describe(CHAIN.data(use_of(), version(), other.page_ptr))
    assert (described.site, [line.after for line in described.lines]) == (desk.site, [other.title])
    again = reasons_not_to_give(make_administrator(), use=use_of(), section=own.page_ptr, version=version(after=20))
    of_the_portal = section_of(make_portal().site).page_ptr
    elsewhere = reasons_not_to_give(make_administrator(), use=use_of(), section=of_the_portal, version=version())
    assert [[reason.code for reason in reasons] for reasons in (again, elsewhere)] == [["has_its_own"], ["other_site"]]
    with pytest.raises(Refused):
        give_chain(desk.head, use=use_of(), section=other.page_ptr, version=version())
    client.force_login(make_administrator())
    address = f"/admin/chains/{use_of().pk}/change/"
    data = posted(client.get(address).context["forms"])
    data |= {"basis": make_basis().pk, "article": "Điều 12", "holds_from": day.isoformat(), "section": own.pk}
    assert client.post(address, data).context["form"].errors.keys() == {"section"}
    assert client.post(address, {**data, "section": other.pk}).status_code == 302
    assert {str(use.section) for use in ChainUse.objects.filter(site=desk.site)} == {own.title, other.title}


def test_the_chain_of_a_section_ends_and_the_wider_one_holds_again(desk: Desk, client: Client) -> None:
    own, boss, basis = section_of(desk.site), make_administrator(), make_basis()
    made = give_chain(boss, use=use_of(), section=own.page_ptr, version=version(TWO))
    page, last, over = desk.draft(), clock.today() + timedelta(days=29), clock.today() + timedelta(days=30)
    said: dict[str, Any] = {"basis": basis, "article": "Điều 13"}
    with pytest.raises(Refused):
        end_chain(desk.head, use=made, day=over, **said)
    later = revise_chain(boss, use=made, version=version(TWO, after=40))
    faults = {
        "nothing_holds": reasons_not_to_end(boss, use=use_of(), day=over, **said),
        "in_the_past": reasons_not_to_end(boss, use=made, day=clock.today(), **said),
        "no_article": reasons_not_to_end(boss, use=made, day=over, basis=basis, article=" "),
        "overlaps": reasons_not_to_end(boss, use=ChainUse.objects.get(pk=made.pk), day=over, **said),
    }
    assert all(code in {reason.code for reason in reasons} for code, reasons in faults.items()), faults
    client.force_login(desk.head)
    assert client.get(f"/admin/chains/{later.pk}/end/").status_code in (302, 403)
    client.force_login(boss)
    assert f"/admin/chains/{later.pk}/end/" in client.get(f"/admin/chains/{later.pk}/").content.decode()
    assert f"/admin/chains/{use_of().pk}/end/" not in client.get(f"/admin/chains/{use_of().pk}/").content.decode()
    ChainUse.objects.filter(pk=later.pk).delete()
    ChainUse.objects.filter(pk=made.pk).update(holds_to=None)
    address, data = f"/admin/chains/{made.pk}/end/", {"basis": basis.pk, "article": "Điều 13"}
    asked_for = client.get(address).content.decode()
    assert str(use_of().chain) in asked_for
    early = client.post(address, {**data, "holds_from": clock.today().isoformat()})
    assert early.context["form"].errors.keys() == {"holds_from"}
    assert client.post(address, {**data, "holds_from": over.isoformat()}).status_code == 302
    assert (chain_for(page, last), chain_for(page, over)) == (made.chain, use_of().chain)


def test_a_change_of_what_is_gone_or_different_by_now_is_not_carried_out(desk: Desk) -> None:
    boss = make_administrator()
    gone = section_of(desk.site, code="about").page_ptr
    given = CHAIN.data(use_of(), version(TWO), gone)
    made = give_chain(boss, use=use_of(), section=section_of(desk.site).page_ptr, version=version(TWO))
    ended = END.data(made, version(after=20))
    assert [line.after for line in END.describe(ended).lines] == [str(use_of().chain)]
    with pytest.raises(Missing):
        CHAIN.apply(boss, {**given, "section": 0})
    end_chain(boss, use=made, day=clock.today() + timedelta(days=30), basis=make_basis(), article="Điều 13")
    with pytest.raises(Conflict):
        END.apply(boss, ended)
    ChainUse.objects.filter(pk=made.pk).delete()
    with pytest.raises(Missing):
        END.apply(boss, ended)


def test_the_chain_of_a_section_is_called_after_it_in_both_languages(desk: Desk) -> None:
    own = section_of(desk.site)
    made = give_chain(make_administrator(), use=use_of(), section=own.page_ptr, version=version(TWO))
    english = own.get_translations().get(locale__language_code="en")
    assert (own.title in made.chain.name_vi, english.title in made.chain.name_en) == (True, True)
    assert own.title != english.title


def test_two_versions_do_not_hold_on_one_day(desk: Desk) -> None:
    first = use_of()
    later = revise_chain(make_administrator(), use=first, version=version(TWO, after=10))
    with pytest.raises(Invalid) as caught:
        revise_chain(make_administrator(), use=first, version=version(after=12))
    assert caught.value.code == "overlaps"
    between = revise_chain(make_administrator(), use=first, version=version(LONG, after=5))
    assert (between.holds_to, later.holds_from) == (later.holds_from, clock.today() + timedelta(days=10))
    assert chain_of_site(desk.site, clock.today() + timedelta(days=7)) == between.chain


def test_seats_are_called_otherwise_from_a_day_on() -> None:
    portal = make_portal()
    names = {"board_head": {"vi": "Trưởng Ban biên tập", "en": "Head"}}
    plan = BoardPlan({"vi": "Ban biên tập", "en": "Board"}, make_basis(), roles=names)
    board = keep_board(make_administrator(), site=portal.site, plan=plan)
    change = {"board_head": {"vi": "Tổng biên tập", "en": "Editor in chief"}}
    rename_roles(make_administrator(), board=board, names=change, version=version())
    assert role_names(portal.site)["board_head"] == "Trưởng Ban biên tập"
    with time_machine.travel(clock.now() + timedelta(days=10), tick=False):
        assert role_names(portal.site)["board_head"] == "Tổng biên tập"
    with pytest.raises(Refused):
        rename_roles(portal.board_head, board=board, names=change, version=version())


def test_the_screen_draws_the_chain_and_says_which_field_breaks_which_rule(desk: Desk, client: Client) -> None:
    use = use_of()
    client.force_login(desk.head)
    assert client.get(f"/admin/chains/{use.pk}/").status_code in (302, 403)
    client.force_login(make_administrator())
    drawn = client.get(f"/admin/chains/{use.pk}/").content.decode()
    assert drawn.count('class="chain-step"') == 1
    assert use.place in client.get("/admin/chains/").content.decode()
    form = client.get(f"/admin/chains/{use.pk}/change/").context
    data = {f"{one.prefix}-{name}": value for one in form["forms"] for name, value in one.initial.items()}
    data = {name: value for name, value in data.items() if value is not None}
    data |= {f"step-2-{name}": value for name, value in {"kind": "approve", "stand_in_when": "needed"}.items()}
    data |= {"basis": make_basis().pk, "article": "Điều 11", "holds_from": clock.today().isoformat()}
    refused = client.post(f"/admin/chains/{use.pk}/change/", data)
    assert "holds_from" in refused.context["form"].errors
    data["holds_from"] = (clock.today() + timedelta(days=3)).isoformat()
    data |= {"step-1-limit": "8", "step-1-label_vi": "Thủ trưởng duyệt"}
    assert client.post(f"/admin/chains/{use.pk}/change/", data).status_code == 302
    made = use_of()
    assert [step.label_vi for step in steps_of(made.chain)] == ["Thủ trưởng duyệt"]
    page = client.get(f"/admin/chains/{made.pk}/").content.decode()
    assert page.count("data-versions") == 1
    assert "Điều 11" in page
    assert [box.limit for box in boxes_of(made)] == ["8 giờ làm việc"]


def test_who_answers_and_whether_an_edit_goes_back_are_changed_on_the_screen(client: Client) -> None:
    make_portal()
    use, address = use_of("portal"), f"/admin/chains/{use_of('portal').pk}/change/"
    client.force_login(make_administrator())
    data = posted(client.get(address).context["forms"])
    day = (clock.today() + timedelta(days=3)).isoformat()
    data |= {"basis": make_basis().pk, "article": "Điều 8.1", "holds_from": day}
    data |= {"step-1-answers": "post:head:item", "step-2-reopens_on_edit": "on"}
    assert client.post(address, data).status_code == 302
    first, second, third = steps_of(use_of("portal").chain)
    assert (first.answers, second.reopens_on_edit) == ([{"post": "head", "agency": "item"}], True)
    assert (third.answers, first.reopens_on_edit) == ([], False)
    said = [line.after for line in CHAIN.describe(CHAIN.data(use, version((first, second, third)))).lines]
    assert "người đứng đầu" in said[0]
    assert "bước đầu" in said[1]
    shown = client.get(f"/admin/chains/{use_of('portal').pk}/change/").context["forms"]
    assert [one.initial.get("answers") for one in shown[:2]] == ["post:head:item", None]


def test_a_step_is_moved_in_the_form_and_holds_in_its_new_place_from_the_day_on(client: Client) -> None:
    make_portal()
    use = use_of("portal")
    first, second, _third = steps_of(use.chain)
    rule = {"hours": 8, "remind": 2, "escalate_to": [{"post": "head", "agency": "site"}]}
    row = Rule(key=f"limit.{use.chain.code}.1", value=rule, unit="working_hour", basis=make_basis(), article="Điều 9")
    set_rule(make_administrator(), rule=row)
    address = f"/admin/chains/{use.pk}/change/"
    client.force_login(make_desk().head)
    assert client.post(address, {"move": "2:up"}).status_code in (302, 403)
    client.force_login(make_administrator())
    data = posted(client.get(address).context["forms"])
    day = (clock.today() + timedelta(days=3)).isoformat()
    data |= {"basis": make_basis().pk, "article": "Điều 12", "holds_from": day}
    moved = client.post(address, {**data, "move": "2:up"})
    forms = moved.context["forms"]
    assert [one.initial["label_vi"] for one in forms[:2]] == [second.label_vi, first.label_vi]
    assert moved.context["form"].initial["article"] == "Điều 12"
    assert use_of("portal") == use  # nothing is kept before it is written down
    again = client.post(address, {**data, **posted(forms), "move": "1:up"}).context["forms"]
    assert [one.initial["label_vi"] for one in again[:2]] == [second.label_vi, first.label_vi]
    assert client.post(address, {**data, **posted(forms)}).status_code == 302
    made = use_of("portal")
    assert [step.label_vi for step in steps_of(made.chain)][:2] == [second.label_vi, first.label_vi]
    assert steps_of(made.chain)[0].kind == second.kind
    assert Rule.objects.get(key=f"limit.{made.chain.code}.2").value == rule
    assert chain_of_site(make_portal().site) == use.chain


def posted(forms: list[Any]) -> dict[str, Any]:
    """What a browser sends of these forms as they are shown."""
    data = {f"{one.prefix}-{name}": value for one in forms for name, value in one.initial.items()}
    last = forms[-1].prefix
    defaults = {f"{last}-kind": "approve", f"{last}-stand_in_when": "needed"}
    return {**defaults, **{name: value for name, value in data.items() if value is not None}}
