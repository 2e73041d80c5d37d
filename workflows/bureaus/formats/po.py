"""PO (gettext): what almost every tool of translators opens.

Each segment is an entry of its own: `msgctxt` is its name (`<page>/<segment>@<source>-<wording>`), the tags are the
numbered marks of the desk with a remark that says so. An outdated one is fuzzy, with the source as it was in
`#| msgid`: that is how gettext says "the source has changed", and how tools show the difference.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

import polib
from django.utils.translation import gettext as _

from workflows.bureaus.sheets import STAMP, Sheet, Unit, refuse

ENDING = ".po"
NAME = re.compile(rf"([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})/(.+)@({STAMP.pattern})", re.DOTALL)
LINE = re.compile(r"\(line (\d+)\)")
FUZZY = "fuzzy"
PRODUCT = "cong-tinh"
FIRST = "#\n"  # what begins like this is no path: polib takes a path as well as a text


def write(sheet: Sheet, *, at: datetime) -> bytes:
    """One page as a PO file in UTF-8."""
    file = polib.POFile()
    file.header = _(
        "%(title)s\nEach mark of the source ({1}…{/1}, {2/}) stands once in the translation, wherever it belongs."
    ) % {"title": sheet.title}
    file.metadata = {
        "Project-Id-Version": PRODUCT,
        "POT-Creation-Date": f"{at:%Y-%m-%d %H:%M%z}",
        "PO-Revision-Date": f"{at:%Y-%m-%d %H:%M%z}",
        "Language": sheet.locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": sheet.source_locale,
        "X-Title": sheet.title.replace("\n", " "),
        "X-Handout": sheet.handout,
    }
    file.extend(_entry(sheet, unit) for unit in sheet.units)
    return str(file).encode()


def read(text: str, *, name: str) -> list[Sheet]:
    """The pages of a PO file; raises Invalid, with the line, for what is none, or none of ours."""
    try:
        file = polib.pofile(FIRST + text)
    except (OSError, UnicodeError, ValueError, IndexError, AttributeError) as error:
        found = LINE.search(str(error))
        line = max(1, int(found[1]) - 1) if found else None
        raise refuse("not_po", _("This is no well-formed PO file."), name=name, line=line) from error
    said = {key.casefold(): value for key, value in file.metadata.items()}
    if not said.get("language", "").strip():
        raise refuse("no_language", _("The head of the file does not say its language (“Language:”)."), name=name)
    sheets: dict[UUID, Sheet] = {}
    for public_id, unit in _units(file):
        if public_id not in sheets:
            sheets[public_id] = Sheet(
                public_id,
                said.get("x-source-language", ""),
                said["language"],
                said.get("x-title", ""),
                name,
                said.get("x-handout", ""),
            )
        sheets[public_id].units.append(unit)
    return list(sheets.values())


def _entry(sheet: Sheet, unit: Unit) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=f"{sheet.public_id}/{unit.key}@{unit.stamp}",
        msgid=unit.source,
        msgstr=unit.target,
        comment="\n".join((*unit.notes, *_marks(unit))),
        flags=[FUZZY] if unit.is_done is False else [],
        previous_msgid=unit.before or None,
    )


def _marks(unit: Unit) -> Iterable[str]:
    """What the marks stand for."""
    return (f"{{{number}}} = {tag}" for number, tag in enumerate(unit.tags, 1))


def _units(file: polib.POFile) -> Iterator[tuple[UUID, Unit]]:
    """Entries that bear a name of ours; what a tool added beside them is passed over."""
    for entry in file:
        found = NAME.fullmatch(entry.msgctxt or "")
        if entry.obsolete or found is None:
            continue
        line = max(1, entry.linenum - 1)
        yield (
            UUID(found[1]),
            Unit(
                key=found[2],
                source=entry.msgid,
                target=entry.msgstr,
                stamp=found[3],
                is_done=FUZZY not in entry.flags,
                at=_("line %(line)s") % {"line": line},
            ),
        )
