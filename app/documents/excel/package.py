"""Opens the file that was uploaded, and refuses what is no workbook or could harm the service.

An .xlsx file is a zip archive of XML. Nothing is handed to the library that reads it before its
size is known: every part is unpacked here and counted.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.errors import Unreadable, WrongKind

LARGEST_FILE: Final = 20_000_000
LARGEST_UNPACKED: Final = 60_000_000
"""Bytes. A workbook with 1,000 full schemes has about 1 MB, and 12 MB unpacked."""
MOST_PARTS: Final = 500
MOST_TIMES: Final = 150
RATIO_FROM: Final = 5_000_000
"""From this many bytes on a file may not unpack to more than MOST_TIMES its size."""
_KEPT = ("[content_types].xml", "_rels/", "xl/workbook", "xl/_rels/", "xl/styles",
         "xl/sharedstrings", "xl/worksheets/sheet")  # fmt: skip
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

NO_WORKBOOK = "This is not an Excel workbook (.xlsx). "
SAVE_AS = "Open it in Excel or LibreOffice, and save it as an Excel workbook (.xlsx)."
DAMAGED = "The workbook is damaged and cannot be opened. Save it again, and upload the new file."


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a workbook that are read, and whether it had links to other workbooks.

    The names of the parts are in small letters: no two differ in capitals alone.
    """

    parts: Mapping[str, bytes]
    has_external_links: bool


def open_package(data: bytes) -> Package:
    """The parts of an uploaded workbook; raises WrongKind or Unreadable, with what to do."""
    if len(data) > LARGEST_FILE:
        _refuse_size(f"The file has {len(data) // 1_000_000} MB; at most", LARGEST_FILE)
    if not data.startswith(b"PK\x03\x04"):
        raise _not_a_package(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(data))
            names = [entry.filename.lower() for entry in entries]
            _check_kind(names)
            parts = dict(_unpacked(archive, entries))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise Unreadable(DAMAGED) from None
    _check_macros(parts)
    return Package(parts, any(name.startswith("xl/externallinks/") for name in names))


def _not_a_package(data: bytes) -> Unreadable | WrongKind:
    """Why a file that is no zip archive is refused."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        return Unreadable(
            "The workbook is protected by a password and cannot be read. In Excel choose File, "
            "Info, Protect Workbook, Encrypt with Password, clear the password, and save it."
        )
    if data.startswith(_OLE):
        return WrongKind("This is an old kind of file (.xls or .doc). " + SAVE_AS)
    if not data:
        return WrongKind("The file is empty. Choose the workbook that you filled in.")
    if b"\x00" not in data[:1000]:
        message = "This is text, such as a .csv file, whatever its name says. "
        return WrongKind(message + "Fill in the workbook, or send a list of schemes to the API.")
    return WrongKind(NO_WORKBOOK + SAVE_AS)


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    names = [entry.filename.lower() for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS:
        raise Unreadable(f"The file holds {len(entries):,} parts; at most {MOST_PARTS} are read.")
    if len(set(names)) != len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(DAMAGED)
    if unpacked > LARGEST_UNPACKED:
        _refuse_size("The workbook is too large when it is unpacked; at most", LARGEST_UNPACKED)
    if unpacked > max(RATIO_FROM, size * MOST_TIMES):
        raise Unreadable(
            f"The file unpacks to more than {MOST_TIMES} times its size, as harmful files do. "
            "Copy your answers into a new workbook, and upload that."
        )


def _check_kind(names: list[str]) -> None:
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise WrongKind("This is a Word or PowerPoint file. Upload the workbook (.xlsx).")
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise WrongKind("This is another kind of spreadsheet (.xlsb or .ods). " + SAVE_AS)
    if any(name.endswith("vbaproject.bin") for name in names):
        _refuse_macros()
    if "xl/workbook.xml" not in names:
        raise WrongKind(NO_WORKBOOK + SAVE_AS)


def _check_macros(parts: Mapping[str, bytes]) -> None:
    if b"macroenabled" in parts.get(_KEPT[0], b"").lower():
        _refuse_macros()


def _unpacked(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> Iterator[tuple[str, bytes]]:
    """The parts that are read: no pictures, no comments, nothing from other workbooks."""
    left = LARGEST_UNPACKED
    for entry in entries:
        name = entry.filename.lower()
        if not name.startswith(_KEPT) or not name.endswith((".xml", ".rels")):
            continue
        with archive.open(entry) as part:
            data = part.read(left + 1)
        left -= len(data)
        if left < 0:
            _refuse_size("The workbook is too large when it is unpacked; at most", LARGEST_UNPACKED)
        yield name, data


def _refuse_macros() -> None:
    raise WrongKind(
        "The workbook holds macros (.xlsm), which are not taken. In Excel choose File, Save As, "
        "Excel Workbook (*.xlsx), and upload that: the answers stay, the macros do not."
    )


def _refuse_size(beginning: str, most: int) -> None:
    message = f"{beginning} {most // 1_000_000} MB are read. Split it into several workbooks."
    raise Unreadable(message)
