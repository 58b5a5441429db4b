import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from app.documents.excel.package import LARGEST_FILE, MOST_PARTS
from app.documents.excel.read import read_workbook
from app.documents.excel.write import workbook_template
from app.errors import Invalid, Unreadable, WrongKind
from tests.app.documents.excel.workbooks import (
    edited,
    halls_workbook,
    packed,
    parts_of,
    read_halls,
    replaced,
    sheet_part,
    with_answer,
    with_cell,
)
from tests.builders import main_pack, tiny_pack

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def a_zip(*names: str) -> bytes:
    return packed(dict.fromkeys(names, b"<x/>"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty"),
        (b"name,cost\nMend,5\n", "This is text, such as a .csv file"),
        (OLE, "an old kind of file [(].xls or .doc[)]. Open it in Excel"),
        (a_zip("[Content_Types].xml", "word/document.xml"), "a Word or PowerPoint file"),
        (a_zip("mimetype", "content.xml"), "another kind of spreadsheet"),
        (a_zip("xl/workbook.bin"), "another kind of spreadsheet"),
        (a_zip("photo.jpg"), "not an Excel workbook"),
        (a_zip("xl/workbook.xml", "xl/vbaProject.bin"), "The workbook holds macros"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not an Excel workbook"),
    ],
)
def test_other_kinds_of_file_are_refused_with_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(WrongKind, match=says):
        read_halls(data)


def test_a_workbook_whose_type_allows_macros_is_refused() -> None:
    old, new = "spreadsheetml.sheet.main+xml", "x.sheet.macroEnabled.main+xml"
    data = replaced(halls_workbook(), "[Content_Types].xml", old, new)
    with pytest.raises(WrongKind, match=r"Excel Workbook [(][*].xlsx[)], and upload that"):
        read_halls(data)


def test_an_encrypted_workbook_is_refused_with_how_to_clear_the_password() -> None:
    with pytest.raises(Unreadable, match=r"protected by a password .* clear the password"):
        read_halls(OLE + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:2000],
        lambda data: data[:-30],
        lambda data: data.replace(b"PK\x01\x02", b"PK\x01\x09"),
        lambda data: packed({**parts_of(data), "xl/workbook.xml": b"<workbook><"}),
        lambda data: packed({**parts_of(data), "xl/sharedStrings.xml": b"\xff\xfe<"}),
        lambda data: packed({**parts_of(data), "xl/styles.xml": b"<!DOCTYPE x><x/>"}),
    ],
)
def test_a_damaged_workbook_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unreadable, match="damaged and cannot be opened"):
        read_halls(spoil(halls_workbook()))


def test_entities_are_refused_before_they_can_grow() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    data = edited(halls_workbook(), "Schemes", lambda xml: xml.replace("?>", f"?>{bomb}", 1))
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(data)


def test_a_file_that_is_too_large_is_refused_before_it_is_opened() -> None:
    with pytest.raises(Unreadable, match=r"at most 20 MB are read[.] Split it"):
        read_halls(bytes(LARGEST_FILE + 1))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = packed({**parts_of(halls_workbook()), "xl/worksheets/sheet9.xml": bytes(50_000_000)})
    with pytest.raises(Unreadable, match="more than 150 times its size"):
        read_halls(data)


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    name = "xl/worksheets/sheet9.xml"
    data = bytearray(packed({**parts_of(halls_workbook()), name: bytes(50_000_000)}))
    at = data.rindex(name.encode()) - 46  # the entry of the central directory
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(bytes(data))


def test_too_many_parts_are_refused() -> None:
    more = {f"xl/media/{n}.png": b"" for n in range(MOST_PARTS)}
    with pytest.raises(Unreadable, match="at most 500 are read"):
        read_halls(packed({**parts_of(halls_workbook()), **more}))


def test_two_parts_of_one_name_are_refused() -> None:
    stream = io.BytesIO(halls_workbook())
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(stream.getvalue())


@pytest.mark.parametrize(
    ("cell", "says"),
    [("C1048576", "something in row 1,048,576"), ("XFD5", "something in column 16,384")],
)
def test_a_cell_far_away_is_refused_before_memory_is_filled(cell: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        read_halls(with_cell(halls_workbook(), "Schemes", cell, "far"))


def test_sheets_that_are_large_together_are_refused_before_memory_is_filled() -> None:
    data = halls_workbook()
    for sheet in ("Guidance", "Schemes", "Bills"):
        data = with_cell(data, sheet, "OJ20100", "far")
    with pytest.raises(Invalid, match="too large when they are taken together"):
        read_halls(data)


def test_an_encoding_that_is_not_known_is_refused() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(replaced(halls_workbook(), "xl/workbook.xml", "UTF-8", "UTF-99"))


def test_a_cell_that_says_another_row_than_its_own_is_refused() -> None:
    data = with_cell(halls_workbook(), "Schemes", "C5", None, '<c r="C1048576"><v>1</v></c>')
    with pytest.raises(Unreadable, match="damaged"):
        read_halls(data)


def test_more_schemes_than_allowed_are_refused() -> None:
    rows = "".join(f'<row r="{n}"><c r="C{n}"><v>1</v></c></row>' for n in range(5, 2100))
    data = edited(
        halls_workbook(), "Schemes", lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>")
    )
    with pytest.raises(Invalid, match=r"more than 2,000 rows with answers[.] Split it"):
        read_halls(data)


def test_a_workbook_without_a_stamp_is_refused() -> None:
    data = replaced(halls_workbook(), "xl/workbook.xml", 'name="Version"', 'name="Other"')
    with pytest.raises(Invalid, match=r"not made from the template.* Download the workbook"):
        read_halls(data)


def test_a_workbook_of_another_framework_is_refused() -> None:
    with pytest.raises(Invalid, match=r"for another framework, cheshire_merseyside[.] This round"):
        read_halls(workbook_template(main_pack()))


def test_a_workbook_of_another_form_is_refused() -> None:
    data = with_cell(halls_workbook(), "Version", "B2", "99")
    with pytest.raises(Invalid, match="a form that cannot be read here"):
        read_halls(data)


def test_an_old_version_that_asks_the_same_is_read_with_a_note() -> None:
    uploaded = read_halls(with_cell(halls_workbook(), "Version", "B6", "2"))
    assert len(uploaded.schemes) == 1
    assert uploaded.version_note == (
        "This workbook was made from version 2 of the template; the one of this round is 3."
    )


def test_an_old_version_that_asks_otherwise_says_what_changed_and_what_to_do() -> None:
    data = with_cell(halls_workbook(), "Version", "B6", "2")
    data = with_cell(data, "Schemes", "M2", "Visitors a month")
    with pytest.raises(Invalid) as refused:  # noqa: PT011 - what it says is asserted below
        read_halls(data)
    assert str(refused.value) == (
        "This workbook was made from version 2 of the template; the one of this round is 3. What "
        "is new is listed below. No longer asked: “Visitors a month”. Download the workbook of "
        "this round, and copy your answers into it."
    )
    assert "“Visitors (people a week)” is missing" in refused.value.problems[0].message


def test_changed_lists_are_noted() -> None:
    uploaded = read_halls(with_cell(halls_workbook(), "Version", "B5", "0" * 64))
    assert uploaded.version_note.startswith("The lists or rules of the framework have changed")


def test_a_missing_sheet_is_told() -> None:
    data = replaced(halls_workbook(), "xl/workbook.xml", 'name="Bills"', 'name="Costs"')
    with pytest.raises(Invalid, match="Sheets or columns of the template are missing") as refused:
        read_halls(data)
    assert [problem.message for problem in refused.value.problems] == [
        "The sheet “Bills” is missing. It may be the sheet “Costs”: give it its name again."
    ]


def test_a_renamed_column_is_told_with_what_it_may_be() -> None:
    data = with_cell(halls_workbook(), "Schemes", "M2", "Visitors a week")
    with pytest.raises(Invalid, match="missing") as refused:
        read_halls(data)
    (problem,) = refused.value.problems
    assert problem.message.startswith(
        "The column “Visitors (people a week)” is missing on the sheet"
    )
    assert problem.message.endswith("Was it renamed to Visitors a week? Put it back.")


def test_a_column_that_is_there_twice_is_told() -> None:
    data = with_cell(halls_workbook(), "Schemes", "P2", "Cost (£)")
    with pytest.raises(Invalid, match="there twice") as refused:
        read_halls(data)
    assert "twice, as K and P. Delete one." in refused.value.problems[0].message


def test_columns_and_sheets_of_their_own_are_named_and_not_read() -> None:
    data = with_cell(halls_workbook(), "Schemes", "P2", "My notes")
    data = with_cell(data, "Schemes", "P4", "call Ann")
    (note,) = read_halls(data).notes
    assert (note.place.cell, note.message) == (
        "P2",
        "The column “My notes” is not part of the template. It was not read.",
    )


def test_moved_columns_and_rows_above_the_headings_are_fine() -> None:
    data = halls_workbook()

    def swap(xml: str) -> str:
        for old, new in (("B", "@"), ("C", "B"), ("@", "C")):
            for row in (1, 2, 3, 4):
                xml = xml.replace(f'<c r="{old}{row}"', f'<c r="{new}{row}"')
        return xml

    assert (
        read_halls(edited(data, "Schemes", swap)).schemes[0].answers
        == read_halls(data).schemes[0].answers
    )


def test_links_to_other_workbooks_are_said() -> None:
    parts = {**parts_of(halls_workbook()), "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    notes = read_halls(packed(parts)).notes
    assert [note.code for note in notes] == ["external_links"]


def test_a_name_of_a_sheet_with_other_capitals_is_the_same() -> None:
    data = replaced(halls_workbook(), "xl/workbook.xml", 'name="Bills"', 'name="BILLS "')
    assert len(read_workbook(data, tiny_pack()).schemes[0].answers["bills"]) == 1


def test_a_date_in_a_cell_for_text_is_told() -> None:
    part = sheet_part(parts_of(halls_workbook()), "Schemes")
    assert part == "xl/worksheets/sheet2.xml"
    told = read_halls(with_answer(halls_workbook(), "Keys: Since", "31/03/20")).told
    assert "may be read in two ways" in told[0].message
