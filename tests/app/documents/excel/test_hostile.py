"""Workbooks made to do harm: each is refused, or read as what it is, before it can do any."""

import re
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook

from app.documents.excel import grid
from app.documents.excel.grid import guarded
from app.documents.excel.marks import FURTHEST_COLUMN, MOST_MERGED, Marks, marks_of
from app.documents.excel.plain import Measured, packed
from app.documents.excel.strings import Strings
from app.documents.excel.styles import DAY, LENGTH, NUMBER, Styles, kind_of
from app.errors import Invalid, Unreadable
from tests.app.documents.excel.workbooks import (
    cell_of,
    edited,
    halls_workbook,
    only_told,
    parts_of,
    read_halls,
    replaced,
    sheet_part,
    with_cell,
)
from tests.app.documents.excel.workbooks import packed as packed_parts
from tests.builders import tiny_pack

WORKBOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
FAR = (
    b'<worksheet><sheetData><row r="900000"><c r="B900000"><v>1</v></c></row></sheetData>'
    b"</worksheet>"
)
"""A sheet that goes too far, though not so far that reading it would stop these tests."""


def with_far_sheet(old: str, new: str) -> bytes:
    """The workbook with a far sheet beside the others, and one text of its contents replaced."""
    data = replaced(halls_workbook(), WORKBOOK, old, new)
    links = parts_of(data)[LINKS].decode()
    (one,) = re.findall(r'<Relationship Id="rId1" [^>]*>', links)
    other = one.replace("rId1", "rId99").replace("sheet1.xml", "sheet99.xml")
    data = replaced(data, LINKS, one, one + other)
    return packed_parts({**parts_of(data), "xl/worksheets/sheet99.xml": FAR})


@pytest.mark.parametrize("name", ["Guidance", "GUIDANCE"])
def test_two_sheets_of_one_name_are_refused(name: str) -> None:
    old = '<sheet name="Guidance"'
    data = with_far_sheet(old, f'<sheet name="{name}" sheetId="99" r:id="rId99"/>{old}')
    with pytest.raises(Unreadable, match=r"two sheets with the name “\w+”[.] Rename one"):
        read_halls(data)


def test_a_sheet_is_the_one_that_its_namespace_says() -> None:
    old, new = 'r:id="rId1"', 'zz:id="rId1" xmlns:zz="urn:x" r:id="rId99"'
    with pytest.raises(Invalid, match="something in row 900,000"):
        read_halls(with_far_sheet(old, new))


def test_another_list_of_sheets_beside_the_first_is_never_read() -> None:
    data = replaced(
        halls_workbook(), "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet9/x.xml"
    )
    uploaded = read_halls(data)
    assert uploaded.schemes[0].answers == read_halls(halls_workbook()).schemes[0].answers


def test_a_part_that_two_sheets_share_is_refused() -> None:
    data = replaced(halls_workbook(), LINKS, "sheet2.xml", "sheet1.xml")
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(data)


def test_parts_whose_names_differ_in_capitals_alone_are_refused() -> None:
    data = packed_parts({**parts_of(halls_workbook()), "xl/worksheets/Sheet1.xml": FAR})
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(data)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="90"><c r="A90"><v>1</v></c><row r="90"></row></row>',
        '<row r="90"><x><c r="A90"><v>1</v></c></x></row>',
        "<x><c><v>1</v></c></x>",
        '<row r="90"><!-- <c r="A90"> --></row>',
        '<row r="90"><c r="A90"><v><![CDATA[1]]></v></c></row>',
        '<row r="+90"></row>',
        '<row r="4294967386"></row>',
        '<row r="90"><c r=""><v>1</v></c></row>',
        '<row r="90"><c r="a90"><v>1</v></c></row>',
        '<row r="90"><c r="A90" t="s"><v>99999</v></c></row>',
        '<row r="90"><c r="A90" t="s"><v>0/></v></c></row>',
        '<row r="90"><c r="A90" t="s"><v>x</v></c></row>',
        '<row r="90"><c r="A90" s="01"><v>1</v></c></row>',
        "</sheetData><sheetData>",
    ],
)
def test_rows_that_two_readers_could_take_for_different_things_are_refused(rows: str) -> None:
    data = edited(
        halls_workbook(), "Schemes", lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>")
    )
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(data)


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/sharedStrings.xml", LINKS])
def test_a_document_type_is_refused_in_every_part(part: str) -> None:
    data = replaced(halls_workbook(), part, "?>", '?><!DOCTYPE x [<!ENTITY a "b">]>')
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(data)


def test_cells_that_are_letters_of_another_encoding_are_refused() -> None:
    """Two signs of ASCII are one Chinese letter in UTF-16: text to one reader, XML to another."""
    cell = b'<c r="B900000"><v>1</v></c> '.decode("utf-16-be")
    sheet = f'<worksheet><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    data = b"\xfe\xff" + sheet.encode("utf-16-be")
    parts = parts_of(halls_workbook())
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(packed_parts({**parts, sheet_part(parts, "Guidance"): data}))


def test_a_count_of_texts_that_is_a_lie_asks_for_no_memory() -> None:
    change = lambda found: found[0].replace(found[1], "99999999999999")  # noqa: E731
    parts = parts_of(halls_workbook())
    text = parts["xl/sharedStrings.xml"].decode()
    parts["xl/sharedStrings.xml"] = re.sub(r'uniqueCount="(\d+)"', change, text).encode()
    assert len(read_halls(packed_parts(parts)).schemes) == 1


def test_one_long_text_in_very_many_cells_is_refused_before_it_is_copied() -> None:
    parts = parts_of(halls_workbook())
    text = parts["xl/sharedStrings.xml"].decode()
    number = text.count("<si>")
    long = f"<si><t>{'x' * 300_000}</t></si></sst>"
    parts["xl/sharedStrings.xml"] = text.replace("</sst>", long).encode()
    cells = f'<c t="s"><v>{number}</v></c>' * 350
    data = edited(packed_parts(parts), "Guidance", in_last_row(cells))
    with pytest.raises(Invalid, match=r"texts of all cells are too long together"):
        read_halls(data)


def in_last_row(cells: str) -> Callable[[str], str]:
    return lambda xml: xml.replace("</sheetData>", f"<row>{cells}</row></sheetData>")


def test_very_many_elements_are_refused_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = halls_workbook()
    tags = sum(part.count(b"<") for name, part in parts_of(data).items() if "theme" not in name)
    monkeypatch.setattr(grid, "MOST_TAGS", tags + 50)
    assert len(read_halls(data).schemes) == 1
    with pytest.raises(Invalid, match=r"holds too many cells[.] Split it"):
        read_halls(replaced(data, WORKBOOK, "</sheets>", "</sheets>" + "<a/>" * (tags + 51)))


def marked(before: str = "", after: str = "") -> Marks:
    sheet = f"<worksheet>{before}<sheetData/>{after}</worksheet>"
    return marks_of(sheet.encode(), Styles(), Strings())[0]


@pytest.mark.parametrize(
    ("ends", "hidden"),
    [
        ('min="-2000000" max="2"', [1, 2]),
        ('min="399" max="16384"', [399, FURTHEST_COLUMN]),
        ('min="16384" max="99999999"', []),
        ('min="5" max="4"', []),
    ],
)
def test_hidden_columns_are_those_that_there_are(ends: str, hidden: list[int]) -> None:
    assert marked(f'<cols><col {ends} hidden="1"/></cols>').hidden_columns == hidden


def test_hidden_columns_are_named_once() -> None:
    column = '<col min="1" max="400" hidden="1"/>'
    assert marked(f"<cols>{column * 3}</cols>").hidden_columns == list(range(1, 401))


def test_very_many_merged_cells_are_refused_with_what_to_do() -> None:
    blocks = '<mergeCell ref="A4:B5"/>' * (MOST_MERGED + 5)
    data = edited(
        halls_workbook(),
        "Schemes",
        lambda xml: xml.replace("</sheetData>", f"</sheetData><mergeCells>{blocks}</mergeCells>"),
    )
    with pytest.raises(Invalid, match=r"more than 2,000 blocks of merged cells[.] .* Unmerge"):
        read_halls(data)


def with_time(value: str, number: int) -> bytes:
    """The halls with a number in the cell of a date, in a style of its own with that format."""
    data = halls_workbook()
    styles = parts_of(data)["xl/styles.xml"].decode()
    count = styles[styles.index("<cellXfs") : styles.index("</cellXfs>")].count("<xf ")
    data = replaced(data, "xl/styles.xml", "</cellXfs>", f'<xf numFmtId="{number}"/></cellXfs>')
    cell = cell_of(tiny_pack(), "Schemes", "Keys: Since")
    return with_cell(data, "Schemes", cell, None, f'<c r="{cell}" s="{count}"><v>{value}</v></c>')


@pytest.mark.parametrize("number", [14, 46])
@pytest.mark.parametrize("value", ["-inf", "-1e300", "-1e18", "1e10", "9e15", "inf", "nan"])
def test_a_number_that_is_no_date_is_a_problem_of_its_cell(value: str, number: int) -> None:
    told = only_told(read_halls(with_time(value, number)))
    assert told.message.startswith("This is not a date that can be read. Write it again")
    assert told.place.cell == cell_of(tiny_pack(), "Schemes", "Keys: Since")


def test_the_last_day_that_excel_knows_reaches_the_library_as_it_is() -> None:
    (told,) = read_halls(with_time("2958465", 14)).told
    assert "9999" in told.message


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    data = replaced(with_time("40000", 14), WORKBOOK, "<workbookPr", '<workbookPr date1904="1"')
    assert read_halls(data).schemes[0].answers["keys"]["since"] == "2013-07-07"


def test_a_panic_of_the_library_is_a_refusal_and_harms_no_later_read() -> None:
    rows = b'<row r="1"><c r="A1" s="0"><v>-1e300</v></c></row>'
    book = packed(Measured([rows], Styles(kinds={"0": LENGTH}), Strings()))
    with pytest.raises(Unreadable, match="damaged"), guarded():
        CalamineWorkbook.from_filelike(book).get_sheet_by_index(0).to_python()
    assert len(read_halls(halls_workbook()).schemes) == 1


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_a_wish_to_stop_is_no_panic(stop: type[BaseException]) -> None:
    with pytest.raises(stop), guarded():
        raise stop


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("dd/mm/yyyy", DAY),
        ("[h]:mm:ss", LENGTH),
        ("[$-809]d mmmm yyyy;@", DAY),
        ("h:mm AM/PM", DAY),
        ("General", NUMBER),
        ('#,##0" days"', NUMBER),
        ("#,##0;[Red]-#,##0", NUMBER),
        (r"0\d", NUMBER),
        ("0;yyyy", NUMBER),
        ("[Blue][mm]", LENGTH),
    ],
)
def test_the_kind_of_a_format_is_that_of_its_first_section(code: str, kind: str) -> None:
    assert kind_of(code) == kind
