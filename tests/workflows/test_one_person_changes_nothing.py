"""A walk over every address of the admin that writes what is not content: one person changes nothing that is public."""

from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.preview.models import PreviewAddress
from cms.identity.models import SiteIdentity
from cms.news.models import Category
from cms.redirects.actions import lead
from cms.redirects.models import Redirect
from cms.synonyms.actions import keep_synonym
from cms.synonyms.models import Synonym
from sites import clock
from sites.accounts.models import User
from sites.agencies.models import Agency
from sites.calendar.actions import enter_day
from sites.calendar.models import CalendarDay
from sites.changes.carrying import carry_out
from sites.changes.kinds import Sent, kinds
from sites.domains.actions import save_domain
from sites.domains.models import Host, ProvinceDomain
from sites.refusals import Refusal
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.admin_addresses import addresses
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, make_basis, make_desk, published
from tests.workflows.test_changes import host_change
from workflows.boards.models import ChainUse
from workflows.changes import actions
from workflows.changes.enums import Answer
from workflows.changes.models import Proposal, Verdict
from workflows.changes.rules import faults_of_terms
from workflows.privacy.actions import close_to_the_public

pytestmark = pytest.mark.django_db

# Addresses of rooms whose text passes the gate, or that only show, choose, or say who one is.
CONTENT_OR_READING = (
    "", "wagtail*", "cms_pages_*", "private_picture", "desk_*", "emergency_*", "page_comment*", "set_password",
    "endings_*", "passage_*", "*:index", "*:results", "*:index_results", "*:history", "*:history_results", "*:usage",
    "*:usage_results", "*:inspect", "public_sites:*", "ruleoverride:*", "people:person", "people:settle_alarm",
    "chains:chain", "changes:*", "opening:*",
    "*:chosen*", "*:choose*", "seat:delete", "post:delete", "host:delete", "agency:delete", "agencyname:delete",
    "rule:delete", "legalbasis:delete", "provincedomain:delete", "category:delete", "siteidentity:delete",
    "calendarday:edit", "redirect:edit", "synonym:delete", "*:copy", "*:revisions_*", "*:workflow*",
    "bundles:*", "promotion:*", "contributions:*", "erasing_*", "reviews:*", "secrecy:*",
    "security:own", "security:password", "security:log*", "security:of_person*",
    "translation:*", "bureaus:*", "machine:*",
    "preview_page*", "preview_bundle*", "preview_readings", "preview_addresses:delete",
    "labels:*", "languages:*", "coverage:*", "upkeep:*",  # words and languages: proposals, in tests of their own
    "consumers:*", "webhooks:*",  # likewise: tests/api/test_consumer_screens.py
)  # fmt: skip
# At once by one person, written down, and looked at by a second one afterwards.
TAKES_AWAY = ("people:end_post", "people:end_seat", "people:close", "people:send_link", "redirect:delete")
# An account is shut, or opened again to whoever had it: at once, written into the log of security.
SAFETY = ("security:leak", "security:lock", "security:unlock")
# Of one's own office at once; the walk asks as an administrator, for somebody else.
OWN_OFFICE = ("delegations:end",)
PUBLIC = (
    "sites_domains.Host", "sites_domains.ProvinceDomain", "sites_domains.PublicSite", "sites_agencies.Agency",
    "sites_agencies.AgencyName", "sites_accounts.Seat", "sites_accounts.Post", "sites_rules.Rule",
    "sites_rules.LegalBasis", "sites_calendar.CalendarDay", "cms_identity.SiteIdentity", "cms_news.Category",
    "api_preview.PreviewAddress",
    "cms_redirects.Redirect", "cms_synonyms.Synonym",
    "wagtailcore.PageViewRestriction", "workflows_boards.Chain", "workflows_boards.ChainUse",
    "workflows_boards.Board", "workflows_boards.BoardRole", "workflows_delegation.Delegation",
    "wagtailcore.GroupPagePermission", "wagtailcore.GroupCollectionPermission",
)  # fmt: skip


def state() -> dict[str, list[Any]]:
    """Everything that one person must not have changed."""
    rows: dict[str, list[Any]] = {
        label: list(apps.get_model(label)._default_manager.order_by("pk").values()) for label in PUBLIC
    }
    people = User.objects.order_by("pk").values(
        "pk", "username", "email", "full_name", "phone", "is_superuser", "is_active"
    )
    return {**rows, "people": list(people)}


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What the screen would send if nobody touched it."""
    found = client.get(address).context
    form = found["form"]
    fields: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        fields[bound.html_name] = "" if value is None or value is False else bound.field.prepare_value(value)
    return fields


def writes(stc: Desk) -> dict[str, tuple[tuple[Any, ...], dict[str, Any]]]:
    """By address: its numbers, and what is changed in its form."""
    person, site = make_person("moi", email="moi@binhphuoc.localhost"), stc.site
    basis, day = make_basis(), clock.today() + timedelta(days=40)
    live = published(stc)
    domain = save_domain(make_administrator(), domain=ProvinceDomain(name="binhphuoc.gov.vn", basis="Điều 3"))
    entry = enter_day(make_administrator(), day=CalendarDay(day=day, kind="off", name_vi="Nghỉ", basis=basis))
    category = Category.objects.create(code="rieng", site=site, name_vi="Riêng", name_en="Own")
    synonym = keep_synonym(make_administrator(), synonym=Synonym(words="Ủy ban nhân dân", also="UBND"))
    rule = set_rule(
        make_administrator(), rule=Rule(key="video.hosts", value=["a.vn"], unit="list", basis=basis, article="Điều 7")
    )
    identity = SiteIdentity.objects.get_or_create(site=site)[0]
    closed = published(stc, title="Đóng", slug="dong")
    close_to_the_public(stc.head, page=closed, reason="Nhầm")
    seat, post = stc.writer.seats.get(), stc.head.posts.get()
    host = Host.objects.create(site=site, hostname="hai.binhphuoc.gov.vn", role="equal")
    nameless = Agency.objects.create(code="chua-co-ten", kind=stc.agency.kind)
    name, use = stc.agency.names.get(), ChainUse.objects.filter(site_kind="department").first()
    kind = seat.kind_id
    shown = PreviewAddress.objects.create(site=site, locale="vi", template="https://xem.vn/?t={token}")
    term = {"held_from": str(clock.today()), "held_to": "", "basis": "Quyết định 1"}
    given = {"kind": "staff", "title_vi": "Chuyên viên", "title_en": "Officer"}
    seats = {f"seat-{number}-{field}": "" for number in range(3) for field in ("site", "kind", "section", "held_to")}
    another = {
        "name_vi": "Tên mới",
        "name_en": "New name",
        "held_from": str(day),
        "abbreviation_vi": "",
        "abbreviation_en": "",
    }
    assert use
    own = ChainUse.objects.create(chain=use.chain, site=site)
    return {
        "host:add": ((), {"site": site.pk, "hostname": "moi.binhphuoc.gov.vn", "role": "equal"}),
        "host:edit": ((host.pk,), {"role": "canonical"}),
        "provincedomain:add": ((), {"name": "dongnai.gov.vn", "basis": "Nghị quyết"}),
        "provincedomain:edit": ((domain.pk,), {"basis": "Điều 3 sửa đổi"}),
        "agency:add": ((), {"code": "moi", "kind": stc.agency.kind_id, "membership": "mandatory"}),
        "agency:edit": ((stc.agency.pk,), {"phone": "0271 000 000"}),
        "agencyname:add": ((), {"agency": nameless.pk, **another, "held_to": ""}),
        "agencyname:edit": ((name.pk,), {"name_vi": "Tên sửa"}),
        "seat:add": ((), {"person": person.pk, "kind": kind, "site": site.pk, **term}),
        "seat:edit": ((seat.pk,), {"person": person.pk}),
        "post:add": ((), {"person": person.pk, "agency": stc.agency.pk, **given, **term}),
        "post:edit": ((post.pk,), {"title_vi": "Giám đốc mới"}),
        "people:give_seat": ((person.pk,), {"site": site.pk, "kind": kind, **term}),
        "people:give_post": ((person.pk,), {"agency": stc.agency.pk, **given, **term}),
        "people:correct": ((stc.writer.pk,), {"email": "khac@binhphuoc.localhost", "full_name": "Người viết"}),
        "people:invite": (
            (),
            {"username": "moi2", "full_name": "Người mới", "email": "moi2@binhphuoc.localhost", **seats,
             **{f"seat-0-{field}": value for field, value in {"site": site.pk, "kind": kind, **term}.items()}},
        ),
        "people:invite_administrator": (
            (),
            {"username": "moi3", "full_name": "Người mới", "email": "moi3@binhphuoc.localhost", "site": "", **term},
        ),
        "rule:add": ((), {"key": "a.b", "value": "1", "unit": "text", "basis": basis.pk, "article": "Điều 1"}),
        "rule:edit": ((rule.pk,), {"value": '["b.vn"]'}),
        "legalbasis:add": ((), {"code": "moi", "title": "Văn bản mới"}),
        "legalbasis:edit": ((basis.pk,), {"title": "Văn bản sửa"}),
        "calendarday:add": ((), {"day": str(day + timedelta(1)), "kind": "off", "name_vi": "Nghỉ", "basis": basis.pk}),
        "calendarday:delete": ((entry.pk,), {}),
        "category:add": ((), {"code": "moi", "name_vi": "Mới", "name_en": "New", "position": "1", "site": site.pk}),
        "category:edit": ((category.pk,), {"name_vi": "Sửa"}),
        "siteidentity:add": ((), {"site": make_desk("sxd").site.pk, "responsible_person": "Người mới"}),
        "siteidentity:edit": ((identity.pk,), {"responsible_person": "Người mới"}),
        "synonym:add": ((), {"kind": "abbreviation", "language": "vi", "words": "Thủ tục hành chính", "also": "TTHC"}),
        "synonym:edit": ((synonym.pk,), {"also": "UBND\nUB"}),
        "redirect:add": ((), {"site": site.pk, "path": "/cu", "page": live.pk, "status": "301"}),
        "preview_addresses:add": ((), {"site": site.pk, "locale": "en", "template": "https://xem.vn/?t={token}"}),
        "preview_addresses:edit": ((shown.pk,), {"template": "https://khac.vn/?t={token}"}),
        "redirects_import": ((), {"site": site.pk, "text": f"/a,{live.get_url_parts()[2]}", "confirm": "1"}),
        "page_privacy": ((closed.pk,), {"reason": "Mở lại"}),
        "chains:revise": ((use.pk,), {"holds_from": str(day), "article": "Điều 10", "basis": use.chain.basis_id}),
        "chains:end": ((own.pk,), {"holds_from": str(day), "article": "Điều 10", "basis": use.chain.basis_id}),
        "delegations:give": ((), {"office": f"post:{post.pk}", "to": stc.deputy.pk, "held_from": str(clock.today()),
                                  "decision": "12/QĐ", "reason": "Đi vắng"}),
        "delegations:absence": ((), {"giver": stc.head.pk, "held_from": str(clock.today()), "decision": "12/QĐ",
                                     "reason": "Nghỉ phép"}),
    }  # fmt: skip


@pytest.fixture
def stc() -> Desk:
    return make_desk("stc")


def test_every_address_stands_in_one_of_the_lists(stc: Desk) -> None:
    known = (*CONTENT_OR_READING, *TAKES_AWAY, *SAFETY, *OWN_OFFICE, "chains:roles", *HARMLESS, *writes(stc))
    names = {address.name for address in addresses()}
    assert sorted(name for name in names if not any(fnmatchcase(name, one) for one in known)) == []


# Words for translators are not public; a list of them goes to a second person (`test_glossary`).
HARMLESS = ("redirect:add_results", "term:*", "terms_*")


def test_one_administrator_alone_changes_nothing_at_any_of_them(client: Client, stc: Desk) -> None:
    first = make_administrator()
    asked = writes(stc)
    make_administrator("quantri2")
    client.force_login(first)
    silent = []
    for name, (numbers, changed) in asked.items():
        address = reverse(name, args=numbers)
        fields = {} if name in ("redirects_import", "calendarday:delete", "chains:revise") else form_of(client, address)
        if name == "chains:revise":
            fields = _of_chain(client, address)
        before, number = state(), Proposal.objects.count()
        client.post(address, {**fields, **changed, "why": "Theo yêu cầu", "why_basis": "Công văn 1"})
        if state() != before:
            silent.append(f"{name} changed something")
        if Proposal.objects.count() != number + 1:
            silent.append(f"{name} was not sent to a second person")
    assert silent == []


def _of_chain(client: Client, address: str) -> dict[str, Any]:
    forms = client.get(address).context["forms"]
    found = {f"{one.prefix}-{name}": value for one in forms for name, value in one.initial.items() if value is not None}
    return {**found, "step-2-kind": "approve", "step-2-stand_in_when": "needed", "step-1-label_vi": "Bước đổi tên"}


def test_what_takes_away_is_at_once_and_waits_to_be_looked_at(client: Client, stc: Desk) -> None:
    make_administrator("quantri2")
    client.force_login(make_administrator())
    redirect = Redirect(site=stc.site, path="/cu", page=published(stc))
    lead(make_administrator(), redirect=redirect)
    seat, post = stc.writer.seats.get(), stc.deputy.posts.get()
    ends = {"on": str(clock.today()), "reason": "Thôi việc", "anyway": "on"}
    asked = {
        "people:end_seat": ((seat.pk,), ends),
        "people:end_post": ((post.pk,), ends),
        "people:send_link": ((stc.head.pk,), {}),
        "people:close": ((stc.writer.pk,), ends),
        "redirect:delete": ((redirect.pk,), {"why": "Bỏ"}),
    }
    assert set(asked) == set(TAKES_AWAY)
    for number, (name, (numbers, fields)) in enumerate(asked.items(), 1):
        client.post(reverse(name, args=numbers), fields)
        assert Proposal.objects.filter(alone="taking_away", verdict=None).count() == number, name
    assert not User.objects.get(pk=stc.writer.pk).is_active


def test_every_kind_says_what_it_is_and_has_its_own_key() -> None:
    keys = [key for key, _kind in kinds.items()]
    assert len(keys) == len(set(keys)) >= 20
    assert all(str(kind.label) for kind in kinds)


def test_the_rules_of_the_reference_data_name_offices_that_there_are(stc: Desk) -> None:
    from pathlib import Path

    from ruamel.yaml import YAML

    data = YAML(typ="safe").load(Path("fixtures/reference/changes.yaml"))
    known = {key for key, _kind in kinds.items()}
    for rule in data["rules"]:
        assert faults_of_terms(rule["value"]) == [], rule["key"]
        assert rule["key"] == "changes" or rule["key"].removeprefix("changes.") in known, rule["key"]


# --- random sequences -------------------------------------------------------------------------------------------------

MOVES = st.lists(
    st.tuples(
        st.sampled_from(("propose", "approve", "refuse", "take_back", "review")), st.integers(0, 4), st.integers(0, 3)
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_no_sequence_of_acts_applies_a_change_without_two_entitled_persons(stc: Desk, moves: list[Any]) -> None:
    first, second = make_administrator(), make_administrator("quantri2")
    people = (first, second, stc.head, stc.writer, make_desk("sxd").head)
    start = Proposal.objects.count()
    for number, (act, who, which) in enumerate(moves):
        actor, rows = people[who], list(Proposal.objects.order_by("pk")[start:])
        try:
            if act == "propose":
                name = f"ten{Proposal.objects.count()}-{number}.binhphuoc.gov.vn"
                assert isinstance(carry_out(actor, change=host_change(stc.site, name=name)), Sent)
            elif rows:
                proposal = rows[which % len(rows)]
                extra = {"reason": "Không"} if act == "refuse" else {}
                getattr(actions, act)(actor, proposal=proposal, **extra)
        except Refusal:
            continue
    made = set(Host.objects.filter(hostname__startswith="ten").values_list("hostname", flat=True))
    approved = Verdict.objects.filter(answer=Answer.APPROVED)
    assert made == {verdict.proposal.data["after"]["hostname"] for verdict in approved.select_related("proposal")}
    for verdict in approved:
        assert {verdict.by_id, verdict.proposal.by_id} == {first.pk, second.pk}
