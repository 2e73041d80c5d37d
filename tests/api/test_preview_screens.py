"""Preview on the screens: beside the form, links for guests, who has read drafts, the frontends' addresses."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from api.preview import actions
from api.preview.enums import Outcome
from api.preview.models import Permit, PreviewAddress, Reading
from api.publications.drain import drain_in_transaction
from sites.rules.models import Rule
from tests.factories.preview import WISH, allow_previews, newest, preview, token_for
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_bundle, make_desk, submitted
from workflows.changes.actions import approve
from workflows.changes.models import Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]


@pytest.fixture
def stc() -> Desk:
    allow_previews()
    desk = make_desk("stc")
    drain_in_transaction()
    return desk


@pytest.fixture
def sxd(stc: Desk) -> Desk:
    return make_desk("skhdt")


def as_person(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def addresses_of(desk: Desk) -> dict[str, str]:
    """Every address of a draft and of a bundle of a desk."""
    page = desk.draft(title="Nháp riêng", slug="nhap-rieng")
    bundle = make_bundle(desk, desk.draft(title="Trong đợt", slug="trong-dot"))
    return {
        "page": reverse("preview_page", args=(page.pk,)),
        "page pane": reverse("preview_page_pane", args=(page.pk,)),
        "bundle": reverse("preview_bundle", args=(bundle.pk,)),
        "bundle pane": reverse("preview_bundle_pane", args=(bundle.pk,)),
    }


def test_every_screen_is_open_to_who_reads_the_draft_and_closed_to_next_door(stc: Desk, sxd: Desk) -> None:
    for name, address in addresses_of(stc).items():
        method = "post" if name.endswith("pane") else "get"
        for person in (stc.writer, stc.head, make_administrator()):
            answer = getattr(as_person(person), method)(address)
            assert answer.status_code == 200, (name, person, answer.content)
        before = Permit.objects.count()
        for person in (sxd.writer, sxd.head):
            for data in ({}, {"act": "open"}, {"act": "link", "recipient": "A", "purpose": "B"}, {"act": "revoke_all"}):
                answer = as_person(person).post(address, data)
                assert answer.status_code in (302, 403), (name, person)
                assert "preview" not in answer.headers.get("Location", ""), name
            assert as_person(person).get(address).status_code in (302, 403, 405)
        assert Permit.objects.count() == before


def test_the_pane_gets_a_token_that_a_frontend_can_use(stc: Desk) -> None:
    page = stc.draft(title="Cạnh biểu mẫu")
    told = as_person(stc.writer).post(reverse("preview_page_pane", args=(page.pk,))).json()
    word = told["url"].partition("token=")[2]
    assert preview(word).json()["title"] == "Cạnh biểu mẫu"
    Rule.objects.filter(key="preview.token").delete()
    refused = as_person(stc.writer).post(reverse("preview_page_pane", args=(page.pk,)))
    assert (refused.status_code, len(refused.json()["reasons"])) == (403, 1)


def test_only_the_frontends_of_the_site_may_stand_in_a_frame(stc: Desk, sxd: Desk) -> None:
    for desk, name in ((stc, "cua-minh"), (sxd, "hang-xom")):
        row = PreviewAddress(site=desk.site, locale="vi", template=f"https://{name}.vn:8443/x?t={{token}}")
        actions.keep_address(make_administrator(), address=row)
    page = stc.draft()
    client = as_person(stc.writer)
    for address in (reverse("wagtailadmin_pages:edit", args=(page.pk,)), reverse("preview_page", args=(page.pk,))):
        policy = client.get(address)["Content-Security-Policy"]
        frames = re.search(r"frame-src ([^;]*)", policy)
        assert frames is not None
        assert frames[1] == "'self' https://cua-minh.vn:8443"
    assert "frame-src" not in client.get(reverse("wagtailadmin_home"))["Content-Security-Policy"]


def test_the_editor_has_the_pane_and_the_way_to_links(stc: Desk) -> None:
    page = stc.draft()
    shown = as_person(stc.writer).get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    assert f'data-address="{reverse("preview_page_pane", args=(page.pk,))}"' in shown
    assert f'href="{reverse("preview_page", args=(page.pk,))}"' in shown
    bundle = make_bundle(stc, page)
    shown = as_person(stc.writer).get(reverse("bundles:bundle", args=(bundle.pk,))).content.decode()
    assert f'href="{reverse("preview_bundle", args=(bundle.pk,))}"' in shown


def test_opening_leads_to_the_frontend_with_a_token(stc: Desk) -> None:
    address = PreviewAddress(site=stc.site, locale="vi", template="https://xem.vn/p?t={token}")
    actions.keep_address(make_administrator(), address=address)
    page = stc.draft()
    moved = as_person(stc.writer).post(reverse("preview_page", args=(page.pk,)), {"act": "open"})
    assert moved["Location"].startswith("https://xem.vn/p?t=")
    assert preview(moved["Location"].partition("t=")[2]).status_code == 200


def test_a_link_is_made_shown_once_listed_and_ended(stc: Desk) -> None:
    page = stc.draft()
    here, client = reverse("preview_page", args=(page.pk,)), as_person(stc.writer)
    made = client.post(here, {"act": "link", "recipient": WISH.recipient, "purpose": WISH.purpose}).content.decode()
    found = re.search(r'value="[^"]*(/preview/[\w-]{43}/)"', made)
    assert found is not None
    permit = Permit.objects.get(kind="link")
    again = client.get(here).content.decode()
    assert found[1] not in again
    assert WISH.recipient in again
    missing = client.post(here, {"act": "link", "recipient": "", "purpose": "x"})
    assert (missing.status_code, Permit.objects.filter(kind="link").count()) == (200, 1)
    client.post(here, {"act": "revoke", "permit": permit.pk})
    permit.refresh_from_db()
    assert permit.revoked_by == stc.writer
    assert Client().post(found[1]).status_code == 403


def test_a_link_of_another_page_is_not_ended_from_here(stc: Desk) -> None:
    page, other = stc.draft(), stc.draft(title="Khác", slug="khac")
    given = actions.link_page(stc.writer, page=newest(other), wish=WISH)
    as_person(stc.writer).post(reverse("preview_page", args=(page.pk,)), {"act": "revoke", "permit": given.permit.pk})
    given.permit.refresh_from_db()
    assert given.permit.revoked_at is None


def test_all_open_previews_of_a_text_are_ended_at_once(stc: Desk) -> None:
    page = stc.draft()
    words = [token_for(stc.writer, page).word for _ in range(2)]
    of_head = token_for(stc.head, page).word
    as_person(stc.writer).post(reverse("preview_page", args=(page.pk,)), {"act": "revoke_all"})
    assert [preview(word).status_code for word in (*words, of_head)] == [403, 403, 200]
    as_person(make_administrator()).post(reverse("preview_page", args=(page.pk,)), {"act": "revoke_all"})
    assert preview(of_head).status_code == 403


def test_the_links_of_others_are_seen_by_administrators_alone(stc: Desk) -> None:
    page = stc.draft()
    actions.link_page(stc.writer, page=newest(page), wish=WISH)
    here = reverse("preview_page", args=(page.pk,))
    assert WISH.recipient not in as_person(stc.head).get(here).content.decode().partition("preview-readings")[0]
    assert WISH.recipient in as_person(make_administrator()).get(here).content.decode()


def test_who_has_read_drafts_is_seen_by_whom_the_rule_names_and_of_his_sites_alone(stc: Desk, sxd: Desk) -> None:
    mine, theirs = stc.draft(title="Của mình"), sxd.draft(title="Của hàng xóm")
    for desk, page in ((stc, mine), (sxd, theirs)):
        preview(token_for(desk.writer, page).word)
    here = reverse("preview_readings")
    seen = as_person(stc.head).get(here).content.decode()
    assert ("Của mình" in seen, "Của hàng xóm" in seen) == (True, False)
    for wanted in (f"?page_of={theirs.pk}", f"?site={sxd.site.pk}", f"?page_of={theirs.pk}&site={sxd.site.pk}"):
        assert "Của hàng xóm" not in as_person(stc.head).get(here + wanted).content.decode()
    one = as_person(make_administrator()).get(f"{here}?page_of={theirs.pk}").content.decode()
    assert ("Của mình" in one, "Của hàng xóm" in one) == (False, True)
    assert as_person(stc.writer).get(here).status_code in (302, 403)
    for odd in ("?page_of=x", "?page=99", "?site=x", "?page_of=99999999999999999999"):
        assert as_person(stc.head).get(here + odd).status_code == 200


def test_a_refusal_stands_in_the_log_too(stc: Desk) -> None:
    given = token_for(stc.writer, stc.draft(title="Bị từ chối"))
    actions.revoke(stc.writer, permit=given.permit)
    preview(given.word)
    assert Reading.objects.get().outcome == Outcome.REFUSED
    assert 'data-reading="refused"' in as_person(stc.head).get(reverse("preview_readings")).content.decode()


def test_a_new_address_waits_for_a_second_person_and_emptying_one_does_not(stc: Desk) -> None:
    first, second = make_administrator(), make_administrator("quantri2")
    form = {"site": stc.site.pk, "locale": "vi", "template": "https://xem.vn/?t={token}", "why": "Giao diện mới"}
    as_person(first).post(reverse("preview_addresses:add"), form)
    assert not PreviewAddress.objects.exists()
    approve(second, proposal=Proposal.objects.get())
    row = PreviewAddress.objects.get()
    edit = reverse("preview_addresses:edit", args=(row.pk,))
    as_person(first).post(edit, {"template": "https://khac.vn/?t={token}", "why": "Đổi"})
    row.refresh_from_db()
    assert row.template == "https://xem.vn/?t={token}"
    as_person(first).post(edit, {"template": "", "why": "Giao diện hỏng"})
    row.refresh_from_db()
    assert row.template == ""


def test_the_addresses_of_next_door_are_neither_seen_nor_changed(stc: Desk, sxd: Desk) -> None:
    row = PreviewAddress.objects.create(site=stc.site, locale="vi", template="https://xem.vn/?t={token}")
    for person in (sxd.writer, sxd.head, stc.writer):
        client = as_person(person)
        assert client.get(reverse("preview_addresses:edit", args=(row.pk,))).status_code in (302, 403)
        assert "xem.vn" not in client.get(reverse("preview_addresses:index")).content.decode()


def test_an_item_under_way_is_previewed_from_the_screen(stc: Desk) -> None:
    passage = submitted(stc)
    assert as_person(stc.head).get(reverse("preview_page", args=(passage.page_id,))).status_code == 200
