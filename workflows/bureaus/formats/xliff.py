"""XLIFF 2.1, core only: what Trados, memoQ and the Okapi tools read and give back untouched.

A page is a `file` (its id is the page's), a segment a `unit` with one `segment` (its name is the segment's, its id ends
with the stamp); `canResegment="no"` keeps them whole. Tags are `pc` and `ph` with their originals as data, protected.
Elements stand in the order of the schema: notes, originalData, segment. A document type is refused unread.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from cms.blocks.marking import MARK, shielded, stands_alone, unshielded
from cms.blocks.segments import HTML
from workflows.bureaus.sheets import STAMP, Sheet, Unit, refuse

ENDING = ".xlf"
SPACE = "urn:oasis:names:tc:xliff:document:2.0"  # of 2.1 too
OLD = "urn:oasis:names:tc:xliff:document:1."
ID = re.compile(rf"u\d+-({STAMP.pattern})")
TRANSPARENT = frozenset({"mrk", "sm", "em"})
DONE = frozenset({"translated", "reviewed", "final"})
OUTDATED = "ct:outdated"
LEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NO_MARK = "{999/}"  # a tag that is none of ours: told as a wrong mark


def write(sheet: Sheet) -> bytes:
    """One page as a document in UTF-8."""
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{SPACE}" version="2.1" '
        f"srcLang={quoteattr(sheet.source_locale)} trgLang={quoteattr(sheet.locale)}>\n"
        f'<file id="{sheet.public_id}" original={_attribute(sheet.title)} canResegment="no" xml:space="preserve">\n'
    )
    notes = _notes([("handout", sheet.handout)] if sheet.handout else [])
    units = "".join(_unit(number, unit) for number, unit in enumerate(sheet.units, 1))
    return f"{head}{notes}{units}</file>\n</xliff>\n".encode()


def read(data: bytes, *, name: str) -> list[Sheet]:
    """The pages of a document; raises Invalid, with the line, for what is none."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        words = _("The file holds a document type or entities; such a file is not read.")
        raise refuse("entities", words, name=name, line=_line_of_doctype(data)) from error
    except ParseError as error:
        line = error.position[0]
        raise refuse("not_xml", _("This is no well-formed XML."), name=name, line=line) from error
    except (ValueError, LookupError) as error:
        raise refuse("not_xml", _("This is no well-formed XML."), name=name) from error
    if root.tag.startswith(f"{{{OLD}"):
        raise refuse("old_xliff", _("This is XLIFF 1.x. Save it as XLIFF 2, or send PO."), name=name)
    if root.tag != f"{{{SPACE}}}xliff":
        raise refuse("not_xliff", _("This is no XLIFF 2 file."), name=name)
    if not root.get("trgLang"):
        raise refuse("no_language", _("The head of the file does not say its language (“trgLang”)."), name=name)
    return [sheet for file in root.iter(_tag("file")) if (sheet := _sheet(root, file, name)) is not None]


def _unit(number: int, unit: Unit) -> str:
    notes = [("", note) for note in unit.notes]
    notes += [("previous-source", unit.before)] if unit.before else []
    source = _inline(unit.source, unit)
    state = f' state="initial" subState="{OUTDATED}"' if unit.is_done is False else ""
    state = ' state="translated"' if unit.target and not state else state
    target = f"<target>{_inline(unit.target, unit)}</target>" if unit.target else ""
    return (
        f'<unit id="u{number}-{unit.stamp}" name={_attribute(unit.key)}>\n{_notes(notes)}{_data(unit)}'
        f"<segment{state}><source>{source}</source>{target}</segment>\n</unit>\n"
    )


def _notes(notes: list[tuple[str, str]]) -> str:
    found = "".join(
        f"<note{f' category={quoteattr(category)}' if category else ''}>{_text(words)}</note>"
        for category, words in notes
    )
    return f"<notes>{found}</notes>\n" if found else ""


def _data(unit: Unit) -> str:
    """The tags themselves: opening ones, and the closing ones of those that enclose something."""
    found = [
        f'<data id="d{number}">{_text(tag)}</data>'
        + ("" if stands_alone(tag) else f'<data id="e{number}">{_text(f"</{_name_of(tag)}>")}</data>')
        for number, tag in enumerate(unit.tags, 1)
    ]
    return f"<originalData>{''.join(found)}</originalData>\n" if found else ""


def _name_of(tag: str) -> str:
    return tag.strip("</>").split()[0]


def _inline(text: str, unit: Unit) -> str:
    """Marks as elements. Text of another kind has none: its braces are braces."""
    if unit.kind != HTML:
        return _text(text)
    written, end = [], 0
    for match in MARK.finditer(text):
        written.append(_text(unshielded(text[end : match.start()])))
        end = match.end()
        written.append(_code(match, unit.tags))
    return "".join(written) + _text(unshielded(text[end:]))


def _code(match: re.Match[str], tags: tuple[str, ...]) -> str:
    number = int(match[2])
    if match[1]:
        return "</pc>"
    kept = 'canCopy="no" canDelete="no"'
    kind = _type_of(tags[number - 1]) if number <= len(tags) else ""
    if match[3]:
        return f'<ph id="{number}" dataRef="d{number}" {kept}{kind}/>'
    return f'<pc id="{number}" dataRefStart="d{number}" dataRefEnd="e{number}" {kept}{kind}>'


def _type_of(tag: str) -> str:
    """What a tag is, in the words of the standard, where it has one."""
    known = {"a": "link", "embed": "image", "img": "image"}
    bold = {"b": "xlf:b", "strong": "xlf:b", "i": "xlf:i", "em": "xlf:i", "br": "xlf:lb"}
    name = _name_of(tag).lower()
    if name in bold:
        return f' type="fmt" subType="{bold[name]}"'
    return f' type="{known[name]}"' if name in known else ""


def _text(words: str) -> str:
    return escape(LEGAL.sub("", words))


def _attribute(words: str) -> str:
    return quoteattr(LEGAL.sub("", words))


def _tag(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _sheet(root: Element, file: Element, name: str) -> Sheet | None:
    try:
        public_id = UUID(file.get("id", ""))
    except ValueError:
        return None
    notes = {note.get("category"): note.text or "" for note in file.findall(f"{_tag('notes')}/{_tag('note')}")}
    sheet = Sheet(
        public_id,
        root.get("srcLang", ""),
        root.get("trgLang", ""),
        file.get("original", ""),
        name,
        notes.get("handout", ""),
    )
    sheet.units.extend(_units(file))
    return sheet


def _units(file: Element) -> Iterator[Unit]:
    for unit in file.iter(_tag("unit")):
        found = ID.fullmatch(unit.get("id", ""))
        if found is None:
            continue
        parts = [part for part in unit if part.tag in (_tag("segment"), _tag("ignorable"))]
        sources, targets = _of(parts, "source"), _of(parts, "target")
        codes = any(len(target) for target in targets if target is not None)
        state = next((part.get("state") for part in parts if part.get("state")), None)
        yield Unit(
            key=unit.get("name", ""),
            source="".join(_marked(one) for one in sources if one is not None),
            target="".join((_marked(one) if codes else one.text or "") for one in targets if one is not None),
            stamp=found[1],
            is_done=None if state is None else state in DONE,
            has_codes=codes,
            at=unit.get("id", "").partition("-")[0],
        )


def _of(parts: list[Element], name: str) -> list[Element | None]:
    return [part.find(_tag(name)) for part in parts]


def _marked(element: Element) -> str:
    """Elements as the marks of the desk."""
    written = [shielded(element.text or "")]
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        written.append(_mark(name, child))
        written.append(shielded(child.tail or ""))
    return "".join(written)


def _mark(name: str, child: Any) -> str:
    number = child.get("startRef") or child.get("id") or ""
    if name in TRANSPARENT:
        return _marked(child)
    if name not in ("pc", "ph", "sc", "ec") or not number.isdigit():
        return NO_MARK
    if name == "pc":
        return f"{{{number}}}{_marked(child)}{{/{number}}}"
    return {"ph": f"{{{number}/}}", "sc": f"{{{number}}}", "ec": f"{{/{number}}}"}[name]


def _line_of_doctype(data: bytes) -> int:
    return data[: max(0, data.find(b"<!"))].count(b"\n") + 1
