"""Pictures and files of the samples: drawn or written when they are needed, once for each site."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from cms.media.actions import make_renditions
from cms.media.models import File, Picture
from fixtures.pictures import picture
from sites.domains.models import PublicSite

DRAWN: dict[str, bytes] = {}


def draw(names: Iterable[str]) -> None:
    """Draw these pictures on all processors, so that each is at hand when it is asked for."""
    wanted = sorted(set(names) - DRAWN.keys())
    with ProcessPoolExecutor() as pool:
        DRAWN.update(zip(wanted, pool.map(picture, wanted), strict=True))


def picture_of(site: PublicSite, *, name: str, credit: str) -> Picture:
    """The picture of that name in the collection of a site, with its renditions."""
    title = name.replace("-", " ")
    if found := Picture.objects.filter(collection=site.collection, title=title).first():
        return found
    made = Picture(title=title, collection=site.collection, credit=credit)
    if name not in DRAWN:
        DRAWN[name] = picture(name)
    made.file = ImageFile(BytesIO(DRAWN[name]), name=f"{name}.jpg")
    made.full_clean(exclude=["width", "height"])
    made.save()
    make_renditions(made)
    return made


def file_of(site: PublicSite, *, name: str, title: str, content: str) -> File:
    """The file of that name in the collection of a site."""
    if found := File.objects.filter(collection=site.collection, title=title).first():
        return found
    made = File(title=title, collection=site.collection, file=ContentFile(content.encode(), name=name))
    made.full_clean()
    made.save()
    return made
