"""The workbook that the library for values gets: written here, with nothing that was not measured.

Its own list of sheets, links and styles cannot lead elsewhere, name a sheet twice, or ask for
memory, whatever the uploaded one says.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.excel.strings import Strings
from app.documents.excel.styles import Styles

_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class Measured:
    """What is read of a workbook: the XML of the rows of each sheet, in their order, and the rest.

    The rows are known to hold nothing but cells in rows; so are the texts.
    """

    rows: Sequence[bytes]
    styles: Styles
    strings: Strings
    counts_from_1904: bool = False


def packed(measured: Measured) -> io.BytesIO:
    """The workbook as an archive, without compression."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in _parts(measured):
            archive.writestr(name, data)
    stream.seek(0)
    return stream


def _parts(measured: Measured) -> Iterator[tuple[str, str | bytes]]:
    numbers = range(1, len(measured.rows) + 1)
    yield "_rels/.rels", _links([("officeDocument", "xl/workbook.xml")])
    yield "xl/workbook.xml", _workbook(numbers, measured.counts_from_1904)
    sheets = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _links(sheets)
    yield "xl/styles.xml", _styles(measured.styles)
    strings = b"<sst>", measured.strings.body, b"</sst>"
    yield "xl/sharedStrings.xml", b"".join(strings)
    for number, rows in zip(numbers, measured.rows, strict=True):
        sheet = b"<worksheet><sheetData>", rows, b"</sheetData></worksheet>"
        yield f"xl/worksheets/sheet{number}.xml", b"".join(sheet)


def _links(targets: Sequence[tuple[str, str]]) -> str:
    links = (
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(links)}</Relationships>'


def _workbook(numbers: Sequence[int], counts_from_1904: bool) -> str:
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    properties = f'<workbookPr date1904="{int(counts_from_1904)}"/>'
    spaces = f'xmlns="{_MAIN}" xmlns:r="{_OFFICE}"'
    return f"<workbook {spaces}>{properties}<sheets>{sheets}</sheets></workbook>"


def _styles(styles: Styles) -> str:
    formats = "".join(f'<xf numFmtId="{kind}"/>' for kind in styles.kinds.values())
    return f"<styleSheet><cellXfs>{formats}</cellXfs></styleSheet>"
