"""Pictures and files: what comes in, what is stored, what is public."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import Collection, GroupCollectionPermission

from cms.media.actions import freeze, make_renditions, publish_media, withdraw_media
from cms.media.jobs import make_renditions as make_renditions_job
from cms.media.models import File, Picture
from cms.media.selectors import renditions_by_original, renditions_missing
from cms.media.uploads import check_picture
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Missing, Refused
from sites.rules.actions import set_rule
from sites.rules.models import LegalBasis, Rule
from tests.factories.cms import PDF, make_file, make_picture, picture_bytes
from tests.factories.sites import make_administrator, make_person, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "private"
    settings.STORAGES = {
        **settings.STORAGES,
        "public": {**settings.STORAGES["public"], "OPTIONS": {"location": tmp_path / "public", "base_url": "/media/"}},
    }


def picture_with_gps() -> bytes:
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (11.0, 32.0, 0.0)
    exif[Base.Artist] = "Máy ảnh"
    return picture_bytes((400, 200), exif=exif, comment=b"hidden", icc_profile=b"profile")


def fetched(client: Client, address: str, **options: object) -> Any:
    response = client.get(address, **options)
    if response.streaming:
        response.body = b"".join(response.streaming_content)
    return response


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(Path(picture.file.path).read_bytes()))


def office(**parts: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return output.getvalue()


# --- pictures come in
def test_a_stored_picture_has_no_notes_of_the_camera_but_stands_upright_in_its_colours() -> None:
    picture = make_picture(data=picture_with_gps())
    stored = opened(picture)
    assert not stored.getexif()
    assert b"hidden" not in Path(picture.file.path).read_bytes()
    assert stored.info["icc_profile"] == b"profile"
    assert (picture.width, picture.height) == (200, 400)
    assert len(picture.sha256) == 64


def test_a_picture_that_went_round_the_form_is_cleaned_all_the_same() -> None:
    picture = Picture(title="Ảnh", collection=Collection.get_first_root_node())
    picture.file.save("anh.jpg", ContentFile(picture_with_gps()), save=False)
    picture._set_image_file_metadata()
    picture.save()
    assert not opened(picture).getexif()
    assert len(list(Path(picture.file.path).parent.iterdir())) == 1


def test_the_name_of_a_stored_picture_is_plain_and_its_folder_cannot_be_guessed() -> None:
    picture = make_picture(name="../Ảnh Đường Hồ Chí Minh.JPEG")
    assert picture.file.name == f"pictures/{picture.public_id.hex}/anh-duong-ho-chi-minh.jpg"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.gif", picture_bytes((10, 10), "GIF", mode="P"), "type"),
        ("a.bmp", picture_bytes((10, 10), "BMP"), "type"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "type"),
        ("a.jpg", picture_bytes((10, 10), "PNG"), "picture_mismatch"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_type"),
        ("a.png", picture_bytes((10, 10), "PNG")[:60], "picture_broken"),
    ],
)
def test_what_is_not_a_sound_still_picture_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_picture(ContentFile(data, name=name))
    assert refusal.value.error_dict["file"][0].code == code


def test_saving_asks_the_same_questions() -> None:
    with pytest.raises(ValidationError):
        make_picture(name="a.jpg", data=picture_bytes((10, 10), "PNG"))
    assert not Picture.objects.exists()


def test_a_moving_picture_is_refused() -> None:
    output = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    frames[0].save(output, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(ValidationError) as refusal:
        make_picture(name="a.webp", data=output.getvalue())
    assert refusal.value.error_dict["file"][0].code == "picture_moves"


def test_what_hides_behind_a_picture_is_not_stored() -> None:
    picture = make_picture(name="a.png", data=picture_bytes((20, 20), "PNG") + b"<html><script>1</script>")
    assert b"script" not in Path(picture.file.path).read_bytes()


# --- files come in
@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("Quy chế.PDF", PDF, "application/pdf"),
        ("a.csv", "mã;tên\n1;Đồng Xoài\n".encode(), "text/csv"),
        (
            "a.docx",
            office(**{"[Content_Types].xml": "", "word/document.xml": ""}),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "a.ods",
            office(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
    ],
)
def test_files_of_the_offered_types_are_taken(name: str, data: bytes, media_type: str) -> None:
    file = make_file(name=name, data=data)
    assert file.content_type == media_type
    assert file.size == len(data)
    assert file.public_name == f"{file.sha256}.{name.rsplit('.', 1)[1].lower()}"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ\x90", "type"),
        ("a.zip", office(a="b"), "type"),
        ("a.html", b"<script>1</script>", "type"),
        ("a.pdf", b"<html>", "file_mismatch"),
        ("a.txt", PDF, "file_mismatch"),
        ("a.txt", b"\xff\xfe\x00", "file_mismatch"),
        ("a.docx", office(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}), "file_mismatch"),
        (
            "a.docx",
            office(**{"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": ""}),
            "file_mismatch",
        ),
        ("a.odt", b"PK\x03\x04broken", "file_mismatch"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_file(name=name, data=data)
    assert refusal.value.error_dict["file"][0].code == code


# --- how large, and which types, is a rule
def limit(key: str, site: PublicSite | None = None, **value: object) -> None:
    """A rule of the province or of a site, from today on."""
    basis, _made = LegalBasis.objects.get_or_create(code="muc", defaults={"title": "Mức của tỉnh"})
    rule = Rule(key=key, value=value, unit="limits", site=site, basis=basis, article=f"Điều 5.{1 if site else 2}")
    set_rule(make_administrator(), rule=rule)


def refused(make: Callable[[], object]) -> tuple[str, str]:
    """Code and words of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        make()
    error = refusal.value.error_dict["file"][0]
    return error.code, str(error.message)


PNG = picture_bytes((900, 800), "PNG", mode="1")
NOISE = picture_bytes((10, 10), "PNG", comment=None) + b"0" * 1_100_000
DOCX = {"[Content_Types].xml": "", "word/document.xml": "a" * 2_000_000}


@pytest.mark.parametrize(
    ("key", "value", "make", "code"),
    [
        ("media.picture", {"megapixels": 0.5}, lambda: make_picture(name="a.png", data=PNG), "pixels"),
        ("media.picture", {"types": ["webp"]}, lambda: make_picture(name="a.png", data=PNG), "type"),
        ("media.picture", {"megabytes": 1}, lambda: make_picture(name="a.png", data=NOISE), "bytes"),
        ("media.file", {"megabytes": 1}, lambda: make_file(data=PDF + b" " * 1_100_000), "bytes"),
        ("media.file", {"types": ["pdf", "exe"]}, lambda: make_file(name="a.exe", data=b"MZ"), "type"),
        ("media.file", {"types": ["pdf"]}, lambda: make_file(name="a.txt", data=b"a"), "type"),
        ("media.file", {"unpacked_megabytes": 1}, lambda: make_file(name="a.docx", data=office(**DOCX)), "unpacked"),
    ],
)
def test_what_the_rule_does_not_take_is_refused_with_its_article(
    key: str, value: dict[str, object], make: Callable[[], object], code: str
) -> None:
    if code != "type" or "exe" not in str(value):
        make()  # without a rule there is no limit, and nothing to name
    limit(key, **value)
    found, words = refused(make)
    assert found == code
    assert "Điều 5.2" in words


def test_a_site_has_limits_of_its_own_and_collections_below_its_own_follow() -> None:
    site, other = make_site("stc"), make_site("sxd")
    inner = site.collection.add_child(name="Ảnh lễ hội")
    limit("media.picture", types=["png"])
    limit("media.picture", site, types=["jpg"])
    for collection in (site.collection, inner):
        code, words = refused(lambda place=collection: make_picture(name="a.png", data=PNG, collection=place))
        assert (code, "Điều 5.1" in words) == ("type", True)
    assert make_picture(name="a.png", data=PNG, collection=other.collection).pk


def test_the_form_tells_the_limits_of_the_only_collection_that_a_person_has(client: Client) -> None:
    site = make_site("stc")
    limit("media.picture", types=["png"], megabytes=9)
    limit("media.picture", site, types=["jpg"], megabytes=3)
    with_media_rights(client, site.collection)
    shown = client.get(reverse("wagtailimages:add")).content.decode()
    assert "JPG" in shown
    assert "3 MB" in shown
    answer = client.post(reverse("wagtailimages:add"), {"title": "a", "file": SimpleUploadedFile("a.png", PNG)})
    assert "Điều 5.1" in answer.content.decode()
    assert not Picture.objects.exists()


def with_media_rights(client: Client, collection: Collection) -> None:
    """A person who may add pictures to one collection."""
    person, group = make_person(), Group.objects.create(name="người viết")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    right = Permission.objects.get(content_type__app_label="wagtailimages", codename="add_image")
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=right)
    person.groups.add(group)
    client.force_login(person)


# --- renditions
def test_saving_a_picture_has_its_renditions_made_later_and_once() -> None:
    picture = make_picture()
    jobs = ProcrastinateJob.objects.filter(task_name="cms.media.make_renditions")
    assert [job.args for job in jobs] == [{"picture_id": picture.pk}]
    picture.title = "Tên khác"
    picture.save()
    assert jobs.count() == 1
    assert len(renditions_missing(picture)) == 6


def test_the_worker_makes_six_renditions_and_may_be_asked_twice() -> None:
    picture = make_picture()
    make_renditions_job(picture_id=picture.pk)
    make_renditions_job(picture_id=picture.pk)
    make_renditions_job(picture_id=0)
    assert renditions_missing(picture) == []
    made = renditions_by_original([picture.sha256])[picture.sha256]
    assert [one["name"] for one in made] == ["320-webp", "320-jpeg", "640-webp", "640-jpeg", "1280-webp", "1280-jpeg"]
    assert [one["width"] for one in made] == [320, 320, 640, 640, 1280, 1280]
    assert made[0]["type"] == "image/webp"
    assert made[1]["public_name"].endswith(".jpg")


def test_a_small_picture_is_not_enlarged() -> None:
    picture = make_picture(name="a.png", data=picture_bytes((500, 300), "PNG", mode="RGBA"))
    make_renditions(picture)
    assert [one["width"] for one in renditions_by_original([picture.sha256])[picture.sha256]] == [320, 320] + [500] * 4


def test_another_file_makes_the_old_renditions_go() -> None:
    picture = make_picture()
    make_renditions(picture)
    picture.file = ContentFile(picture_bytes((900, 900)), name="b.jpg")
    picture.save()
    assert len(renditions_missing(picture)) == 6


# --- public and private
def test_publishing_puts_the_bytes_under_their_hash_and_withdrawing_takes_them_back(client: Client) -> None:
    picture, file = make_picture(), make_file()
    make_renditions(picture)
    names = [one["public_name"] for one in renditions_by_original([picture.sha256])[picture.sha256]]
    publish_media([*names, file.public_name])
    publish_media(names)
    response = fetched(client, f"/media/{names[0]}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Disposition"] == "inline"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60"
    assert fetched(client, f"/media/{names[0]}", headers={"If-None-Match": response["ETag"]}).status_code == 304
    download = fetched(client, f"/media/{file.public_name}")
    assert download["Content-Disposition"] == f'attachment; filename="{file.public_name}"'
    assert download.body == PDF
    withdraw_media([*names, file.public_name])
    withdraw_media(names)
    assert fetched(client, f"/media/{names[0]}").status_code == 404


def test_what_nobody_published_is_not_served(client: Client) -> None:
    picture, file = make_picture(), make_file()
    assert fetched(client, f"/media/{file.public_name}").status_code == 404
    assert fetched(client, f"/media/{picture.file.name}").status_code == 404
    assert fetched(client, "/media/..%2fprivate%2f").status_code == 404


def test_an_unknown_name_and_changed_bytes_are_not_published() -> None:
    file = make_file()
    with pytest.raises(Missing):
        publish_media(["0" * 64 + ".pdf"])
    Path(file.file.path).write_bytes(b"%PDF-other")
    with pytest.raises(Conflict):
        publish_media([file.public_name])
    assert not storages["public"].exists(file.public_name)


def test_private_pictures_are_for_people_of_the_admin(client: Client) -> None:
    picture = make_picture()
    address = f"/admin/private-media/{picture.file.name}"
    assert picture.file.url == address
    assert fetched(client, address).status_code == 302
    client.force_login(make_administrator())
    response = fetched(client, address)
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("private")
    assert fetched(client, "/admin/private-media/documents/quy-che.pdf").status_code == 404


def make_media_person(collection: Collection) -> object:
    person, group = make_person("media"), Group.objects.create(name="media")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    choose = Permission.objects.get(codename="choose_document", content_type__app_label="wagtaildocs")
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=choose)
    person.groups.add(group)
    return person


def test_private_files_are_for_those_with_a_right_on_their_collection(client: Client) -> None:
    root = Collection.get_first_root_node()
    mine, other = (root.add_child(instance=Collection(name=name)) for name in ("mine", "other"))
    own, foreign = make_file(collection=mine), make_file(collection=other)
    assert fetched(client, own.url).status_code == 404
    client.force_login(make_media_person(mine))
    assert fetched(client, own.url).status_code == 200
    assert fetched(client, foreign.url).status_code == 404
    listed = fetched(client, "/admin/api/main/documents/").json()["items"]
    assert [entry["id"] for entry in listed] == [own.pk]


# --- frozen
def frozen_pair() -> tuple[Picture, File]:
    picture, file = make_picture(), make_file()
    freeze(originals=[picture.sha256], files=[file.public_id])
    return Picture.objects.get(pk=picture.pk), File.objects.get(pk=file.pk)


def test_what_is_frozen_does_not_change_and_is_not_deleted() -> None:
    picture, file = frozen_pair()
    picture.credit = "Người khác"
    with pytest.raises(Refused):
        picture.save()
    file.file = ContentFile(PDF + b"x", name="b.pdf")
    with pytest.raises(Refused):
        file.save()
    for thing in (picture, file, Picture.objects.all(), File.objects.all()):
        with pytest.raises(Refused), transaction.atomic():
            thing.delete()


def test_what_is_frozen_may_still_be_retitled_and_moved_between_collections() -> None:
    picture, _file = frozen_pair()
    picture.title = "Tên mới"
    picture.collection = Collection.get_first_root_node().add_child(instance=Collection(name="khác"))
    picture.save()
    assert Picture.objects.get(pk=picture.pk).title == "Tên mới"


def test_the_admin_says_why_a_frozen_file_stays_and_keeps_its_bytes(client: Client) -> None:
    _picture, file = frozen_pair()
    client.force_login(make_administrator())
    upload = SimpleUploadedFile("b.pdf", PDF + b"x", content_type="application/pdf")
    data = {"title": "Khác", "file": upload, "collection": file.collection_id, "tags": "", "language": "vi"}
    client.post(reverse("wagtaildocs:edit", args=[file.pk]), data)
    after = File.objects.get(pk=file.pk)
    assert after.title == "Quy chế"
    assert Path(after.file.path).read_bytes() == PDF
    response = client.post(reverse("wagtaildocs:delete", args=[file.pk]), follow=True)
    assert File.objects.filter(pk=file.pk).exists()
    assert "Upload a new one" in response.content.decode() or "tải lên" in response.content.decode().lower()


def test_a_file_that_was_never_published_is_replaced_and_deleted(client: Client) -> None:
    file = make_file()
    client.force_login(make_administrator())
    upload = SimpleUploadedFile("b.pdf", PDF + b"x", content_type="application/pdf")
    data = {"title": "Khác", "file": upload, "collection": file.collection_id, "tags": "", "language": "vi"}
    answer = client.post(reverse("wagtaildocs:edit", args=[file.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert File.objects.get(pk=file.pk).sha256 != file.sha256
    client.post(reverse("wagtaildocs:delete", args=[file.pk]))
    assert not File.objects.exists()


def test_a_picture_is_uploaded_through_the_admin(client: Client) -> None:
    client.force_login(make_administrator())
    address = reverse("wagtailimages:add")
    good = SimpleUploadedFile("Cánh đồng.jpg", picture_with_gps(), content_type="image/jpeg")
    bad = SimpleUploadedFile("a.gif", picture_bytes((9, 9), "GIF", mode="P"), content_type="image/gif")
    collection = Collection.get_first_root_node().pk
    client.post(address, {"title": "Ảnh", "file": good, "collection": collection, "tags": "", "credit": "A"})
    assert Picture.objects.get().file.name.endswith("canh-dong.jpg")
    response = client.post(address, {"title": "Ảnh", "file": bad, "collection": collection, "tags": ""})
    assert response.status_code == 200
    assert Picture.objects.count() == 1
