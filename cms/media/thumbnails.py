"""A private picture in a smaller size, made anew for somebody who looks at it: nothing else of the file is sent."""

import warnings
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from cms.media.uploads import PICTURE_FORMATS

QUALITY = 82


def thumbnail_of(file: Any, *, longest: int) -> bytes | None:
    """The picture as a JPEG of at most `longest` pixels a side, upright; None for what is none, or a broken one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its size was looked at when it came
            image = Image.open(file, formats=sorted(set(PICTURE_FORMATS.values())))
        image.draft("RGB", (longest, longest))  # a JPEG is decoded at a fraction of its size
        image.thumbnail((longest, longest))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    output = BytesIO()
    paper.save(output, "JPEG", quality=QUALITY)
    return output.getvalue()
