"""The blocks beyond the plain ones: golden payloads, the schema, guards, and what is stored survives the editor."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from api.content.block_serializers import BLOCKS
from cms.blocks.body import Body
from cms.media.actions import make_renditions
from cms.pages.presenters import text_of
from cms.pages.registry import reasons_not_to_submit
from sites.domains.models import PublicSite
from sites.rules.models import LegalBasis, Rule
from tests.factories.api import settle, whole, withdrawal
from tests.factories.cms import (
    body_of,
    fresh,
    goal,
    make_news,
    make_picture,
    publish,
    section_of,
)

VIDEO = {"address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "Lễ hội", "transcript": ""}
CELLS = {
    "columns": [{"type": "text", "heading": "Huyện"}, {"type": "number", "heading": "Số hộ"}],
    "rows": [{"values": ["Bù  Đốp", "1.204"]}, {"values": ["Lộc Ninh", None]}],
    "caption": "Hộ nghèo <b>2026</b>",
}


def picture_in_block(alt: str = "Lễ hội", **fields: Any) -> dict[str, Any]:
    """The value of a picture."""
    picture = make_picture()
    make_renditions(picture)
    return {"picture": picture.pk, "alt": alt, "decorative": False, "caption": "", "credit": "", **fields}


@pytest.fixture
def goal_page(site: PublicSite) -> Any:
    """A public item that others lead to."""
    page = make_news(section_of(site), title="Bài trước")
    publish(page)
    return page


def everything(goal_page: Any) -> list[tuple[str, Any]]:
    """One block of each kind, by type."""
    note = {"kind": "important", "title": "Lưu ý", "html": f'<p>Xem <a linktype="page" id="{goal_page.pk}">bài</a></p>'}
    return [
        ("gallery", {"title": "Ảnh", "pictures": [picture_in_block(), picture_in_block("", decorative=True)]}),
        ("callout", note),
        ("table", CELLS),
        ("video", VIDEO),
        ("link_list", {"title": "", "links": [goal(goal_page), goal(None, "https://chinhphu.vn", "Chính phủ")]}),
        ("related", {"title": "Cùng chủ đề", "items": [str(goal_page.translation_key)]}),
    ]


def test_the_golden_payload_of_every_block(site: PublicSite, goal_page: Any) -> None:
    page = make_news(section_of(site), title="Đủ loại", body=body_of(*everything(goal_page)))
    publish(page)
    settle()
    found = {block["type"]: block["value"] for block in whole(page)["body"]}
    address = whole(goal_page)["url"]
    pictures = found["gallery"].pop("pictures")
    assert [(entry["alt"], entry["decorative"], len(entry["renditions"])) for entry in pictures] == [
        ("Lễ hội", False, 6),
        ("", True, 6),
    ]
    cards = found["related"].pop("items")
    assert [(card["title"], card["url"], card["image"]) for card in cards] == [("Bài trước", address, None)]
    assert found == {
        "gallery": {"title": "Ảnh"},
        "callout": {"kind": "important", "title": "Lưu ý", "html": f'<p>Xem <a href="{address}">bài</a></p>'},
        "table": {
            "caption": "Hộ nghèo <b>2026</b>",  # text, not markup: whoever shows it escapes it
            "columns": [{"heading": "Huyện", "type": "text"}, {"heading": "Số hộ", "type": "number"}],
            "rows": [["Bù Đốp", "1.204"], ["Lộc Ninh", ""]],
        },
        "video": {
            "provider": "youtube",
            "id": "dQw4w9WgXcQ",
            "url": VIDEO["address"],
            "title": "Lễ hội",
            "transcript": "",
        },
        "link_list": {
            "title": "",
            "links": [
                {"label": "Bài trước", "url": address, "public_id": str(goal_page.translation_key)},
                {"label": "Chính phủ", "url": "https://chinhphu.vn", "public_id": None},
            ],
        },
        "related": {"title": "Cùng chủ đề"},
    }
    for kind, value in found.items():
        described = BLOCKS[kind]().fields["value"]
        assert set(value) <= set(described.fields)
    withdrawal(goal_page)
    settle()
    found = {block["type"]: block["value"] for block in whole(page)["body"]}
    assert found["related"]["items"] == []
    assert [link["label"] for link in found["link_list"]["links"]] == ["Chính phủ"]


def test_every_block_survives_the_editor_and_a_revision(site: PublicSite, goal_page: Any) -> None:
    page = make_news(section_of(site), title="Đủ loại", body=body_of(*everything(goal_page)))
    stored = fresh(page)
    assert text_of(stored) == text_of(stored.latest_revision.as_object())
    raw = Body().get_prep_value(stored.body)
    again = Body().to_python(raw)
    assert Body().get_prep_value(Body().clean(again)) == raw
    assert len(Body().get_form_state(again)) == len(raw)
    read = render_to_string("workflows_passage/text.html", {"text": text_of(stored)})  # who decides sees it all
    seen = ("Ảnh", "Lễ hội", "Lưu ý", "Số hộ", "Lộc Ninh", VIDEO["address"], "Chính phủ → https://chinhphu.vn")
    assert [words for words in (*seen, "Hộ nghèo &lt;b&gt;2026&lt;/b&gt;") if words not in read] == []
    assert read.count("Bài trước") == 2


def test_every_block_is_described_in_the_schema() -> None:
    assert set(Body().child_blocks) <= set(BLOCKS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("video", {**VIDEO, "address": "javascript:alert(1)"}),
        ("link_list", {"title": "", "links": [goal(None, "javascript:alert(1)", "x")]}),
        ("link_list", {"title": "", "links": [goal(None, "https://x.vn", "")]}),
        ("link_list", {"title": "", "links": [goal(None)]}),
        ("table", {**CELLS, "columns": [{"type": "text", "heading": ""}, {"type": "number", "heading": "Số hộ"}]}),
    ],
)
def test_the_editor_refuses_what_would_lead_nowhere(kind: str, value: Any) -> None:
    body = Body()
    with pytest.raises(ValidationError):
        body.clean(body.to_python(body_of((kind, value))))


def codes(page: Any) -> set[str]:
    """What the guards say."""
    return {reason.code for reason in reasons_not_to_submit(fresh(page))}


def test_a_gallery_needs_a_description_of_every_picture(site: PublicSite) -> None:
    blocks = ("gallery", {"title": "", "pictures": [picture_in_block(), picture_in_block("")]})
    page = make_news(section_of(site), body=body_of(blocks))
    assert "alt_missing" in codes(page)
    page.body = body_of(("gallery", {"title": "", "pictures": [picture_in_block()]}))
    page.save()
    assert codes(page) == set()


def test_a_video_of_a_host_that_no_rule_names_is_not_submitted(site: PublicSite) -> None:
    page = make_news(section_of(site), body=body_of(("video", VIDEO)))
    assert codes(page) == {"video_host"}
    basis = LegalBasis.objects.create(code="qc", title="Quy chế")
    Rule.objects.create(key="video.hosts", value=["www.youtube.com"], unit="list", basis=basis, article="Điều 5")
    assert codes(page) == set()
    Rule.objects.update(value=["binhphuoc.gov.vn"])
    reason = next(iter(reasons_not_to_submit(fresh(page))))
    assert reason.basis == "Điều 5"
    assert "binhphuoc.gov.vn" in str(reason)
