"""Word, Writer and Excel files as an office makes them, and as somebody who means harm would; built part by part."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from tests.factories.cms import picture_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpg" ContentType="image/jpeg"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
TOP = f"""<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PACKAGE_RELS}">
<Relationship Id="r1" Type="{RELS}/officeDocument" Target="word/document.xml"/></Relationships>"""
OF_DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PACKAGE_RELS}">
<Relationship Id="p1" Type="{RELS}/image" Target="media/anh1.jpg"/>
<Relationship Id="n1" Type="{RELS}/numbering" Target="numbering.xml"/>
<Relationship Id="s1" Type="{RELS}/styles" Target="styles.xml"/></Relationships>"""
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?><w:styles {W}>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/></w:style></w:styles>"""
NUMBERING = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering {W}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="Ảnh" descr="Bà con thu hoạch điều"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    f'<a:blip xmlns:r="{RELS}" r:embed="p1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r></w:p>"
)
CELL = "<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def packed(parts: Mapping[str, str | bytes], *, deflate: bool = True) -> bytes:
    """A package of these parts, in their order."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return output.getvalue()


def para(text: str, *, style: str = "", font: str = "", bullet: bool = False) -> str:
    """A paragraph."""
    paragraph = f'<w:pStyle w:val="{style}"/>' if style else ""
    paragraph += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if bullet else ""
    run = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>' if font else ""
    return f'<w:p><w:pPr>{paragraph}</w:pPr><w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(*rows: tuple[tuple[str, str], ...]) -> str:
    """A table of cells with their properties: (text, properties)."""
    written = ("".join(CELL.format(text=text, more=more) for text, more in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in written) + "</w:tbl>"


def docx(*blocks: str, **more: str | bytes) -> bytes:
    """A Word file of these blocks. `more`: further parts, `__` for `/` and a name without `.xml`."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": TOP,
        "word/_rels/document.xml.rels": OF_DOCUMENT,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/media/anh1.jpg": picture_bytes((1200, 700)),
        "word/document.xml": f'<?xml version="1.0"?><w:document {W}><w:body>{"".join(blocks)}</w:body></w:document>',
    }
    parts |= {name.replace("__", "/") + ("" if "." in name else ".xml"): data for name, data in more.items()}
    return packed(parts)


NS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = {
    "office": f"{NS}:office:1.0",
    "text": f"{NS}:text:1.0",
    "table": f"{NS}:table:1.0",
    "draw": f"{NS}:drawing:1.0",
    "style": f"{NS}:style:1.0",
    "fo": f"{NS}:xsl-fo-compatible:1.0",
    "svg": f"{NS}:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
ODT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    + " ".join(f'xmlns:{short}="{name}"' for short, name in NAMES.items())
    + '><office:automatic-styles><style:style style:name="T1">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number/></text:list-style></office:automatic-styles>'
    "<office:body><office:text>{body}</office:text></office:body></office:document-content>"
)
ODT_BODY = (
    '<text:h text:outline-level="1">Hội thi</text:h><text:p>Ngày <text:span text:style-name="T1">22/11</text:span>, '
    'xem <text:a xlink:href="https://binhphuoc.gov.vn/">trang này</text:a>.</text:p>'
    '<text:list text:style-name="L1"><text:list-item><text:p>Một</text:p></text:list-item></text:list>'
    '<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Đội</text:p>'
    "</table:table-cell><table:covered-table-cell/></table:table-row><table:table-row><table:table-cell>"
    "<text:p>A</text:p></table:table-cell><table:table-cell><text:p>9</text:p></table:table-cell></table:table-row>"
    '</table:table><text:p><draw:frame><draw:image xlink:href="Pictures/1.jpg"/><svg:desc>Trao giải</svg:desc>'
    "</draw:frame></text:p>"
)


def odt(body: str = ODT_BODY, **more: str | bytes) -> bytes:
    """A Writer file."""
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": ODT.format(body=body),
        "Pictures/1.jpg": picture_bytes((1000, 600)),
    }
    return packed({**parts, **{name.replace("__", "/") + ".xml": data for name, data in more.items()}})


def xlsx(*cells: str, sheet: str = "Sheet1") -> bytes:
    """An Excel file with these words in its cells."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": f'<workbook {main}><sheets><sheet name="{sheet}"/></sheets></workbook>',
            "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
        }
    )
