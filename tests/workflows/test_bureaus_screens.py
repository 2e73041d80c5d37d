"""Files for bureaus as people see them: taking out, bringing in, the report, and what next door does not see."""

from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories.bureaus import brought, by_polib, name_of, take_files, taken_out, unpacked
from tests.factories.cms import home_of_site
from tests.factories.workflows import Desk, make_desk, published
from tests.workflows.test_translation import begun, translator
from tests.workflows.test_translation_screens import browser, owe_english
from workflows.bureaus.actions import make_and_keep
from workflows.bureaus.models import Delivery, Handout
from workflows.translation.models import Wording
from workflows.translation.texts import opened

pytestmark = pytest.mark.django_db

INDEX, TAKE, BRING = (reverse(f"bureaus:{name}", args=("en",)) for name in ("index", "take", "bring"))


@pytest.fixture(autouse=True)
def limits() -> None:
    take_files()


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def upload(client: Client, *files: bytes, follow: bool = True) -> HttpResponse:
    named = [SimpleUploadedFile(f"tep-{number}.po", data) for number, data in enumerate(files, 1)]
    answer: Any = client.post(BRING, {"brought": named}, follow=follow)
    return answer


def test_one_page_is_taken_out_from_its_own_screen_at_once(desk: Desk) -> None:
    page = published(desk)
    translation = begun(desk, page)
    client = browser(translator(desk))
    shown = client.get(reverse("translation:text", args=(translation.pk,))).content.decode()
    address = f"{INDEX}?page={page.translation_key}"
    assert address in shown
    assert f"Chỉ trang “{page.title}”" in client.get(address).content.decode()
    answer = client.post(
        f"{TAKE}?page={page.translation_key}", {"page": f"page-{page.pk}", "which": "all", "form": "po"}
    )
    assert answer["Content-Disposition"] == f'attachment; filename="{page.slug}.po"'
    assert name_of(polib.pofile(answer.content.decode())[0]) == "title"
    assert Handout.objects.get().segments == len(opened(translation).lines)
    assert page.title in client.get(INDEX).content.decode()


def test_a_site_is_taken_out_as_a_zip_and_a_large_one_by_the_worker(desk: Desk) -> None:
    owe_english(desk)
    for number in (1, 2, 3):
        published(desk, title=f"Tin số {number}")
    client, home = browser(translator(desk)), home_of_site(desk.site)
    said = {"page": f"below-{home.pk}", "which": "open", "form": "xliff"}
    answer = client.post(TAKE, said)
    assert len(unpacked(answer.content)) == 3
    take_files(at_once=2)
    shown = client.post(TAKE, said, follow=True)
    handout = Handout.objects.order_by("-pk")[0]
    progress = reverse("bureaus:taken_progress", args=(handout.pk,))
    assert progress in shown.content.decode()
    assert client.get(progress).json() == {"done": 0, "total": 3, "waiting": 1}
    make_and_keep(handout_id=handout.pk)
    assert client.get(progress).json() == {"done": 3, "total": 3, "waiting": 0}
    fetch = reverse("bureaus:fetch", args=(handout.pk,))
    assert fetch in client.get(reverse("bureaus:taken", args=(handout.pk,))).content.decode()
    assert len(unpacked(client.get(fetch).content)) == 3


def test_nothing_to_translate_is_said(desk: Desk) -> None:
    home = home_of_site(desk.site)
    shown = browser(translator(desk)).post(TAKE, {"page": f"below-{home.pk}", "which": "open", "form": "po"})
    assert "không có gì phải dịch" in shown.content.decode()


def test_what_is_brought_in_is_reported_and_written_only_when_confirmed(desk: Desk) -> None:
    page = published(desk)
    person = translator(desk)
    _handout, data = taken_out(person, page)
    client = browser(person)
    marked = next(name_of(entry) for entry in polib.pofile(data.decode()) if "{1}" in entry.msgid)
    shown = upload(client, by_polib(data, {"title": "Dialogue", marked: "No mark"})).content.decode()
    delivery = Delivery.objects.get()
    assert 'data-finding="taken"' in shown
    assert 'data-finding="marks"' in shown
    assert "Ghi 1 đoạn vào bản nháp" in shown
    assert not Wording.objects.exists()
    shown = client.post(reverse("bureaus:delivery", args=(delivery.pk,)), follow=True).content.decode()
    assert "Nội dung đã công bố không đổi" in shown
    assert Wording.objects.get().target == "Dialogue"
    assert "tep-1.po" in client.get(INDEX).content.decode()


def test_a_file_that_cannot_be_read_is_told_where_it_was_given(desk: Desk) -> None:
    client = browser(translator(desk))
    assert "không phải PO" in upload(client, b"a;b;c").content.decode()
    assert "tệp rỗng" in upload(client, b"").content.decode().lower()
    assert not Delivery.objects.exists()


def test_next_door_sees_fetches_and_confirms_nothing(desk: Desk) -> None:
    other = make_desk("syt")
    page = published(desk)
    person = translator(desk)
    handout, data = taken_out(person, page)
    Handout.objects.filter(pk=handout.pk).update(file=data)
    delivery = brought(person, by_polib(data, {"title": "Dialogue"}))
    stranger = browser(translator(other))
    for name, number in (
        ("taken", handout.pk),
        ("fetch", handout.pk),
        ("taken_progress", handout.pk),
        ("delivery", delivery.pk),
        ("delivery_progress", delivery.pk),
    ):
        address = reverse(f"bureaus:{name}", args=(number,))
        assert stranger.get(address).status_code in (302, 403), name
        assert browser(person).get(address).status_code == 200, name
    stranger.post(reverse("bureaus:delivery", args=(delivery.pk,)))
    assert not Wording.objects.exists()
    shown = stranger.post(TAKE, {"page": f"page-{page.pk}", "which": "all", "form": "po"})
    assert "attachment" not in shown.headers.get("Content-Disposition", "")
    shown = upload(stranger, data).content.decode()
    assert page.title not in shown
    assert "không thuộc quyền của bạn" in shown
    assert browser(desk.head).get(INDEX).status_code in (302, 403)
