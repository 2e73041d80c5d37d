"""A text that must not exist is gone everywhere, and the log still proves that it was there."""

import json

import pytest
from django.db import connection
from wagtail.models import Revision

from api.publications.drain import drain_in_transaction
from api.publications.erasing import erase_version
from api.publications.models import Body
from api.publications.verification import differences
from cms.media.actions import make_renditions
from cms.media.models import Picture
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Refused
from tests.factories.api import get, settle, versions, withdrawal
from tests.factories.cms import fresh, make_news, make_picture, publish, section_of
from tests.factories.sites import make_person

SECRET = "Nguyễn Văn Lộ"


@pytest.fixture
def item(site: PublicSite) -> object:
    """An item with a name that nobody may read."""
    picture = make_picture()
    make_renditions(picture)
    page = make_news(
        section_of(site), title=f"{SECRET} và", slug="an-danh", summary=SECRET, lead_image=picture, lead_image_alt="a"
    )
    publish(page)
    settle()
    return page


def person(name: str) -> User:
    return User.objects.filter(username=name).first() or make_person(name)


def erase(page: object, **changes: object) -> Body:
    first, second = person("nguoi.mot"), person("nguoi.hai")
    asked = {"confirmed_by": second, "seq": versions(page)[0].seq, "kind": "personal", "basis": "Luật 91/2025/QH15"}
    return erase_version(first, **{**asked, **changes})


def test_an_erased_text_is_found_nowhere(item, site, django_capture_on_commit_callbacks) -> None:
    withdrawal(item)
    settle_quietly(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        body = erase(item)
    settle_quietly(django_capture_on_commit_callbacks)
    assert (bytes(body.bytes or b""), body.basis) == (b"", "Luật 91/2025/QH15")
    stored = json.dumps([revision.content for revision in Revision.objects.for_instance(item)], ensure_ascii=False)
    assert SECRET not in stored
    assert SECRET not in f"{fresh(item).title} {fresh(item).summary} {fresh(item).draft_title}"
    assert not fresh(item).credits.exists()
    assert not Picture.objects.exists()
    assert SECRET not in _everything_in_the_log()
    assert differences() == []
    answer = get(f"/api/v1/content/{item.translation_key}/", site)
    assert (answer.status_code, answer.json()["code"]) == (410, "withheld")
    assert len(versions(item)) == 3


def _everything_in_the_log() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(convert_from(whole, 'UTF8'), '') from api_publications_current"
            " union all select string_agg(frame::text, '') from api_publications_version"
            " union all select string_agg(convert_from(bytes, 'UTF8'), '') from api_publications_body"
        )
        return " ".join(row[0] for row in cursor.fetchall())


def settle_quietly(capture) -> None:
    with capture(execute=True):
        drain_in_transaction()


def test_what_is_public_is_withdrawn_first(item) -> None:
    with pytest.raises(Refused) as refused:
        erase(item)
    assert refused.value.code == "is_public"


def test_one_person_or_no_basis_is_not_enough(item) -> None:
    withdrawal(item)
    drain_in_transaction()
    for changes in ({"confirmed_by": person("nguoi.mot")}, {"basis": " "}, {"kind": "expired"}):
        with pytest.raises(Refused):
            erase(item, **changes)
    assert Body.objects.filter(erased_at__isnull=False).count() == 0


def test_a_second_erasure_finds_no_text(item) -> None:
    withdrawal(item)
    drain_in_transaction()
    erase(item)
    with pytest.raises(Refused) as refused:
        erase_version(
            make_person("nguoi.ba"),
            confirmed_by=make_person("nguoi.bon"),
            seq=versions(item)[0].seq,
            kind="personal",
            basis="x",
        )
    assert refused.value.code == "no_text"
