"""Pages, pictures and files for tests. Pages are drafts; nothing here goes round the gate."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from treebeard.mp_tree import MP_Node
from wagtail.models import Collection, Page

from cms.home.models import HomePage, SectionPage, StandardPage
from cms.media.models import File, Picture
from cms.news.models import Category, NewsCredit, NewsPage
from cms.notices.models import NoticePage
from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.sites import make_site
from workflows.passage.enums import Cause, ReleaseKind
from workflows.passage.models import Release

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture_bytes(
    size: tuple[int, int] = (1600, 900), image_format: str = "JPEG", *, mode: str = "RGB", **options: Any
) -> bytes:
    """An encoded picture with a gradient in it."""
    output = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(output, image_format, **options)
    return output.getvalue()


def make_picture(*, name: str = "canh-dong.jpg", data: bytes | None = None, **fields: Any) -> Picture:
    """A stored picture."""
    file = ImageFile(io.BytesIO(data or picture_bytes()), name=name)
    defaults = {"title": "Cánh đồng", "collection": Collection.get_first_root_node(), "credit": "Trần Văn Ảnh"}
    return Picture.objects.create(**{**defaults, "file": file, **fields})


def make_file(*, name: str = "quy-che.pdf", data: bytes = PDF, **fields: Any) -> File:
    """A stored file."""
    defaults = {"title": "Quy chế", "collection": Collection.get_first_root_node()}
    return File.objects.create(**{**defaults, "file": ContentFile(data, name=name), **fields})


def make_category(code: str = "kinh-te", **fields: Any) -> Category:
    """A category; the same one when asked again."""
    return Category.objects.get_or_create(code=code, defaults={"name_vi": "Kinh tế", "name_en": "Economy", **fields})[0]


def section_of(site: PublicSite, language: str = "vi", code: str = "news") -> SectionPage:
    """A section of an open site."""
    home = site.homes.get(locale__language_code=language).home
    return SectionPage.objects.child_of(home).get(code=code)


def body_of(*blocks: tuple[str, Any]) -> list[dict[str, Any]]:
    """A body in its stored form: heading and paragraph where nothing is given."""
    chosen = blocks or (
        ("heading", {"level": "2", "text": "Nội dung chính"}),
        ("paragraph", "<p>Ngày 21/11, UBND tỉnh tổ chức <b>hội nghị</b>.</p>"),
    )
    return [
        {"type": kind, "value": value, "id": f"00000000-0000-0000-0000-{n:012}"}
        for n, (kind, value) in enumerate(chosen, 1)
    ]


def make_news(
    section: SectionPage | None = None, *, authors: tuple[str, ...] = ("Nguyễn Thị Viết",), **fields: Any
) -> NewsPage:
    """A complete draft of a news item with one revision; `tags` is a list of words."""
    section = section or section_of(make_site())
    tags = fields.pop("tags", ["ngân sách"])
    user = fields.pop("user", None)
    defaults = {
        "title": "Hội nghị đối thoại doanh nghiệp",
        "summary": "Tỉnh lắng nghe doanh nghiệp.",
        "source": "Sở Tài chính",
        "body": body_of(),
        "owner": user,
        "live": False,
    }
    page = NewsPage(**{**defaults, **fields})
    for position, name in enumerate(authors):
        page.credits.add(NewsCredit(name=name, sort_order=position))
    page.tags.add(*tags)
    section.add_child(instance=page)
    page.save_revision(user=user)
    return page


def make_page(parent: BasePage, **fields: Any) -> StandardPage:
    """A draft of a standard page with one revision."""
    defaults = {"title": "Giới thiệu chung", "summary": "Về cơ quan.", "body": body_of(), "live": False}
    page = StandardPage(**{**defaults, **fields})
    parent.add_child(instance=page)
    page.save_revision()
    return page


def home_of_site(site: PublicSite, language: str = "vi") -> HomePage:
    """The home of an open site."""
    found: HomePage = fresh(site.homes.get(locale__language_code=language).home.specific)
    return found


def arrange(home: HomePage, **parts: list[tuple[str, Any]]) -> HomePage:
    """Publish a front page (`slots`), a `menu`, a `footer`; each a list of (type, value)."""
    home = fresh(home)
    for name, blocks in parts.items():
        setattr(home, name, body_of(*blocks) if blocks else [])
    home.save_revision()
    publish(fresh(home))
    return fresh(home)


def slot(*pins: BasePage, count: int = 5, **newest: Any) -> dict[str, Any]:
    """The value of a slot of items: what is pinned for good, and the rule for the rest."""
    rule = {"count": count, "type": "", "section": None, "category": "", "tag": "", **newest}
    chosen = [{"item": str(page.translation_key), "until": None} for page in pins]
    return {"title": "", "pins": chosen, "newest": rule}


def goal(page: BasePage | None = None, address: str = "", label: str = "", **more: Any) -> dict[str, Any]:
    """The value of a link: to a page, or to an address."""
    return {"item": str(page.translation_key) if page else None, "address": address, "label": label, **more}


def publish(page: BasePage) -> None:
    """Release the newest draft of a page, and publish it."""
    revision = page.latest_revision
    text = digest(text_of(revision.as_object()))
    Release.objects.create(
        public_id=page.translation_key,
        locale=page.locale.language_code,
        kind=ReleaseKind.IMPORT,
        cause=Cause.FIRST,
        text_sha256=text,
        released_at=clock.now(),
    )
    revision.publish(skip_permission_checks=True)


def move_past_the_gate(page: BasePage, target: BasePage) -> None:
    """Put a page below another one, of another site too, as nobody may: by the tree's own means."""
    MP_Node.move(fresh(page), fresh(target), pos="last-child")
    moved = fresh(page)
    Page.objects.filter(pk=page.pk).update(url_path=moved.set_url_path(fresh(target)))


def withdraw(page: BasePage) -> None:
    """Revoke the releases of a page, and take it back."""
    Release.objects.filter(public_id=page.translation_key).update(revoked_at=clock.now())
    fresh(page).unpublish()


def fresh(page: BasePage) -> Any:
    """The page as the tables have it now."""
    return type(page).objects.get(pk=page.pk)


def make_notice(site: PublicSite, title: str = "Cắt điện", **fields: Any) -> NoticePage:
    """A draft of a notice with one revision."""
    defaults = {"title": title, "summary": "Tạm ngừng cấp điện.", "body": body_of(), "live": False}
    page = NoticePage(**{**defaults, **fields})
    section_of(site).add_child(instance=page)
    page.save_revision()
    return page
