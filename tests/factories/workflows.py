"""Desks: a component site and the portal with their chains and people, all through the real actions."""

from dataclasses import dataclass
from typing import Any

from cms.news.models import NewsPage
from sites.accounts.actions import Term, give_post, give_seat
from sites.accounts.enums import PostKind
from sites.accounts.models import User
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from sites.provisioning.actions import open_site
from sites.rules.models import LegalBasis
from tests.factories.cms import make_news, section_of
from tests.factories.sites import make_administrator, make_agency, make_person, make_plan, make_seat_kinds
from workflows.boards.actions import Use, keep_chain, use_chain
from workflows.boards.enums import StepKind
from workflows.boards.models import Chain
from workflows.boards.steps import Step
from workflows.bundles.actions import add_item, open_bundle, submit_bundle
from workflows.bundles.models import Bundle
from workflows.passage import actions
from workflows.passage.company import company_of
from workflows.passage.enums import DecisionKind
from workflows.passage.models import Passage
from workflows.passage.selectors import running
from workflows.passage.texts import hash_of_revision


def make_step(position: int, kind: str, who: list[dict[str, str]], **fields: Any) -> Step:
    """A step of a chain."""
    defaults: dict[str, Any] = {
        "label_vi": f"Bước {position}",
        "label_en": f"Step {position}",
        "stand_ins": [],
        "untouched": kind not in (StepKind.EDIT_AND_FORWARD, StepKind.ENTER),
        "reopens_on_edit": False,
        "article": "Điều 10",
    }
    return Step(position=position, kind=StepKind(kind), who=who, **{**defaults, **fields})


HEAD = [{"post": "head", "agency": "item"}]
DEPUTY = [{"post": "deputy_head", "agency": "item"}]
SHORT = (make_step(1, "publish", HEAD, stand_ins=DEPUTY),)
LONG = (
    make_step(1, "approve", HEAD, stand_ins=DEPUTY),
    make_step(2, "edit_and_forward", [{"seat": "standing_editor"}]),
    make_step(
        3, "publish", [{"seat": "board_head"}], stand_ins=[{"seat": "board_deputy"}], same_person={"rule": "next"}
    ),
)


def make_basis() -> LegalBasis:
    """The document that the chains stand on; the same one when asked again."""
    return LegalBasis.objects.get_or_create(code="binh-phuoc-2015", defaults={"title": "Quy chế"})[0]


def make_chain(code: str, steps: tuple[Step, ...], *kinds: str) -> Chain:
    """A chain that holds for kinds of sites."""
    actor = make_administrator()
    values = {"name_vi": code, "name_en": code, "basis": make_basis(), "article": "Điều 10"}
    chain = keep_chain(actor, code=code, values=values, steps=steps)
    for kind in kinds:
        use_chain(actor, chain=chain, use=Use(site_kind=kind))
    return chain


def make_chains() -> None:
    """Both chains of Bình Phước."""
    make_seat_kinds()
    make_chain("short", SHORT, "department", "locality", "special")
    make_chain("long", LONG, "portal")


def person(username: str) -> User:
    """A person with an address, or the one of that name."""
    found = User.objects.filter(username=username).first()
    return found or make_person(username, email=f"{username}@binhphuoc.localhost")


def with_post(username: str, agency: Agency, kind: str) -> User:
    """A person who holds a post."""
    found = person(username)
    give_post(make_administrator(), person=found, agency=agency, kind=kind, titles=(kind, kind), term=Term())
    return found


def with_seat(username: str, site: PublicSite, kind_code: str) -> User:
    """A person who sits in a seat."""
    found = person(username)
    give_seat(make_administrator(), person=found, kind_code=kind_code, site=site)
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """A site, its agency, and those who write, head and stand in there."""

    site: PublicSite
    agency: Agency
    writer: User
    head: User
    deputy: User

    def draft(self, **fields: Any) -> NewsPage:
        """A complete draft by the writer."""
        writer = fields.pop("user", self.writer)
        language = fields.pop("language", "vi")
        return make_news(section_of(self.site, language), user=writer, **fields)


@dataclass(frozen=True, slots=True)
class PortalDesk(Desk):
    """The portal, with the editor of the standing unit and the board."""

    editor: User
    board_head: User
    board_deputy: User


def make_desk(code: str = "stc") -> Desk:
    """A department's site with its people and the short chain; the one that there is already."""
    if site := PublicSite.objects.filter(code=code).first():
        return Desk(site, site.agency, *_people_of(code))
    make_chains()
    agency = make_agency(code)
    site = open_site(make_administrator(), plan=make_plan(code))
    return Desk(site, agency, *_people(code, site, agency))


def make_portal() -> PortalDesk:
    """The portal with its people and the long chain; the one that there is already."""
    board = ("bientap.cong", "truongban.cong", "phoban.cong")
    if site := PublicSite.objects.filter(code="cong").first():
        return PortalDesk(site, site.agency, *_people_of("cong"), *map(person, board))
    make_chains()
    agency = make_agency("vpub", name="Văn phòng UBND tỉnh")
    site = open_site(make_administrator(), plan=make_plan("cong", kind="portal", agency_code="vpub"))
    kinds = ("standing_editor", "board_head", "board_deputy")
    seated = [with_seat(username, site, kind) for username, kind in zip(board, kinds, strict=True)]
    return PortalDesk(site, agency, *_people("cong", site, agency), *seated)


def _people_of(code: str) -> tuple[User, User, User]:
    return person(f"viet.{code}"), person(f"thutruong.{code}"), person(f"phothutruong.{code}")


def _people(code: str, site: PublicSite, agency: Agency) -> tuple[User, User, User]:
    return (
        with_seat(f"viet.{code}", site, "writer"),
        with_post(f"thutruong.{code}", agency, PostKind.HEAD),
        with_post(f"phothutruong.{code}", agency, PostKind.DEPUTY_HEAD),
    )


def seen(page: NewsPage) -> str:
    """The hash of the newest text of a page, as whoever opens it sees it."""
    return hash_of_revision(type(page).objects.get(pk=page.pk).latest_revision)


def submitted(desk: Desk, **fields: Any) -> Passage:
    """An item that the writer has submitted."""
    return actions.submit(desk.writer, page=desk.draft(**fields))


def now(page: NewsPage) -> Passage:
    """The passage under way of a page."""
    passage = running(page.pk)
    assert passage is not None
    return passage


def published(desk: Desk, **fields: Any) -> NewsPage:
    """An item of a component site that is public."""
    passage = submitted(desk, **fields)
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    return fresh_page(passage.page_id)


def fresh_page(pk: int) -> NewsPage:
    """The page as the tables have it now."""
    return NewsPage.objects.get(pk=pk)


def make_bundle(desk: Desk, *pages: NewsPage, **fields: Any) -> Bundle:
    """An open bundle of a desk's site with these pages, by the writer."""
    defaults: dict[str, Any] = {"title": "Kỷ niệm ngày thành lập ngành", "occasion": "80 năm ngày thành lập"}
    bundle = open_bundle(desk.writer, site=desk.site, **{**defaults, **fields})
    for page in pages:
        add_item(desk.writer, bundle=bundle, page=page)
    return bundle


def sent_bundle(desk: Desk, *pages: NewsPage, **fields: Any) -> Bundle:
    """A bundle that the writer has submitted."""
    return submit_bundle(desk.writer, bundle=make_bundle(desk, *pages, **fields))


def decided(actor: User, bundle: Bundle, kind: str = "publish") -> Bundle:
    """The bundle after a person has decided about all of its texts as they were handed to him."""
    leader = Passage.objects.get(pk=bundle.leader_id)
    seen_texts = {one.pk: one.text_sha256 for one in company_of(leader)}
    actions.decide_together(actor, leader=leader, kind=DecisionKind(kind), seen=seen_texts)
    return Bundle.objects.get(pk=bundle.pk)
