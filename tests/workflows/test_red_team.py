"""Somebody of every role of one site walks every address of the admin with the numbers of another site.

Nothing but "go elsewhere", "no", "not there"; no foreign word in any body; no fault; and no row of any table changed.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.identity.models import SiteIdentity
from sites import clock
from sites.accounts.actions import Term, end_seat, give_post, give_seat, keep_seat_kind, lock_person
from sites.accounts.models import User
from sites.accounts.province import MEDIA_RIGHTS, PAGE_RIGHTS
from tests.admin_addresses import Address, addresses
from tests.factories.cms import make_picture
from tests.factories.promotion import edit
from tests.factories.sites import make_administrator
from tests.factories.workflows import fresh_page, make_desk, make_portal, person, published, submitted, with_seat
from tests.thorough import THOROUGH
from tests.workflows.foreign import SECRET, TITLE, WORD, House, body_of, urls_of
from tests.workflows.test_doors import form_of as editor_form
from workflows.delegation.actions import delegate
from workflows.delegation.models import Delegation

logger = logging.getLogger(__name__)
pytestmark = pytest.mark.django_db
AT_THE_HOUSE = True

# Parameters that say of what kind something is, or how it is asked for, but not which one.
NO_NUMBER = {
    "locale",
    "app_label", "model_name", "app_name", "action", "content_type_app_name", "content_type_model_name", "kind",
    "filter_spec",
}  # fmt: skip
# Addresses with a number that answer everybody, and why that is right.
ANSWERED: Mapping[str, str] = {
    "set_password": "the door: says of every link that does not hold that it does not hold",
    "wagtailadmin_password_reset_confirm": "the same, in the place of Wagtail's",
    "wagtailadmin_choose_page_child": "a public section may be linked to; its children stand there as the public reads",
    "wagtailadmin_editing_sessions:release": "answers as if it were done; whose session it is not, nothing happens",
}
REFUSED = {302, 403, 404, 405}
# What the person himself leaves behind by asking: that he was there.
OWN_TRACES = {
    "sites_security_session", "sites_security_act", "sites_security_try", "wagtailadmin_editingsession",
    "wagtailusers_userprofile", "cache", "django_session",
}  # fmt: skip
OTHER_METHODS = ("head", "options", "put", "patch", "delete") if THOROUGH else ("delete",)


def seated(kind: str, code: str = "skhdt") -> Callable[[], User]:
    """Somebody in a seat of next door."""

    def make() -> User:
        desk = make_portal() if code == "cong" else make_desk(code)
        return with_seat(f"{kind.replace('_', '.')}.{code}", desk.site, kind)

    return make


def strongest() -> User:
    """Every right that the system hands out, and the people of the site too."""
    desk, administrator = make_desk("skhdt"), make_administrator()
    values = {"name_vi": "Mạnh", "name_en": "Strong", "page_rights": PAGE_RIGHTS, "media_rights": MEDIA_RIGHTS}
    keep_seat_kind(administrator, code="strongest", values={**values, "gives": ["writer", "translator"]})
    with_seat("manh.skhdt", desk.site, "strongest")
    return with_seat("manh.skhdt", desk.site, "site_admin")


def delegate_of_the_head() -> User:
    """Acts for the head of next door."""
    desk = make_desk("skhdt")
    row = Delegation(
        giver=desk.head, post=desk.head.posts.get(), to=desk.deputy, decision="15/GUQ",
        held_from=clock.today(), held_to=clock.today() + timedelta(days=7),
    )  # fmt: skip
    delegate(desk.head, row=row)
    return desk.deputy


def staff() -> User:
    """A post and no seat."""
    desk, found = make_desk("skhdt"), person("chuyenvien.skhdt")
    give_post(make_administrator(), person=found, agency=desk.agency, kind="staff", titles=("CV", "Officer"))
    return found


def ended() -> User:
    """His seat has ended."""
    found = person("cu.skhdt")
    seat = give_seat(make_administrator(), person=found, kind_code="writer", site=make_desk("skhdt").site,
                     term=Term(held_from=clock.today() - timedelta(days=9)))  # fmt: skip
    end_seat(make_administrator(), seat=seat, reason="Chuyển công tác")
    return found


def locked() -> User:
    """His account is locked."""
    return lock_person(make_administrator(), person=seated("writer")(), reason="Nghỉ dài")


def formerly_of_the_house() -> User:
    """He wrote at stc until today, and now writes next door."""
    found = person("chuyen.skhdt")
    seat = give_seat(make_administrator(), person=found, kind_code="writer", site=make_desk("stc").site,
                     term=Term(held_from=clock.today() - timedelta(days=9)))  # fmt: skip
    end_seat(make_administrator(), seat=seat, reason="Chuyển công tác")
    return with_seat(found.username, make_desk("skhdt").site, "writer")


ROLES: Mapping[str, Callable[[], User]] = {
    "writer": seated("writer"),
    "translator": seated("translator"),
    "standing editor": seated("standing_editor"),
    "head of the board": seated("board_head"),
    "deputy of the board": seated("board_deputy"),
    "secretary of the board": seated("board_secretary"),
    "member of the board": seated("board_member"),
    "administrator of the site": seated("site_admin"),
    "all rights that a seat can give": strongest,
    "head of the agency": lambda: make_desk("skhdt").head,
    "delegate of the head": delegate_of_the_head,
    "head of the portal's board": lambda: make_portal().board_head,
    "editor of the portal": lambda: make_portal().editor,
    "administrator of the portal": seated("site_admin", "cong"),
    "post without a seat": staff,
    "no post and no seat": lambda: person("khong.co"),
    "seat has ended": ended,
    "account locked": locked,
    "formerly of the house": formerly_of_the_house,
}
# Who has the copy of a text of the house on his own site, and may ask for what the house has made public.
OF_THE_PORTAL = {"head of the portal's board", "editor of the portal"}
# A walk takes minutes: a run sends who can do most, a thorough one everybody.
WALKING = tuple(ROLES) if THOROUGH else ("all rights that a seat can give",)


def browser_of(somebody: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=somebody.pk))
    return client


def sums() -> dict[str, str]:
    """A checksum of every table but those of one's own traces."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        names = sorted(name for (name,) in cursor.fetchall() if name not in OWN_TRACES)
        parts = " union all ".join(
            f"select '{name}', coalesce(md5(string_agg(md5(t::text), '' order by t::text)), '') from \"{name}\" t"
            for name in names
        )
        cursor.execute(parts)
        return dict(cursor.fetchall())


def without_own_use(found: dict[str, str], of: User) -> dict[str, str]:
    """That a person was seen and came in stands in his own row, and in his notices that he has read them."""
    others = {}
    with connection.cursor() as cursor:
        for table, whose in (("sites_accounts_user", "id"), ("workflows_notices_notice", "person_id")):
            cursor.execute(
                f"select md5(string_agg(md5(t::text), '' order by t.id)) from {table} t where {whose} <> %s", [of.pk]
            )
            (others[table],) = cursor.fetchone() or ("",)
    return {**found, **others}


def form_of(house: House) -> dict[str, Any]:
    """What is sent: foreign numbers under every name, flags that nobody gives, and a way out of the house."""
    rights = list(Permission.objects.filter(codename="change_user").values_list("pk", flat=True))
    return {
        **house.numbers,
        "title": "Bị đổi", "full_name": "Bị đổi", "email": "x@x.localhost", "reason": "x", "note": "x", "comment": "x",
        "is_superuser": "on", "is_staff": "on", "is_active": "", "user_permissions": rights, "next": "//ke.gian",
        "action-publish": "1", "action-submit": "1", "hostname": "ke.gian", "decision": "approve", "tags": "x",
        "held_from": "2026-01-01", "basis": "x", "anyway": "on", "on": "2027-01-01", "claim": "1", "priority": "2",
        "external-link-chooser-url": "x",
    }  # fmt: skip


def queries_of(house: House) -> list[str]:
    """What is asked of lists, choosers and reports beside their address."""
    n = house.numbers
    return [
        f"?q={WORD}&term={WORD}&search={WORD}&export=xlsx",
        f"?site={n['site']}&agency={n['agency']}&collection_id={n['collection_id']}&owner={n['user']}&p=1&export=csv",
        f"?user={n['user']}&person={n['user']}&edited_by={n['user']}&tag={WORD}&kind=given&right=seat:writer&p=x",
        f"?id={n['page']}&id={house.picture.pk}&id={house.file.pk}&page_type=wagtailcore.page&parent={n['page']}",
        f"?child_of={n['page']}&descendant_of={n['page']}&fields=*&type=wagtailcore.Page&limit=20&p=2",
    ]


def says_which(address: Address) -> bool:
    """Whether an address has a number in it that says which thing."""
    return bool(set(address.parameters) - NO_NUMBER) and not any(fnmatchcase(address.name, one) for one in ANSWERED)


def questions(house: House) -> Iterator[tuple[Address, str]]:
    """Every address with the numbers of stc; those without a number also with the queries."""
    for address in addresses(""):
        if not address.pattern.startswith(("admin/", "documents/")) or not address.name:
            continue
        if address.name == "wagtailadmin_logout":
            continue
        if address.name.startswith("wagtaildocs_serve"):
            yield address, reverse(address.name, args=(house.file.pk, house.file.filename))
            continue
        for url in urls_of(house, address):
            yield address, url


@pytest.mark.parametrize("role", WALKING)
def test_a_neighbour_gets_nothing_and_changes_nothing(house: House, role: str) -> None:
    somebody, theirs = ROLES[role](), set[str]()
    if role in OF_THE_PORTAL:
        theirs = of_the_portal(house)
    browser, form = browser_of(somebody), form_of(house)
    before, wrong, number = without_own_use(sums(), somebody), [], 0
    for address, method, url in walked(house, browser):
        if method == "post" and url in theirs:
            continue
        answer = ask(browser, method, url, form)
        number += 1
        if fault := fault_of(answer, address, is_own=url in theirs):
            wrong.append(f"{fault}: {method} {address.name} {url}")
    logger.info("%s: %s questions", role, number)  # seen with --log-cli-level=INFO
    assert wrong == [], "\n".join(wrong)
    after = without_own_use(sums(), somebody)
    assert [name for name in before if before[name] != after.get(name)] == []
    assert number > 1_000


def of_the_portal(house: House) -> set[str]:
    """Addresses of what is the portal's own, which now says nothing of the house, and of asking for public texts."""
    edit(make_portal(), house.copy, title="Của Cổng")
    public = [page.pk for page in house.pages if fresh_page(page.pk).live]
    asking = {reverse("promotion:ask", args=[number]) for number in public}
    return {reverse("promotion:copy", args=[house.copy.pk]), *asking}


def ask(browser: Client, method: str, url: str, form: Mapping[str, Any] | None = None) -> Any:
    """One question. Messages of earlier answers are put away: they would pile up unread."""
    browser.cookies.pop("messages", None)
    return getattr(browser, method)(url, form if method == "post" else None)


def said_in(answer: Any) -> str:
    """What the person reads, but for the address that he asked himself (a login leads back to it)."""
    own = answer.request["PATH_INFO"]
    return body_of(answer).replace(quote(own, safe=""), "").replace(quote(own), "").replace(own, "")


def walked(house: House, browser: Client) -> Iterator[tuple[Address, str, str]]:
    """Every address to read and to send to; what opens without a number also with each of the queries."""
    for address, url in questions(house):
        yield address, "get", url
        yield address, "post", url
        if not address.parameters and browser.head(url).status_code == 200:
            yield from ((address, "get", url + query) for query in queries_of(house))


def fault_of(answer: Any, address: Address, *, is_own: bool = False) -> str:
    """What is wrong with an answer; empty where nothing is."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    if SECRET in said_in(answer):
        return "foreign word"
    if says_which(address) and answer.status_code not in REFUSED and not is_own:
        return str(answer.status_code)
    if "ke.gian" in answer.headers.get("Location", ""):
        return "leads out of the house"
    return ""


def test_other_methods_change_nothing_either(house: House) -> None:
    somebody = strongest()
    browser, before, wrong = browser_of(somebody), without_own_use(sums(), somebody), []
    for address, url in questions(house):
        for method in OTHER_METHODS:
            answer = ask(browser, method, url)
            if answer.status_code >= 500 or SECRET in said_in(answer):
                wrong.append(f"{answer.status_code} {method} {address.name} {url}")
    assert wrong == [], "\n".join(wrong)
    after = without_own_use(sums(), somebody)
    assert [name for name in before if before[name] != after.get(name)] == []


def test_the_people_of_the_house_find_all_of_it(house: House) -> None:
    """The same questions, asked by whom it concerns: otherwise the silence above says nothing."""
    keeper = with_seat("quantri.stc", house.desk.site, "site_admin")
    expected = {
        "wagtailadmin_pages:edit", "wagtailadmin_pages:history", "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:search", "wagtailadmin_explore", "wagtailadmin_api:pages:listing",
        "wagtailadmin_api:images:listing", "wagtailadmin_api:documents:detail", "wagtailadmin_choose_page_search",
        "wagtailimages:edit", "wagtaildocs:edit", "wagtailimages_chooser:chosen", "wagtailadmin_tag_autocomplete",
        "desk_item", "delegations:index", "people:person", "people:index", "security:of_person", "security:log",
        "reviews:rights", "reviews:export", "category:index", "emergency_judge", "wagtailadmin_home",
        "wagtailadmin_api:documents:listing", "wagtailadmin_choose_page_child", "wagtailimages:index",
        "wagtaildocs:index", "wagtailimages_chooser:choose", "wagtaildocs_chooser:choose", "promotion:proposal",
        "labels:row",
    }  # fmt: skip
    found: set[str] = set()
    for somebody in (house.desk.writer, house.desk.head, keeper):
        browser = browser_of(somebody)
        for address, url in questions(house):
            queries = ("", *queries_of(house)) if not address.parameters else ("",)
            if address.name in expected - found and any(SECRET in body_of(browser.get(url + q)) for q in queries):
                found.add(address.name)
    assert expected - found == set()


# --- the neighbouring channel of the same site -----------------------------------------------------------------------


@pytest.fixture
def channel(house: House) -> User:
    """Who writes in one section of stc alone; the house lies in another."""
    about = house.desk.site.homes.get(position=0).home.get_children().get(slug="gioi-thieu")
    found = person("kenh.stc")
    give_seat(make_administrator(), person=found, kind_code="writer", site=house.desk.site, section=about)
    return found


OF_PAGES = {
    "page_id", "parent_page_id", "page_to_move_id", "page_pk", "revision_id", "task_state_id", "passage_id",
    "emergency_id", "workflow_state_id", "person_id", "row_id", "alarm_id",
}  # fmt: skip


def test_the_neighbouring_channel_is_next_door_too(house: House, channel: User) -> None:
    """Nghệ An Điều 7.1a: another channel is neither read nor changed. Pictures and files are the site's."""
    for medium in (house.picture, house.file):
        type(medium).objects.filter(pk=medium.pk).update(title="Của cả trang")
        medium.tags.clear()
    browser, form, wrong = browser_of(channel), form_of(house), []
    before = without_own_use(sums(), channel)
    for address, url in questions(house):
        if not (set(address.parameters) & OF_PAGES or "?" in url):
            continue
        for method in ("get",) if "?" in url else ("get", "post"):
            answer = getattr(browser, method)(url, form if method == "post" else None)
            body = body_of(answer).replace(house.picture.filename, "").replace(house.file.filename, "")
            if (
                answer.status_code >= 500
                or TITLE in body
                or (set(address.parameters) & OF_PAGES and says_which(address) and answer.status_code not in REFUSED)
            ):
                wrong.append(f"{answer.status_code} {method} {address.name} {url}")
    assert wrong == [], "\n".join(wrong)
    after = without_own_use(sums(), channel)
    assert [name for name in before if before[name] != after.get(name)] == []


# --- foreign numbers among one's own ---------------------------------------------------------------------------------


def test_one_act_on_many_leaves_out_what_is_foreign(house: House) -> None:
    """Own pages and pictures are acted upon; those of others in the same request are neither named nor touched."""
    somebody = strongest()
    own = make_desk("skhdt")
    mine = own.draft(title="Của tôi", user=somebody)
    browser = browser_of(somebody)
    for app, model, thing, foreign in (
        ("wagtailcore", "page", mine, house.pages[0]),
        ("wagtailcore", "page", mine, house.pages[2]),
    ):
        for action in ("delete", "publish", "unpublish", "move"):
            url = reverse("wagtail_bulk_action", args=(app, model, action)) + f"?id={thing.pk}&id={foreign.pk}"
            for answer in (browser.get(url), browser.post(url, {"chooser": mine.get_parent().pk})):
                assert SECRET not in body_of(answer), (model, action)
                assert answer.status_code < 500
    there = fresh_page(house.pages[0].pk)
    assert (there.title, there.live, there.path) == (house.pages[0].title, False, house.pages[0].path)
    assert fresh_page(house.pages[2].pk).live


def test_a_text_is_not_moved_or_copied_next_door(house: House) -> None:
    """Neither one's own into a foreign section, nor a foreign one into one's own."""
    somebody = strongest()
    own = make_desk("skhdt")
    mine, foreign = own.draft(title="Của tôi", user=somebody), house.pages[0]
    browser, before = browser_of(somebody), sums()["wagtailcore_page"]
    for page, goal in ((mine, foreign.get_parent()), (foreign, mine.get_parent())):
        browser.post(reverse("wagtailadmin_pages:move_confirm", args=(page.pk, goal.pk)), {})
        copy = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": goal.pk, "copy_subpages": "on"}
        browser.post(reverse("wagtailadmin_pages:copy", args=(page.pk,)), copy)
    assert sums()["wagtailcore_page"] == before


def test_nothing_of_others_is_taken_into_ones_own_text(house: House) -> None:
    """A foreign picture, file or draft in the form of one's own page, by number: refused, its title not said."""
    somebody, own = strongest(), make_desk("skhdt")
    mine = own.draft(title="Của tôi", user=somebody)
    edit, browser, before = (
        reverse("wagtailadmin_pages:edit", args=(mine.pk,)),
        browser_of(somebody),
        mine.revisions.count(),
    )
    picture = {"alt": "x", "caption": "", "credit": ""}
    link = rich_text(f'<p><a linktype="document" id="{house.file.pk}">x</a></p>', features=["document-link"])
    items = {"count": "1", "0": {"deleted": "", "order": "0", "value": house.pages[0].pk}}
    for changes in (
        {"lead_image": house.picture.pk},
        {"body": streamfield([("image", {"picture": house.picture.pk, **picture})])},
        {"body": streamfield([("file", {"file": house.file.pk, "title": ""})])},
        {"body": streamfield([("related", {"title": "", "items": items})])},
        {"body": streamfield([("paragraph", link)])},
    ):
        answer = browser.post(edit, editor_form(mine, **changes))
        assert SECRET not in body_of(answer), changes
        assert answer.status_code in REFUSED, changes
        assert mine.revisions.count() == before
        assert fresh_page(mine.pk).get_latest_revision_as_object().lead_image_id is None
    picture_of_mine = make_picture(collection=own.site.collection)
    for changes in ({}, {"lead_image": picture_of_mine.pk, "lead_image_alt": "x"}):
        assert browser.post(edit, editor_form(mine, **changes)).status_code == 302
    assert fresh_page(mine.pk).get_latest_revision_as_object().lead_image_id == picture_of_mine.pk


@pytest.mark.parametrize("kind", ["replaced", "redirect", "close"])
def test_an_ending_does_not_tell_the_title_of_a_foreign_draft(house: House, kind: str) -> None:
    """The form comes back, for want of a reason, to whoever named a page that he could have chosen."""
    own, field = make_desk("skhdt"), "target" if kind == "close" else "successor"
    mine, other = published(own, title="Của tôi"), published(own, title="Tin khác")
    section = mine.get_parent()
    address = reverse("endings_close", args=(section.pk,)) if kind == "close" else ""
    address = address or reverse("endings_end", args=(mine.pk, kind))
    answer = browser_of(own.head).post(address, {field: house.pages[0].pk, "reason": ""})
    assert (answer.status_code, SECRET in body_of(answer)) == (302, False)
    answer = browser_of(own.head).post(address, {field: other.pk, "reason": ""})
    assert (answer.status_code, other.title in body_of(answer)) == (200, True)


def test_the_emblem_of_a_site_is_not_taken_from_next_door(house: House) -> None:
    own = make_desk("skhdt")
    keeper = with_seat("quantri.skhdt", own.site, "site_admin")
    identity = SiteIdentity.objects.get_or_create(site=own.site)[0]
    form = {"site": own.site.pk, "emblem": house.picture.pk, "emblem_alt": "x", "primary": "#123456"}
    for name, args in (("siteidentity:edit", (identity.pk,)), ("siteidentity:add", ())):
        answer = browser_of(keeper).post(reverse(name, args=args), form)
        assert SECRET not in body_of(answer)
    assert SiteIdentity.objects.get(pk=identity.pk).emblem_id is None


def test_a_foreign_revision_is_not_compared_or_brought_back_under_ones_own_page(house: House) -> None:
    somebody, own = strongest(), make_desk("skhdt")
    mine = own.draft(title="Của tôi", user=somebody)
    browser, foreign = browser_of(somebody), house.pages[0].latest_revision_id
    for name, args in (
        ("revisions_compare", (mine.pk, foreign, "latest")),
        ("revisions_compare", (mine.pk, "earliest", foreign)),
        ("revisions_view", (mine.pk, foreign)),
        ("revisions_revert", (mine.pk, foreign)),
        ("workflow_history_detail", (mine.pk, house.pages[1].current_workflow_state.pk)),
        ("workflow_action", (mine.pk, "approve", house.pages[1].current_workflow_task_state.pk)),
    ):
        answer = browser.get(reverse(f"wagtailadmin_pages:{name}", args=args))
        assert answer.status_code in REFUSED, name
        assert SECRET not in body_of(answer)


def test_a_waiting_item_is_not_handed_to_a_stranger(house: House) -> None:
    """On one's own desk, with the number of somebody who is not asked."""
    own = make_desk("skhdt")
    passage = submitted(own, title="Của tôi")
    browser = browser_of(own.head)
    answer = browser.post(
        reverse("desk_item", args=(passage.pk,)), {"hand_over": "1", "act": "hand_over", "to": house.desk.writer.pk}
    )
    assert SECRET not in body_of(answer)
    assert not passage.__class__.objects.filter(pk=passage.pk, claim__person=house.desk.writer).exists()
