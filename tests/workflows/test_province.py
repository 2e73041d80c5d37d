"""Chains and boards of Bình Phước as data."""

import shutil
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.project.config import ROOT
from sites.accounts.models import User
from sites.domains.models import PublicSite, SiteHome
from sites.provisioning.province import load_province
from sites.refusals import Invalid, Missing, Refused
from tests.factories.sites import make_administrator, make_person, make_site
from tests.factories.workflows import HEAD, make_chain, make_chains, make_step
from workflows.boards.actions import Use, keep_chain, reasons_not_to_use, use_chain
from workflows.boards.models import Board, BoardRole, Chain, ChainStep, ChainUse
from workflows.boards.selectors import chain_for, chain_of_site, role_names
from workflows.boards.steps import steps_of
from workflows.passage.models import ChainSlot

BINH_PHUOC = ROOT / "fixtures" / "provinces" / "binh-phuoc"

EMPTY_DATABASE = True  # what the loader finds
pytestmark = pytest.mark.django_db


def counts() -> list[int]:
    return [model.objects.count() for model in (Board, BoardRole, Chain, ChainStep, ChainUse, ChainSlot)]


def test_every_site_has_its_chain_and_loading_twice_changes_nothing() -> None:
    load_province(None, folder=BINH_PHUOC, options={"domain": "binhphuoc.localhost"})
    chains = {site.code: chain_of_site(site).code for site in PublicSite.objects.all()}
    assert chains.pop("portal") == "cong-chinh"
    assert set(chains.values()) == {"trang-thanh-phan"}
    kinds = [step.kind for step in steps_of(Chain.objects.get(code="cong-chinh"))]
    assert kinds == ["approve", "edit_and_forward", "publish"]
    assert ChainSlot.objects.count() == 3
    assert role_names(PublicSite.objects.get(code="portal"))["board_head"] == "Trưởng Ban biên tập"
    before = counts()
    load_province(make_administrator("quantri"), folder=BINH_PHUOC, options={"domain": "binhphuoc.localhost"})
    assert counts() == before


def test_english_has_a_chain_of_its_own_where_the_data_say_so_and_is_written_by_translators() -> None:
    load_province(None, folder=BINH_PHUOC, options={"domain": "binhphuoc.localhost"})
    homes = {
        (home.site.code, home.locale.language_code): home.home.specific
        for home in SiteHome.objects.filter(site__code__in=("portal", "stc", "sxd"))
    }
    chains = {place: chain_for(home).code for place, home in homes.items()}
    assert chains["portal", "vi"] == "cong-chinh"
    assert chains["portal", "en"] == "cong-tieng-anh"
    assert (chains["stc", "vi"], chains["stc", "en"]) == ("trang-thanh-phan", "tieng-anh-thanh-phan")
    assert chains["sxd", "en"] == "trang-thanh-phan"
    rights = {
        place: home.permissions_for_user(User.objects.get(username="dich.stc")).can_add_subpage()
        for place, home in homes.items()
    }
    assert [place for place, may in rights.items() if may] == [("stc", "en")]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("{post: head, agency: item}", "{post: boss, agency: item}", "boss"),
        ("{post: head, agency: item}", "{post: head, agency: nobody}", "nobody"),
        ("{seat: standing_editor}", "{seat: nothing}", "nothing"),
        ("kind: publish", "kind: print", "print"),
        ("basis: binh-phuoc-2015", "basis: none", "none"),
        ("stand_ins:", "standins:", "standins"),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(tmp_path: Path, old: str, new: str, word: str) -> None:
    folder = tmp_path / "provinces" / "binh-phuoc"
    shutil.copytree(BINH_PHUOC, folder)
    shutil.copytree(ROOT / "fixtures" / "reference", tmp_path / "reference")
    file = folder / "chains.yaml"
    text = file.read_text()
    line = text[: text.index(old)].count("\n") + 1
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(Invalid) as caught:
        load_province(None, folder=folder, options={})
    told = [str(reason.message) for reason in caught.value.reasons]
    assert any(fault.startswith(f"chains.yaml:{line}:") and word in fault for fault in told), told
    assert Chain.objects.count() == 0


def test_a_sites_own_chain_beats_that_of_its_kind() -> None:
    make_chains()
    site = make_site()
    assert chain_of_site(site).code == "short"
    own = make_chain(
        "own", (make_step(1, "approve", HEAD), make_step(2, "publish", HEAD, same_person={"rule": "next"}))
    )
    use_chain(make_administrator(), chain=own, use=Use(site=site))
    assert chain_of_site(site) == own


def test_a_site_without_chain_says_so() -> None:
    with pytest.raises(Missing) as caught:
        chain_of_site(make_site())
    assert caught.value.code == "no_chain"


def test_two_chains_for_one_kind_on_one_day_are_refused_by_the_database() -> None:
    make_chains()
    other = make_chain("other", (make_step(1, "publish", HEAD),))
    with pytest.raises(IntegrityError), transaction.atomic():
        ChainUse.objects.create(chain=other, site_kind="portal")


@pytest.mark.parametrize("kinds", [(), ("approve",), ("publish", "publish"), ("publish", "approve")])
def test_steps_that_make_no_chain_are_refused(kinds: tuple[str, ...]) -> None:
    steps = tuple(make_step(position, kind, HEAD) for position, kind in enumerate(kinds, 1))
    assert reasons_not_to_use(steps)
    with pytest.raises(Invalid):
        make_chain("wrong", steps)


@pytest.mark.parametrize(
    "who",
    [
        [],
        "head",
        [{"post": "boss", "agency": "item"}],
        [{"post": "head", "agency": "nowhere"}],
        [{"seat": "nothing"}],
        [{"group": "Editors"}],
        [{"seat": "writer", "site": "other"}],
    ],
)
def test_who_is_asked_is_checked_on_every_save(who: object) -> None:
    make_chains()
    step = ChainStep.objects.filter(chain__code="short").get()
    step.who = who
    with pytest.raises(ValidationError):
        step.save()


def test_only_administrators_write_chains() -> None:
    make_chains()
    with pytest.raises(Refused):
        keep_chain(make_person("ai-do"), code="x", values={}, steps=())
