"""What goes out as one download, and what is read of what comes back.

Many pages go out as a ZIP with one file each, in folders as the site has sections: every tool (OmegaT, Poedit, Trados,
memoQ) takes a folder of files, an office counts words and shares work out by file, and a file that breaks breaks alone;
one XLIFF with many `file` elements is split or flattened by some. Back in come one file, several, or a ZIP; a tool may
have merged them.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from cms.manuscripts.limits import MEGABYTE
from sites.refusals import Refusal
from workflows.bureaus.enums import Format
from workflows.bureaus.formats import po, xliff
from workflows.bureaus.rules import Limits
from workflows.bureaus.sheets import Sheet, refuse

PACKAGE = b"PK\x03\x04"
IS_ENCRYPTED = 0x1
ENDINGS = {Format.PO: po.ENDING, Format.XLIFF: xliff.ENDING}
XML = (b"<?xml", b"<xliff", b"<!")
PIECE = 65_536


def written(sheet: Sheet, *, form: str, at: datetime) -> bytes:
    """One page as a file."""
    return xliff.write(sheet) if form == Format.XLIFF else po.write(sheet, at=at)


class Packing:
    """A ZIP that is filled file by file."""

    def __init__(self) -> None:
        self._out = BytesIO()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, data: bytes, *, at: datetime) -> None:
        """Put a file in."""
        info = zipfile.ZipInfo(name, at.timetuple()[:6])
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        self._zip.writestr(info, data)

    def close(self) -> bytes:
        """What it is."""
        self._zip.close()
        return self._out.getvalue()


def read(files: Iterable[tuple[str, bytes]], *, limits: Limits) -> list[Sheet]:
    """The pages of what was brought, each once; raises Invalid with name, line and rule for what cannot be read."""
    given = list(files)
    check_weight({name: len(data) for name, data in given}, limits=limits)
    sheets = [sheet for name, data in _opened(given, limits) for sheet in _read_one(name, data)]
    if sum(len(sheet.units) for sheet in sheets) > limits.segments:
        words = _("More than %(most)s segments.") % {"most": limits.segments}
        raise refuse("too_many", words, name=_only(given), basis=limits.basis)
    if not any(sheet.units for sheet in sheets):
        words = _("Nothing in this file was taken out of this system: no segment bears one of its names.")
        raise refuse("not_ours", words, name=_only(given))
    return _together(sheets)


def check_weight(sizes: Mapping[str, int], *, limits: Limits) -> None:
    """Refuse files that are too heavy together: before they are read, where that can be known."""
    if sum(sizes.values()) > limits.bytes:
        words = _("More than %(most)s MB.") % {"most": limits.bytes // MEGABYTE}
        name = next(iter(sizes)) if len(sizes) == 1 else ""
        raise refuse("too_large", words, name=name, basis=limits.basis)


def _only(given: Sequence[tuple[str, bytes]]) -> str:
    return given[0][0] if len(given) == 1 else ""


def _opened(given: Iterable[tuple[str, bytes]], limits: Limits) -> Iterator[tuple[str, bytes]]:
    for name, data in given:
        if data.startswith(PACKAGE):
            yield from _unpacked(name, data, limits)
        else:
            yield name, data


def _unpacked(name: str, data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """The files of a ZIP, none of which is trusted to be as large as it says."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if _is_wanted(entry)]
            _check(name, entries, limits)
            left = limits.unpacked
            for entry in entries:
                found = _drawn(package, entry, left)
                left -= len(found)
                if left < 0:
                    raise _bomb(name, limits)
                yield entry.filename, found
    except Refusal:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise refuse("broken_zip", _("This ZIP is damaged."), name=name) from error


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Files; what systems leave in folders is passed over."""
    parts = PurePosixPath(entry.filename).parts
    return not entry.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _check(name: str, entries: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise refuse("locked", _("This ZIP is locked with a password."), name=name)
    if len(entries) > limits.members:
        words = _("More than %(most)s files in one ZIP.") % {"most": limits.members}
        raise refuse("too_many_files", words, name=name, basis=limits.basis)
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries) or 1
    if unpacked > limits.unpacked or (unpacked > limits.bytes and unpacked / packed > limits.ratio):
        raise _bomb(name, limits)


def _bomb(name: str, limits: Limits) -> Refusal:
    words = _("Unpacked, more than %(most)s MB.") % {"most": limits.unpacked // MEGABYTE}
    return refuse("too_large", words, name=name, basis=limits.basis)


def _drawn(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    found = bytearray()
    with package.open(entry) as opened:
        while len(found) <= most and (piece := opened.read(PIECE)):
            found += piece
    return bytes(found)


def _read_one(name: str, data: bytes) -> list[Sheet]:
    if data.startswith(PACKAGE):
        raise refuse("zip_in_zip", _("A ZIP within a ZIP is not opened."), name=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refuse("not_utf8", _("This is not UTF-8. Save the file as UTF-8."), name=name, line=line) from error
    plain = text.encode()
    if plain.lstrip().startswith(XML):
        return xliff.read(plain, name=name)
    if "msgid" not in text:
        raise refuse("unknown_format", _("This is neither PO nor XLIFF."), name=name, line=1)
    return po.read(text.replace("\r\n", "\n"), name=name)


def _together(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Each page once, each segment once: what says two things of one segment says nothing."""
    found: dict[tuple[str, str], Sheet] = {}
    for sheet in sheets:
        known = found.setdefault((str(sheet.public_id), sheet.locale), sheet)
        if known is not sheet:
            known.units.extend(sheet.units)
    for sheet in found.values():
        _refuse_contradictions(sheet)
    return [sheet for sheet in found.values() if sheet.units]


def _refuse_contradictions(sheet: Sheet) -> None:
    seen: dict[str, str] = {}
    for unit in sheet.units:
        if seen.setdefault(unit.key, unit.target) != unit.target:
            words = _("%(at)s: the file says two things of one segment (“%(key)s”).")
            raise refuse("said_twice", words % {"at": unit.at, "key": unit.key}, name=sheet.name)
