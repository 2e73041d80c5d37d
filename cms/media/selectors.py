"""Reading pictures and files: their renditions, what is ready, what is public."""

from collections.abc import Iterable, Mapping
from typing import Any

from cms.media.models import File, Picture, PictureRendition
from cms.media.specs import SPECS


def renditions_by_original(originals: Iterable[str]) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Finished renditions by the SHA-256 of the original: name, public name, width, height, type; smallest first."""
    wanted = set(originals)
    if not wanted:
        return {}
    rows = PictureRendition.objects.filter(
        image__sha256__in=wanted, filter_spec__in=[spec.filter_spec for spec in SPECS], focal_point_key=""
    ).select_related("image")
    found: dict[str, dict[str, PictureRendition]] = {}
    for row in rows.order_by("image_id"):
        found.setdefault(row.image.sha256, {}).setdefault(row.filter_spec, row)
    return {
        original: tuple(_described(spec, by_spec[spec.filter_spec]) for spec in SPECS if spec.filter_spec in by_spec)
        for original, by_spec in found.items()
    }


def renditions_missing(picture: Picture) -> list[str]:
    """Names of the renditions that the worker has not made yet."""
    made = set(picture.renditions.filter(focal_point_key="").values_list("filter_spec", flat=True))
    return [spec.name for spec in SPECS if spec.filter_spec not in made]


def _described(spec: Any, row: PictureRendition) -> Mapping[str, Any]:
    return {
        "name": spec.name,
        "public_name": row.public_name,
        "width": row.width,
        "height": row.height,
        "type": spec.media_type,
    }


def stored_under(public_name: str) -> Any:
    """The stored file of a rendition or file with this public name; None where there is none."""
    rendition = PictureRendition.objects.filter(public_name=public_name).first()
    if rendition is not None:
        return rendition.file
    file = File.objects.filter(sha256=public_name.partition(".")[0]).first()
    return file.file if file is not None and file.public_name == public_name else None


def private_picture(path: str) -> Any:
    """The stored picture or rendition at a path of the private storage; None where nothing of ours lies there."""
    for model in (PictureRendition, Picture):
        row = model.objects.filter(file=path).first()
        if row is not None:
            return row.file
    return None
