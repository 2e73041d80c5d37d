"""Word files (.docx), by mammoth: what a text is, not how it looks."""

from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import mammoth
from django.utils.translation import gettext as _
from mammoth import documents, transforms

from cms.manuscripts.legacy import encoding_of, main_encoding, seems_old, to_unicode
from cms.manuscripts.packages import WORD, Package, broken
from cms.manuscripts.parts import Figure, Reading

FONT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES = "word/styles.xml"


def read_word(package: Package, data: bytes) -> Reading:
    """The text of a Word file as markup. Old encodings are turned into Unicode, and that is said."""
    if WORD not in package.names:
        raise broken(package.field)
    for _name, _tree in package.trees():
        pass  # every part is looked at before another parser gets it
    reading = Reading()
    turned = _Unicode(main_encoding(_fonts(package)))
    try:
        result = mammoth.convert_to_html(
            BytesIO(data),
            convert_image=mammoth.images.img_element(lambda image: _figure(image, reading)),
            transform_document=transforms.run(turned.run),
            style_map="p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh",
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as error:  # whatever a damaged file does to the parser
        raise broken(package.field) from error
    reading.html = result.value
    if turned.found:
        words = _("The file uses the old encoding %(name)s; it was turned into Unicode. Read it through once more.")
        reading.notes.append(words % {"name": ", ".join(sorted(turned.found)).upper()})
    return reading


class _Unicode:
    """Turns runs in old fonts into Unicode; remembers which encodings it met."""

    def __init__(self, main: str) -> None:
        self.main, self.found = main, set[str]()

    def run(self, run: Any) -> Any:
        encoding = encoding_of(run.font) or (self.main if run.font is None else "")
        if not encoding:
            return run
        children = [self._child(child, encoding, run.font or "") for child in run.children]
        return run.copy(children=children)

    def _child(self, child: Any, encoding: str, font: str) -> Any:
        if not isinstance(child, documents.Text):
            return child
        if not font and not seems_old(child.value):
            return child
        self.found.add(encoding)
        return documents.text(to_unicode(child.value, encoding=encoding, font=font))


def _fonts(package: Package) -> list[str]:
    """The fonts that the styles name, those of all text first."""
    if STYLES not in package.names:
        return []
    return [node.get(f"{FONT}ascii", "") for node in package.tree(STYLES).iter(f"{FONT}rFonts")]


def _figure(image: Any, reading: Reading) -> dict[str, str]:
    with image.open() as opened:
        data = opened.read()
    suffix = PurePosixPath(image.content_type or "").name.replace("jpeg", "jpg")
    number = len(reading.figures)
    reading.figures.append(Figure(f"{number + 1}.{suffix}", data, image.alt_text or ""))
    return {"src": f"figure:{number}"}
