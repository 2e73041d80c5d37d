"""Closing a section: what lies below it is moved or withdrawn first, in batches, to the end, safely twice."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.news.models import NewsPage
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Refused
from tests.factories.api import get, settle, whole
from tests.factories.cms import home_of_site, publish, section_of
from tests.factories.workflows import Desk, fresh_page, make_desk, make_portal, published
from workflows.endings import closing
from workflows.endings.closing import carry_on_to_the_end, close_by_moving, close_by_withdrawing, resume
from workflows.endings.enums import ClosingState
from workflows.endings.models import Closing
from workflows.endings.selectors import ended_together
from workflows.endings.under import lying_under
from workflows.passage import actions
from workflows.passage.enums import PassageState, WithdrawalKind
from workflows.passage.models import Passage, Withdrawal

pytestmark = pytest.mark.django_db
WHY, NOTICE = "Sắp xếp lại chuyên mục", "Chuyên mục đã ngừng."


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def target(desk: Desk) -> SectionPage:
    """Another section of the site."""
    return section_with(desk, "Mục khác")


def section_with(desk: Desk, title: str) -> SectionPage:
    section = SectionPage(title=title, live=False)
    home_of_site(desk.site).add_child(instance=section)
    section.save_revision()
    publish(section)
    return SectionPage.objects.get(pk=section.pk)


def filled(desk: Desk, number: int) -> list[NewsPage]:
    return [published(desk, title=f"Tin {one}") for one in range(number)]


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_what_lies_below_is_counted_by_type_and_state(desk: Desk) -> None:
    filled(desk, 2)
    actions.submit(desk.writer, page=desk.draft(title="Đang đi"))
    desk.draft(title="Nháp")
    under = lying_under(section_of(desk.site))
    assert (under.live, under.scheduled, under.under_way, under.drafts) == (2, 0, 1, 1)
    assert [number for _name, number in under.types] == [2]
    assert not under.is_empty


def test_a_section_with_public_items_is_not_withdrawn_alone(desk: Desk) -> None:
    filled(desk, 1)
    with pytest.raises(Refused) as caught:
        actions.withdraw(desk.head, page=section_of(desk.site), reason=WHY)
    assert caught.value.code == "not_empty"


def test_everything_is_withdrawn_with_one_reason_and_one_notice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "BATCH", 5)
    pages = filled(desk, 12)
    way = Passage.objects.get(pk=actions.submit(desk.writer, page=desk.draft(title="Đang đi")).pk)
    draft = desk.draft(title="Nháp")
    settle()
    section = section_of(desk.site)
    row = close_by_withdrawing(desk.head, section=section, reason=WHY, notice=NOTICE)
    assert row.total == 13
    row = carry_on_to_the_end(closing=row)
    assert (row.state, row.done, row.fault) == (ClosingState.DONE, 13, "")
    assert not Page.objects.filter(path__startswith=section.path, live=True).exists()
    endings = Withdrawal.objects.filter(act=row.public_id)
    assert endings.count() == 13  # twelve items and the section
    assert set(endings.values_list("reason", "notice", "by")) == {(WHY, NOTICE, desk.head.pk)}
    assert len(ended_together(endings.first())) == 13  # type: ignore[arg-type]
    way.refresh_from_db()
    assert way.state == PassageState.CANCELLED
    assert Page.objects.filter(pk=draft.pk).exists()
    settle()
    assert get(f"/api/v1/content/{pages[0].translation_key}/", desk.site).json()["notice"] == NOTICE
    assert carry_on_to_the_end(closing=row).done == 13
    assert endings.count() == 13


def test_everything_is_moved_and_old_addresses_lead_there(desk: Desk, target: SectionPage) -> None:
    pages = filled(desk, 3)
    draft = desk.draft(title="Nháp")
    settle()
    section = section_of(desk.site)
    old, old_section = whole(pages[0])["path"], whole(section)["path"]
    row = carry_on_to_the_end(closing=close_by_moving(desk.head, section=section, target=target, reason=WHY))
    assert (row.state, row.done, row.fault) == (ClosingState.DONE, 4, "")
    for page in (*pages, draft):
        assert fresh_page(page.pk).get_parent().pk == target.pk
    assert fresh_page(pages[0].pk).live
    settle()
    for path, goal in ((old, whole(pages[0])["path"]), (old_section, whole(target)["path"])):
        found = get(f"/api/v1/resolve/?path={path}", desk.site).json()
        assert (found["state"], found["location"], found["status"]) == ("redirect", goal, 301)


def test_what_may_not_be_closed_is_refused(desk: Desk, target: SectionPage) -> None:
    filled(desk, 1)
    section = section_of(desk.site)
    inner = SectionPage(title="Mục con", live=False)
    section.add_child(instance=inner)
    inner.save_revision()
    publish(inner)
    other = make_desk("skhdt")
    refused: list[tuple[str, Any]] = [
        ("home_stays", lambda: close_by_withdrawing(desk.head, section=home_of_site(desk.site), reason=WHY)),
        ("not_entitled", lambda: close_by_withdrawing(other.head, section=section, reason=WHY)),
        ("not_entitled", lambda: close_by_withdrawing(desk.writer, section=section, reason=WHY)),
        ("leads_back", lambda: close_by_moving(desk.head, section=section, target=section, reason=WHY)),
        ("leads_back", lambda: close_by_moving(desk.head, section=section, target=inner, reason=WHY)),
        (
            "other_site",
            lambda: close_by_moving(desk.head, section=section, target=section_of(other.site), reason=WHY),
        ),
        (
            "other_site",
            lambda: close_by_moving(desk.head, section=section, target=section_of(desk.site, "en"), reason=WHY),
        ),
        (
            "no_section",
            lambda: close_by_moving(desk.head, section=section, target=home_of_site(desk.site), reason=WHY),
        ),
    ]
    for code, act in refused:
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == code
    with pytest.raises(Invalid):
        close_by_withdrawing(desk.head, section=section, reason=" ")
    assert not Closing.objects.exists()


def test_slugs_that_are_taken_are_named_beforehand(desk: Desk, target: SectionPage) -> None:
    page = published(desk, title="Cùng tên", slug="cung-ten")
    twin = NewsPage(title="Cùng tên", slug="cung-ten", summary="x", live=False)
    target.add_child(instance=twin)
    with pytest.raises(Refused) as caught:
        close_by_moving(desk.head, section=section_of(desk.site), target=target, reason=WHY)
    assert caught.value.code == "slugs_taken"
    assert page.title in str(caught.value)


def test_items_that_another_decides_about_stop_it_before_it_begins() -> None:
    portal = make_portal()
    passage = actions.submit(portal.writer, page=portal.draft(title="Của Cổng", agency=make_desk("stc").agency))
    section = section_of(portal.site)
    with pytest.raises(Refused) as caught:
        close_by_withdrawing(portal.head, section=section, reason=WHY)
    assert caught.value.code == "not_entitled_below"
    assert passage.revision.object_str in str(caught.value)


def test_two_do_not_close_one_section_and_a_stopped_one_goes_on(desk: Desk) -> None:
    pages = filled(desk, 2)
    section = section_of(desk.site)
    row = close_by_withdrawing(desk.head, section=section, reason=WHY)
    with pytest.raises(Conflict):
        close_by_withdrawing(desk.deputy, section=section, reason=WHY)
    posts = list(desk.head.posts.all())
    desk.head.posts.all().delete()  # meanwhile he lost his post
    row = carry_on_to_the_end(closing=row)
    assert row.state == ClosingState.STOPPED
    assert row.fault
    assert all(fresh_page(page.pk).live for page in pages)
    for post in posts:
        post.save(force_insert=True)
    with pytest.raises(Refused):
        resume(make_desk("skhdt").head, closing=row)
    row = resume(desk.deputy, closing=row)
    row = carry_on_to_the_end(closing=row)
    assert (row.state, row.done) == (ClosingState.DONE, 2)


def test_nothing_becomes_public_below_a_closed_section_and_nothing_public_moves_there(
    desk: Desk, target: SectionPage
) -> None:
    passage = actions.submit(desk.writer, page=desk.draft(title="Đang đi"))
    draft = desk.draft(title="Nháp")
    section = section_of(desk.site)
    carry_on_to_the_end(closing=close_by_withdrawing(desk.head, section=section, reason=WHY))
    with pytest.raises(Conflict):
        actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    with pytest.raises(Refused) as caught:
        actions.submit(desk.writer, page=fresh_page(draft.pk))
    assert caught.value.code == "section_closed"
    elsewhere = NewsPage(title="Ở mục khác", summary="x", live=False, source="Sở", owner=desk.writer)
    target.add_child(instance=elsewhere)
    elsewhere.save_revision(user=desk.writer)
    publish(elsewhere)
    with pytest.raises(Refused) as caught:
        fresh_page(elsewhere.pk).move(SectionPage.objects.get(pk=section.pk), pos="last-child")
    assert caught.value.code == "section_closed"
    assert fresh_page(elsewhere.pk).get_parent().pk == target.pk


def test_the_screen_asks_and_shows_how_far_it_is(desk: Desk, target: SectionPage) -> None:
    filled(desk, 3)
    section = section_of(desk.site)
    address = reverse("endings_close", args=(section.pk,))
    assert client_of(make_desk("skhdt").head).get(address).status_code == 302
    assert client_of(desk.writer).get(address).status_code == 302
    shown = client_of(desk.head).get(reverse("wagtailadmin_pages:unpublish", args=(section.pk,)))
    assert shown.url == address  # type: ignore[attr-defined]
    assert 'data-under="3"' in client_of(desk.head).get(address).content.decode()
    nowhere = client_of(desk.head).post(address, {"way": "move", "reason": WHY})
    assert nowhere.status_code == 200
    assert not Closing.objects.exists()
    sent = client_of(desk.head).post(address, {"way": "withdraw", "reason": WHY, "notice": NOTICE})
    row = Closing.objects.get()
    assert sent.url == reverse("endings_closing", args=(row.pk,))  # type: ignore[attr-defined]
    assert row.state == ClosingState.DONE
    assert 'data-closing="done"' in client_of(desk.head).get(sent.url).content.decode()  # type: ignore[attr-defined]
    for name in ("endings_closing", "endings_resume"):
        next_door = client_of(make_desk("skhdt").head)
        assert next_door.post(reverse(name, args=(row.pk,))).status_code == 302
    kinds = set(Withdrawal.objects.values_list("kind", flat=True))
    assert kinds == {WithdrawalKind.WITHDRAWN}
