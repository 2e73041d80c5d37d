"""`POST /contributions/` and `GET /tracking/{code}/`: received once, from known origins, told nothing personal."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sites.domains.models import PublicSite
from tests.factories.cms import picture_bytes
from tests.factories.contributions import VALUES, take_contributions
from tests.factories.offices import docx, para
from tests.factories.workflows import make_desk
from workflows.contributions.actions import refuse
from workflows.contributions.models import Contribution

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]

SENT = {
    "form": "1",
    "sender": {"name": "Lê Thị Điều", "email": "dieu@vidu.localhost"},
    "answers": VALUES,
    "declared": True,
    "consented": True,
}
ADDRESS = "/api/v1/contributions/"


@pytest.fixture
def site() -> PublicSite:
    cache.clear()
    found = make_desk().site
    take_contributions(found)
    return found


def post(site: PublicSite, data: Any = SENT, **headers: str) -> Any:
    body = data if isinstance(data, (str, bytes)) else json.dumps(data)
    asked = f"{ADDRESS}?site={site.hosts.get(role='canonical').hostname}"
    return Client().post(asked, body, content_type="application/json", headers=headers)


def test_what_is_sent_is_received_and_tracked_without_a_word_about_the_person(site: PublicSite) -> None:
    answer = post(site)
    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["state"] == "received"
    row = Contribution.objects.get(code=receipt["tracking_code"])
    assert (row.channel, row.sender_name, row.title) == ("api", "Lê Thị Điều", VALUES["title"])
    tracked = Client().get(receipt["tracking_url"].replace("http://testserver", ""))
    assert tracked.json() == {"tracking_code": row.code, "state": "received", "due_at": None}
    assert tracked.headers["Cache-Control"] == answer.headers["Cache-Control"] == "no-store"
    refuse(make_desk().writer, contribution=row, reason="Tin đã cũ")
    told = Client().get(f"/api/v1/tracking/{row.code}/").content.decode()
    assert '"refused"' in told
    assert "Tin đã cũ" not in told


def test_files_come_in_a_multipart_request(site: PublicSite) -> None:
    said = [{}, {"caption": "Vườn điều", "author": "Lê Điều", "consent": "agreed"}]
    data = {**SENT, "answers": {**VALUES, "text": ""}, "files": said}
    files = [
        SimpleUploadedFile("bai.docx", docx(para("Được mùa"))),
        SimpleUploadedFile("vuon.jpg", picture_bytes((400, 300))),
    ]
    host = site.hosts.get(role="canonical").hostname
    answer = Client().post(f"{ADDRESS}?site={host}", {"data": json.dumps(data), "files": files})
    assert answer.status_code == 201, answer.content
    assert list(Contribution.objects.get().files.values_list("kind", flat=True)) == ["manuscript", "picture"]


def test_the_same_key_is_answered_with_the_first_receipt_and_another_request_is_a_conflict(site: PublicSite) -> None:
    first = post(site, **{"Idempotency-Key": "abc"}).json()
    assert post(site, **{"Idempotency-Key": "abc"}).json() == first
    other = post(site, {**SENT, "answers": {**VALUES, "title": "Khác"}}, **{"Idempotency-Key": "abc"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert Contribution.objects.count() == 1


def test_what_is_wrong_is_named(site: PublicSite) -> None:
    answer = post(site, {**SENT, "answers": {"title": "Một"}, "nickname": "x", "consented": False})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_submission")
    assert answer.json()["errors"].keys() == {"nickname", "consented"}
    answer = post(site, {**SENT, "answers": {"title": "Một"}})
    assert answer.json()["errors"].keys() == {"summary", "text", "source", "credit"}
    assert not Contribution.objects.exists()


def test_a_stamp_is_refused_with_its_article(site: PublicSite) -> None:
    answer = post(site, {**SENT, "answers": {**VALUES, "title": "Kế hoạch (MẬT)"}})
    assert (answer.status_code, answer.json()["code"], answer.json()["reason"]) == (
        403,
        "submission_refused",
        "secret_mark",
    )
    assert "117/2025" in answer.content.decode()


BODIES = ("[]", "null", "{", '{"a": ' * 3000, "\x00", json.dumps({"form": {}}), "1e999")


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_no_input_is_a_fault_of_ours(site: PublicSite, body: str) -> None:
    assert post(site, body).status_code == 400


def test_pages_of_other_origins_are_refused_and_the_sites_own_are_not(site: PublicSite) -> None:
    host = site.hosts.get(role="canonical").hostname
    refused = post(site, Origin="https://evil.example")
    assert (refused.status_code, refused.json()["code"]) == (403, "origin_not_allowed")
    taken = post(site, Origin=f"https://{host}")
    assert taken.status_code == 201
    assert taken.headers["Access-Control-Allow-Origin"] == f"https://{host}"
    asked = Client().options(f"{ADDRESS}?site={host}", headers={"Origin": f"https://{host}"})
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "POST, OPTIONS")


def test_too_many_in_an_hour_are_told_when_to_come_again(site: PublicSite) -> None:
    answers = [post(site).status_code for _time in range(21)]
    assert answers == [201] * 20 + [429]
    assert int(post(site).headers["Retry-After"]) <= 3600


def test_other_methods_types_sites_and_codes(site: PublicSite) -> None:
    assert Client().get(ADDRESS).status_code == 405
    assert Client().post(f"{ADDRESS}?site=nichts.vn", "{}", content_type="application/json").status_code == 400
    host = site.hosts.get(role="canonical").hostname
    assert Client().post(f"{ADDRESS}?site={host}", "x", content_type="text/plain").status_code == 415
    assert Client().get("/api/v1/tracking/ABCD-EFGH-JKLM/").status_code == 404


def test_a_site_without_the_rule_takes_nothing() -> None:
    cache.clear()
    other = make_desk("skhdt").site
    answer = post(other)
    assert (answer.status_code, answer.json()["reason"]) == (403, "not_open")
