"""What a workbook says of itself: its sheets, the part of each, and the day it counts from."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.documents.excel.markup import Attributes, a_parser, damaged, run
from app.errors import Unreadable
from rulebook.problem import shorten

MOST_SHEETS: Final = 255
_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main",
         "http://purl.oclc.org/ooxml/spreadsheetml/main")  # fmt: skip
_OFFICE = ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
           "http://purl.oclc.org/ooxml/officeDocument/relationships")  # fmt: skip
"""As Office writes it, and as the strict form of the standard has it."""
_SHEET = tuple(f"{space} sheet" for space in _MAIN)
_PROPERTIES = tuple(f"{space} workbookPr" for space in _MAIN)
_IDS = tuple(f"{space} id" for space in _OFFICE)
_KINDS = tuple(f"{space}/worksheet" for space in _OFFICE)
_LINK = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"


@dataclass(slots=True)
class Contents:
    """The part of each sheet by its name, in their order; no part has two names."""

    sheets: dict[str, str] = field(default_factory=dict)
    counts_from_1904: bool = False


def contents_of(parts: Mapping[str, bytes]) -> Contents:
    """The contents of a workbook, whose parts have names in small letters.

    Sheets without cells, such as charts, are left out. Raises Unreadable where two sheets have one
    name or one part.
    """
    targets = _targets(parts.get(_LINKS, b""))
    contents = Contents()
    names: set[str] = set()

    def start(name: str, attributes: Attributes) -> None:
        if name in _PROPERTIES:
            contents.counts_from_1904 = attributes.get("date1904") in ("1", "true")
        elif name in _SHEET:
            _check_name(attributes.get("name", ""), names)
            part = targets.get(_id_of(attributes), "")
            if part in parts:
                contents.sheets[attributes.get("name", "")] = part

    run(a_parser(start, between=" "), parts[_WORKBOOK])
    if len(set(contents.sheets.values())) != len(contents.sheets):
        damaged()
    return contents


def _check_name(name: str, names: set[str]) -> None:
    """Excel never lets two sheets have one name, and takes capitals for the same."""
    if name.casefold() in names:
        raise Unreadable(
            f"The workbook has two sheets with the name “{shorten(name, 40)}”. Rename one of them."
        )
    names.add(name.casefold())
    if len(names) > MOST_SHEETS:
        raise Unreadable(f"The workbook has more than {MOST_SHEETS} sheets. Split it.")


def _id_of(attributes: Attributes) -> str:
    ids = [attributes[key] for key in _IDS if key in attributes]
    return ids[0] if len(ids) == 1 else damaged()


def _targets(links: bytes) -> dict[str, str]:
    """The part that each link to a sheet leads to, by the id of the link."""
    targets: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name != _LINK or attributes.get("Type") not in _KINDS:
            return
        id = attributes.get("Id", "")
        if id in targets or len(targets) >= MOST_SHEETS:
            damaged()
        path = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
        targets[id] = path.lstrip("/").lower()

    run(a_parser(start, between=" "), links)
    return targets
