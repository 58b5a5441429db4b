"""Workbooks for tests, changed as people and programs change them: in the XML of their parts."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from app.documents.excel.layout import Layout, layout_of
from app.documents.excel.read import read_workbook
from app.documents.excel.told import Told, letters
from app.documents.excel.uploaded import Uploaded
from app.documents.excel.write import filled
from rulebook.pack import Pack
from tests.app.rounds import a_hall
from tests.builders import tiny_pack

FIRST_ROW = 4
"""The first row with answers of every sheet."""


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def halls_workbook(*halls: dict[str, Any]) -> bytes:
    """The workbook of the village halls, filled with one hall where none is given."""
    return filled(tiny_pack(), halls or [a_hall()])


def sheet_part(parts: dict[str, bytes], name: str) -> str:
    """The part of a sheet of ours: they are numbered in their order."""
    names = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())
    return f"xl/worksheets/sheet{names.index(escape(name)) + 1}.xml"


def edited(data: bytes, sheet: str, change: Callable[[str], str]) -> bytes:
    """The workbook with the XML of a sheet changed; the change must change something."""
    parts = parts_of(data)
    part = sheet_part(parts, sheet)
    before = parts[part].decode()
    after = change(before)
    assert after != before, f"nothing was changed on the sheet {sheet}"
    parts[part] = after.encode()
    return packed(parts)


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a text in one of its parts replaced."""
    parts = parts_of(data)
    text = parts[part].decode()
    assert old in text, f"{old!r} is not in {part}"
    parts[part] = text.replace(old, new).encode()
    return packed(parts)


def with_cell(
    data: bytes, sheet: str, cell: str, value: str | float | None, xml: str = ""
) -> bytes:
    """The workbook with another value in a cell, or with the given XML for the cell."""

    def change(text: str) -> str:
        row = re.sub("[A-Z]+", "", cell)
        new = "" if value is None and not xml else xml or _cell_xml(cell, value)
        text = re.sub(rf'<c r="{cell}"(?:[^>]*/>|[^>]*[^/]>.*?</c>)', "", text)
        if not re.search(rf'<row r="{row}"', text):
            start = text.index("</sheetData>") if "</sheetData>" in text else -1
            return f'{text[:start]}<row r="{row}">{new}</row>{text[start:]}'
        return re.sub(rf'(<row r="{row}"[^>]*>)', lambda found: found[1] + new, text, count=1)

    return edited(data, sheet, change)


def _cell_xml(cell: str, value: str | float | None) -> str:
    if isinstance(value, str):
        text = f'<t xml:space="preserve">{escape(value)}</t>'
        return f'<c r="{cell}" t="inlineStr"><is>{text}</is></c>'
    return f'<c r="{cell}"><v>{value}</v></c>'


def cell_of(pack: Pack, sheet: str, heading: str, row: int = FIRST_ROW) -> str:
    """The name of the cell below a heading, such as C4."""
    table = next(table for table in layout_of(pack).tables if table.name == sheet)
    number = next(n for n, column in enumerate(table.columns) if column.heading == heading)
    return f"{letters(number + 1)}{row}"


def with_answer(
    data: bytes,
    heading: str,
    value: str | float | None,
    sheet: str = "Schemes",
    row: int = FIRST_ROW,
) -> bytes:
    """The workbook of the village halls with another value below a heading."""
    return with_cell(data, sheet, cell_of(tiny_pack(), sheet, heading, row), value)


def read_halls(data: bytes) -> Uploaded:
    return read_workbook(data, tiny_pack())


def only_told(uploaded: Uploaded) -> Told:
    """The one problem that there is."""
    (told,) = uploaded.told
    return told


def layout() -> Layout:
    return layout_of(tiny_pack())
