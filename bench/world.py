"""Sites, categories and pictures, made by the real actions; what the data set says of them."""

import io
from pathlib import Path

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Collection

from api.publications.drain import drain
from bench.items import World, read
from cms.home.models import SectionPage
from cms.media.actions import make_renditions
from cms.media.models import Picture
from cms.news.models import Category
from sites.domains.models import PublicSite
from sites.provisioning.plan import HostPlan
from tests.factories.sites import make_site

PICTURES = 12


def make_world(folder: Path, *, sites: int = 50, pictures: int = PICTURES) -> World:
    """Open the first sites of the data set, and bring them into the log."""
    for entry in read(folder, "sites"):
        if entry["id"] <= sites:
            _open(entry)
    for entry in read(folder, "categories"):
        names = {"name_vi": entry["name"], "name_en": entry["name"]}
        Category.objects.get_or_create(code=entry["slug"], defaults={**names, "position": entry["id"]})
    for number in range(Picture.objects.count(), pictures):
        _draw(number)
    drain()
    return world_of(folder)


def world_of(folder: Path) -> World:
    """What `make_world` has made."""
    opened = {site.code: site for site in PublicSite.objects.all()}
    sites = {entry["id"]: opened[entry["slug"]] for entry in read(folder, "sites") if entry["slug"] in opened}
    homes = {number: site.homes.select_related("home").order_by("position")[0].home for number, site in sites.items()}
    categories = {category.code: category for category in Category.objects.all()}
    return World(
        sites=sites,
        sections={number: SectionPage.objects.child_of(home).get(code="news") for number, home in homes.items()},
        categories={entry["id"]: categories[entry["slug"]] for entry in read(folder, "categories")},
        pictures=list(Picture.objects.order_by("pk")),
        authors={entry["id"]: entry["name"] for entry in read(folder, "authors")},
    )


def _open(entry: dict[str, str]) -> None:
    code = entry["slug"]
    if not PublicSite.objects.filter(code=code).exists():
        is_portal = not PublicSite.objects.exists()
        make_site(
            code,
            kind="portal" if is_portal else "department",
            parent_code="" if is_portal else PublicSite.objects.get(kind="portal").code,
            names={"vi": entry["name"], "en": entry["name"]},
            hosts=(HostPlan(entry["host"], "canonical"),),
        )


def _draw(number: int) -> None:
    """A picture of the size that the data set names, with its renditions."""
    output = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 800 - number)).convert("RGB").save(output, "JPEG")
    file = ImageFile(io.BytesIO(output.getvalue()), name=f"i{number:02}.jpg")
    collection = Collection.get_first_root_node()
    make_renditions(Picture.objects.create(title=f"Ảnh {number}", file=file, collection=collection, credit="Ảnh mẫu"))
