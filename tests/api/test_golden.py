"""The payload of a news item, whole. A frontend stands on this."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.storage import storages

from api.content.serializers import BLOCKS, Item, ListedItem, Resolution
from api.content.site_serializers import Menus, Site
from api.publications.drain import drain_in_transaction
from cms.media.actions import make_renditions
from sites.domains.models import PublicSite
from sites.rules.models import LegalBasis, Rule
from tests.factories.api import get, host, settle, whole, withdrawal
from tests.factories.cms import (
    PDF,
    body_of,
    fresh,
    make_category,
    make_file,
    make_news,
    make_picture,
    publish,
    section_of,
)

AT = datetime(2026, 11, 22, 2, 14, 32, 123456, tzinfo=UTC)
HASH = re.compile(r"[0-9a-f]{64}")
VIETNAMESE = {"locale": "vi", "translation": {"outdated_since": None, "source_locale": "vi", "status": "source"}}


@pytest.fixture
def golden(site: PublicSite) -> object:
    """One item with everything that an item can have, and the page that it links to."""
    with time_machine.travel(AT, tick=False):
        basis = LegalBasis.objects.create(code="qc", title="Quy chế")
        Rule.objects.create(
            key="attribution.credit_line", value={"vi": "Theo Cổng TTĐT tỉnh Bình Phước"}, unit="text", basis=basis
        )
        goal = make_news(section_of(site), title="Bài trước")
        publish(goal)
        picture, file = make_picture(), make_file()
        make_renditions(picture)
        body = body_of(
            ("heading", {"level": "3", "text": "Kết quả"}),
            ("paragraph", f'<p>Xem <a linktype="page" id="{goal.pk}">bài trước</a> &amp; hơn.</p>'),
            ("quote", {"text": "Rất tốt.", "attribution": "Ông A"}),
            ("image", {"picture": picture.pk, "alt": "Hội trường", "decorative": False, "caption": "", "credit": ""}),
            ("file", {"file": file.pk, "title": "Báo cáo"}),
        )
        page = make_news(
            section_of(site),
            lead_image=picture,
            lead_image_alt="Cánh đồng",
            lead_image_caption="Mùa gặt",
            category=make_category(),
            body=body,
            seo_title="SEO",
            search_description="Mô tả",
        )
        publish(page)
        settle()
    return page


def test_the_golden_payload_of_a_news_item(golden, site: PublicSite) -> None:
    found = whole(golden)
    renditions = found["image"].pop("renditions")
    assert [rendition["name"] for rendition in renditions] == [
        f"{width}-{kind}" for width in (320, 640, 1280) for kind in ("webp", "jpeg")
    ]
    assert renditions[0].keys() == {"name", "url", "width", "height", "type"}
    assert found["body"][3]["value"].pop("renditions") == renditions
    address = f"http://{host(site)}:8000"
    assert re.fullmatch(rf"{address}/media/[0-9a-f]{{64}}\.webp", renditions[0]["url"])
    file_url = found["body"][4]["value"].pop("url")
    assert re.fullmatch(rf"{address}/media/[0-9a-f]{{64}}\.pdf", file_url)
    receipt = found.pop("receipt")
    assert HASH.fullmatch(receipt["hash"])
    section = section_of(site)
    assert found == {
        "public_id": str(golden.translation_key),
        "type": "news",
        "locale": "vi",
        "site": host(site),
        "title": "Hội nghị đối thoại doanh nghiệp",
        "summary": "Tỉnh lắng nghe doanh nghiệp.",
        "agency": {"abbreviation": "", "name": "Sở Tài chính", "public_id": str(site.agency.public_id), **VIETNAMESE},
        "path": "/tin-tuc/hoi-nghi-doi-thoai-doanh-nghiep/",
        "url": f"{address}/tin-tuc/hoi-nghi-doi-thoai-doanh-nghiep/",
        "published_at": "2026-11-22T09:14:32+07:00",
        "updated_at": "2026-11-22T09:14:32+07:00",
        "first_published_at": "2026-11-22T09:14:32+07:00",
        "section": {"path": "/tin-tuc/", "public_id": str(section.translation_key), "title": "Tin tức"},
        "category": {"code": "kinh-te", "name": "Kinh tế", **VIETNAMESE},
        "tags": [{"name": "ngân sách", "slug": "ngan-sach"}],
        "image": {"alt": "Cánh đồng", "caption": "Mùa gặt", "credit": "Trần Văn Ảnh", "decorative": False},
        "attribution": {
            "authors": [{"name": "Nguyễn Thị Viết", "role": "writer"}],
            "source": "Sở Tài chính",
            "credit_line": "Theo Cổng TTĐT tỉnh Bình Phước",
        },
        "corrections": [],
        "translation": {"outdated_since": None, "source_locale": "vi", "status": "source"},
        "alternates": [],
        "seo": {
            "description": "Mô tả",
            "title": "SEO",
            "canonical": f"{address}/tin-tuc/hoi-nghi-doi-thoai-doanh-nghiep/",
            "hreflang": [
                {"hreflang": name, "url": f"{address}/tin-tuc/hoi-nghi-doi-thoai-doanh-nghiep/"}
                for name in ("vi", "x-default")
            ],
        },
        "origin": None,
        "taken_over_by": None,
        "body": [
            _block(1, "heading", {"level": 3, "text": "Kết quả"}),
            _block(2, "paragraph", f'<p>Xem <a href="{address}/tin-tuc/bai-truoc/">bài trước</a> &amp; hơn.</p>'),
            _block(3, "quote", {"attribution": "Ông A", "text": "Rất tốt."}),
            _block(4, "image", {"alt": "Hội trường", "caption": "", "credit": "Trần Văn Ảnh", "decorative": False}),
            _block(5, "file", {"size": len(PDF), "title": "Báo cáo", "type": "application/pdf", "locale": "vi"}),
        ],
    }


def _block(number: int, kind: str, value: object) -> dict[str, object]:
    return {"type": kind, "id": f"00000000-0000-0000-0000-{number:012}", "value": value}


def test_nothing_is_sent_that_the_schema_does_not_list(golden, site: PublicSite) -> None:
    found = whole(golden)
    assert set(found) == set(Item().fields) - {"code", "notice"}
    for block in found["body"]:
        described = BLOCKS[block["type"]]().fields["value"]
        if hasattr(described, "fields"):
            assert set(block["value"]) == set(described.fields)
    listed = get("/api/v1/content/?type=news&limit=1", site).json()["results"][0]
    assert set(listed) == set(ListedItem().fields) - {"code", "notice"}
    assert set(get(f"/api/v1/sites/{host(site)}/", site).json()) == set(Site().fields)
    assert set(get(f"/api/v1/sites/{host(site)}/navigation/", site).json()) == set(Menus().fields)


def test_a_section_also_tells_its_code(site: PublicSite) -> None:
    assert set(whole(section_of(site))) == set(Item().fields) - {"notice"}


def test_endings_are_listed_in_the_schema_too(golden, site: PublicSite) -> None:
    withdrawal(golden, notice="Sai số liệu", successor=section_of(site).translation_key)
    drain_in_transaction()
    found = get("/api/v1/resolve/?path=/tin-tuc/hoi-nghi-doi-thoai-doanh-nghiep", site).json()
    assert set(found) <= set(Resolution().fields)
    assert found["successor"]["path"] == "/tin-tuc/"
    assert fresh(golden).live is False


def test_a_picture_is_public_while_the_item_is(golden, django_capture_on_commit_callbacks) -> None:
    name = whole(golden)["image"]["renditions"][0]["url"].rpartition("/")[2]
    assert storages["public"].exists(name)
    withdrawal(golden)
    with django_capture_on_commit_callbacks(execute=True):
        drain_in_transaction()
    assert not storages["public"].exists(name)
    settle()
