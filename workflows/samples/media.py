"""Pictures and files of the samples: drawn or written when they are needed, stored once for each site."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.images.models import Filter

from cms.media.actions import make_renditions
from cms.media.models import File, Picture, PictureRendition
from cms.media.specs import SPECS
from cms.media.uploads import picture_from
from fixtures.pictures import picture
from sites.domains.models import PublicSite


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as it is handed in, the hash under which it will be stored, and its renditions by their specs."""

    original: bytes
    sha256: str
    renditions: dict[str, bytes]


DRAWN: dict[str, Future[Drawing]] = {}


def drawing(name: str) -> Drawing:
    """Draw a picture and what is made from it. Touches no table: it runs in processes of its own."""
    original = picture(name)
    taken = picture_from(_image(original, name))
    made = Picture(collection_id=0, width=taken.file.width, height=taken.file.height)  # not to be saved
    data = taken.file.read()
    renditions = {spec.filter_spec: _rendered(made, spec.filter_spec, data) for spec in SPECS}
    return Drawing(original, taken.sha256, renditions)


@contextmanager
def drawn(names: Iterable[str]) -> Iterator[None]:
    """Draw these pictures on all processors, while the items that come before them are brought in."""
    with ProcessPoolExecutor() as pool:
        DRAWN.update({name: pool.submit(drawing, name) for name in dict.fromkeys(names) if name not in DRAWN})
        yield


def picture_of(site: PublicSite, *, name: str, credit: str) -> Picture:
    """The picture of that name in the collection of a site, with its renditions."""
    title = name.replace("-", " ")
    if found := Picture.objects.filter(collection=site.collection, title=title).first():
        return found
    ready = DRAWN[name].result() if name in DRAWN else drawing(name)
    made = Picture(title=title, collection=site.collection, credit=credit)
    made.file = _image(ready.original, name)
    made.full_clean(exclude=["width", "height"])
    made.save()
    if made.sha256 == ready.sha256:
        _keep(made, ready.renditions)
    else:
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


def _image(data: bytes, name: str) -> ImageFile:
    return ImageFile(BytesIO(data), name=f"{name}.jpg")


def _rendered(made: Picture, spec: str, data: bytes) -> bytes:
    """What Wagtail makes of a picture that is stored as `data`."""
    output: Any = Filter(spec).run(made, BytesIO(), source=ContentFile(data)).f
    return bytes(output.getvalue())


def _keep(made: Picture, renditions: dict[str, bytes]) -> None:
    """Store renditions that were made before."""
    for spec, data in renditions.items():
        file = ContentFile(data, name="rendition.webp" if "webp" in spec else "rendition.jpg")
        PictureRendition(image=made, filter_spec=spec, file=file).save()
