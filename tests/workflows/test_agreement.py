"""A translation that disagrees with the Vietnamese text goes on only with the word of who decides, and why."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from cms.news.models import NewsPage
from cms.pages.translation import draft_translation
from sites import clock
from sites.agencies.models import AgencyName
from sites.refusals import Conflict, Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.cms import body_of, make_file
from tests.factories.contributions import keep_rule, rules_of
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, fresh_page, make_bundle, make_desk, now, published, seen, with_seat
from workflows.agreement.actions import affirm
from workflows.agreement.models import Affirmation
from workflows.agreement.selectors import compared
from workflows.agreement.showing import beside
from workflows.bundles.actions import submit_bundle
from workflows.passage import actions
from workflows.secrecy.enums import Act

pytestmark = pytest.mark.django_db

VI = body_of(("paragraph", "<p>Từ ngày 05/11/2026 thu 1.250 tỷ đồng, gọi 0271.3879.123.</p>"))
EN = "<p>From 5 November 2026 revenue is VND 1,250 billion; call 0271 3879 123.</p>"
WRONG = EN.replace("1,250", "1,520")


@pytest.fixture
def desk() -> Desk:
    for key, rule in rules_of("reference", "agreement.yaml").items():
        keep_rule(key, rule)
    found = make_desk()
    with_seat(found.writer.username, found.site, "translator")
    return found


def english(desk: Desk, html: str = EN, **fields: Any) -> NewsPage:
    """The English draft of a public Vietnamese item."""
    page = published(desk, body=VI, **fields)
    draft = draft_translation(desk.writer, page=page, locale=Locale.objects.get(language_code="en"))
    return written(desk, draft, html)


def written(desk: Desk, page: Any, html: str) -> NewsPage:
    page.title, page.summary = "Revenue", "The province reports."
    page.body = body_of(("paragraph", html))
    page.save_revision(user=desk.writer)
    found: NewsPage = fresh_page(page.pk)
    return found


def draft_of(page: NewsPage) -> NewsPage:
    found: NewsPage = fresh_page(page.pk).get_latest_revision_as_object()
    return found


def test_texts_that_agree_pass_every_desk_without_a_question(desk: Desk) -> None:
    page = english(desk)
    shown = beside(draft_of(page))
    assert shown is not None
    assert not shown.points
    passage = actions.submit(desk.writer, page=page)
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert fresh_page(page.pk).live
    assert not Affirmation.objects.exists()


def test_a_disagreement_stops_the_submission_and_says_both_values_and_where(desk: Desk) -> None:
    page = english(desk, WRONG)
    with pytest.raises(Refused) as caught:
        actions.submit(desk.writer, page=page)
    assert caught.value.code == "disagrees"
    said = str(caught.value.reasons[0])
    assert "1.250 tỷ đồng" in said
    assert "VND 1,520 billion" in said
    assert caught.value.reasons[0].field == "right"
    assert not page.passages.exists()


def test_each_who_decides_says_for_himself_why_it_is_right_and_it_stays(desk: Desk) -> None:
    page = english(desk, WRONG)
    with pytest.raises(Invalid):
        affirm(desk.writer, draft=draft_of(page), act=Act.SUBMIT, reason="  ")
    affirm(desk.writer, draft=draft_of(page), act=Act.SUBMIT, reason="Số liệu đã điều chỉnh")
    passage = actions.submit(desk.writer, page=page)
    with pytest.raises(Refused) as caught:
        actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert caught.value.code == "disagrees"
    affirm(desk.head, draft=draft_of(page), act=Act.PUBLISH, reason="Theo báo cáo mới", text_sha256=seen(page))
    actions.publish(desk.head, passage=now(page), seen_sha256=seen(page))
    assert fresh_page(page.pk).live
    rows = list(Affirmation.objects.order_by("pk").values_list("actor", "act", "reason", "text_sha256"))
    assert rows == [
        (desk.writer.pk, "submit", "Số liệu đã điều chỉnh", seen(page)),
        (desk.head.pk, "publish", "Theo báo cáo mới", seen(page)),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        Affirmation.objects.update(reason="Khác")


def test_what_was_declared_right_holds_for_that_text_and_these_points_alone(desk: Desk) -> None:
    page = english(desk, WRONG)
    affirm(desk.writer, draft=draft_of(page), act=Act.SUBMIT, reason="Số liệu đã điều chỉnh")
    page = written(desk, page, WRONG.replace("5 November", "6 November"))
    with pytest.raises(Refused):
        actions.submit(desk.writer, page=page)
    with pytest.raises(Conflict):
        affirm(desk.writer, draft=draft_of(page), act=Act.SUBMIT, reason="x", text_sha256="0" * 64)
    with pytest.raises(Conflict):
        affirm(desk.writer, draft=draft_of(page), act=Act.SUBMIT, reason="x", stamp="0" * 64)


def test_vietnamese_never_waits_for_its_translation(desk: Desk) -> None:
    page = english(desk, WRONG)
    source = page.get_translation(Locale.objects.get(language_code="vi")).specific
    assert compared(source) is None
    source.body = body_of(("paragraph", "<p>Từ ngày 07/12/2026 thu 9.999 tỷ đồng.</p>"))
    source.save_revision(user=desk.writer)
    actions.submit(desk.writer, page=source)


def test_what_a_rule_only_warns_of_stops_nothing_and_without_a_rule_nothing_is_compared(desk: Desk) -> None:
    page = english(desk, WRONG)
    rule = Rule.objects.get(key="agreement.kinds")
    warned = Rule(key=rule.key, value={"sum": "warn"}, unit=rule.unit, basis=rule.basis, site=desk.site)
    set_rule(make_administrator(), rule=warned)
    shown = beside(draft_of(page))
    assert shown is not None
    assert [(point.kind, point.stops) for point in shown.points] == [("sum", False)]
    actions.submit(desk.writer, page=page)


def test_a_site_without_the_rule_is_asked_nothing() -> None:
    desk = make_desk("skhdt")
    with_seat(desk.writer.username, desk.site, "translator")
    page = english(desk, WRONG)
    assert compared(draft_of(page)) is None
    actions.submit(desk.writer, page=page)


def test_names_of_agencies_are_those_of_the_register(desk: Desk) -> None:
    AgencyName.objects.filter(agency=desk.agency).update(name_vi="Sở Tài chính", name_en="Department of Finance")
    page = published(desk, body=body_of(("paragraph", "<p>Sở Tài chính trả lời.</p>")))
    draft = draft_translation(desk.writer, page=page, locale=Locale.objects.get(language_code="en"))
    right = written(desk, draft, "<p>The Department of Finance answers.</p>")
    assert not [point for point in beside(draft_of(right)).points if point.kind == "agency"]  # type: ignore[union-attr]
    wrong = written(desk, draft, "<p>The Finance Bureau answers.</p>")
    assert [point.kind for point in beside(draft_of(wrong)).points] == ["agency"]  # type: ignore[union-attr]


def test_a_file_may_have_an_english_counterpart_of_its_type_and_may_not_be_left_out(desk: Desk) -> None:
    first, second = make_file(title="Bảng"), make_file(title="Table")
    page = published(desk, body=body_of(("file", {"file": first.pk, "title": "Bảng"})))
    draft = draft_translation(desk.writer, page=page, locale=Locale.objects.get(language_code="en"))
    draft.body = body_of(("file", {"file": second.pk, "title": "Table"}))
    draft.save_revision(user=desk.writer)
    assert not [point for point in beside(draft_of(draft)).points if point.kind == "file"]  # type: ignore[union-attr]
    without = written(desk, draft, "<p>See the table.</p>")
    assert "file" in [point.kind for point in beside(draft_of(without)).points]  # type: ignore[union-attr]


# --- screens ---------------------------------------------------------------------------------------------------------


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_before_the_first_desk_shows_the_points_and_asks_why(desk: Desk) -> None:
    page = english(desk, WRONG)
    client = client_of(desk.writer)
    address = reverse("passage_declare", args=(page.pk,))
    shown = client.get(address).content.decode()
    assert 'data-point="sum"' in shown
    assert 'name="right"' in shown
    form = client.get(address).context["form"]
    said = {"seen_sha256": seen(page), "right_stamp": form.fields["right_stamp"].initial}
    client.post(address, said)
    assert not page.passages.exists()
    client.post(address, {**said, "right": "Đã điều chỉnh", "right_stamp": "0" * 64})
    assert not page.passages.exists()
    client.post(address, {**said, "right": "Đã điều chỉnh"})
    assert now(page)
    assert client_of(make_desk("skhdt").writer).get(address).status_code in (302, 403)


def test_the_desk_shows_the_points_beside_the_text_and_asks_who_approves(desk: Desk) -> None:
    page = english(desk, WRONG)
    affirm(desk.writer, draft=draft_of(page), act=Act.SUBMIT, reason="Đã điều chỉnh")
    passage = actions.submit(desk.writer, page=page)
    client, item = client_of(desk.head), reverse("desk_item", args=(passage.pk,))
    answer = client.get(item)
    shown = answer.content.decode()
    assert 'data-point="sum"' in shown
    assert "data-affirmed" in shown
    stamp = answer.context["decision"].fields["right_stamp"].initial
    form = {"act": "publish", "position": passage.position, "seen_sha256": seen(page), "right_stamp": stamp}
    client.post(item, form)
    assert not fresh_page(page.pk).live
    client.post(item, {**form, "right": "Theo báo cáo mới"})
    assert fresh_page(page.pk).live
    assert client_of(make_desk("skhdt").head).get(item).status_code in (302, 403)


def test_the_editor_of_a_translation_shows_the_points_and_a_submission_leads_to_the_question(desk: Desk) -> None:
    page = english(desk, WRONG)
    shown = client_of(desk.writer).get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    assert 'data-point="sum"' in shown
    source = page.get_translation(Locale.objects.get(language_code="vi"))
    theirs = client_of(desk.writer).get(reverse("wagtailadmin_pages:edit", args=(source.pk,))).content.decode()
    assert "agreement-panel" not in theirs


def test_a_bundle_asks_for_the_translations_in_it(desk: Desk) -> None:
    page = english(desk, WRONG)
    bundle = make_bundle(desk, page)
    with pytest.raises(Refused):
        submit_bundle(desk.writer, bundle=bundle)
    client, address = client_of(desk.writer), reverse("bundles:bundle", args=(bundle.pk,))
    answer = client.get(address)
    assert 'data-point="sum"' in answer.content.decode()
    stamp = answer.context["affirming"].fields["right_stamp"].initial
    client.post(address, {"act": "submit"})
    assert not page.passages.exists()
    client.post(address, {"act": "submit", "right": "Đã điều chỉnh", "right_stamp": stamp})
    passage = now(page)
    boss, room = client_of(desk.head), reverse("desk_bundle", args=(bundle.pk,))
    answer = boss.get(room)
    assert 'data-point="sum"' in answer.content.decode()
    form = {"act": "publish", "position": passage.position, "item": passage.pk, "right_stamp": stamp}
    boss.post(room, form)
    assert not fresh_page(page.pk).live
    boss.post(room, {**form, "right": "Theo báo cáo mới"})
    assert fresh_page(page.pk).live
    assert clock.now() > Affirmation.objects.latest("pk").at


def test_what_goes_public_together_is_compared_together(desk: Desk) -> None:
    page = english(desk, EN.replace("1,250", "1,300"))
    source = page.get_translation(Locale.objects.get(language_code="vi")).specific
    source.body = body_of(("paragraph", "<p>Từ ngày 05/11/2026 thu 1.300 tỷ đồng, gọi 0271.3879.123.</p>"))
    source.save_revision(user=desk.writer)
    apart = compared(draft_of(page))
    make_bundle(desk, source, page)
    together = compared(draft_of(page))
    assert apart is not None
    assert apart.stopping
    assert together is not None
    assert not together.points
