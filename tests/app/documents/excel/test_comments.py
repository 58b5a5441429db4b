import re
from html import unescape

from app.documents.excel.check import all_told, check_uploaded
from app.documents.excel.comments import with_comments
from rulebook.schema import SchemeReader
from tests.app.documents.excel.workbooks import (
    halls_workbook,
    parts_of,
    read_halls,
    with_answer,
    with_cell,
)
from tests.builders import tiny_pack


def corrected(data: bytes) -> bytes:
    """The workbook with its comments."""
    uploaded = read_halls(data)
    checked = check_uploaded(uploaded, SchemeReader(tiny_pack().template))
    return with_comments(tiny_pack(), uploaded, all_told(uploaded, checked))


def a_faulty_workbook() -> bytes:
    data = with_answer(halls_workbook(), "Cost", "lots")
    data = with_answer(data, "Name of the work", "=cmd|' /C calc'!A0")
    data = with_answer(data, "Hall", "Atlantis")
    return with_answer(data, "Year", "24/25", "Bills")


def comments_of(data: bytes) -> dict[str, str]:
    """The comment of each cell, whatever its sheet."""
    text = "".join(d.decode() for n, d in parts_of(data).items() if n.startswith("xl/comments"))
    found = re.findall(r'<comment ref="(\w+)".*?<t>(.*?)</t>', text, re.DOTALL)
    return {cell: unescape(words) for cell, words in found}


def test_every_faulty_cell_has_a_comment() -> None:
    found = comments_of(corrected(a_faulty_workbook()))
    assert sorted(found) == ["C4", "D4", "K4"]
    assert found["K4"].startswith("“lots” is not an amount of money.")
    assert "“24/25” is not a financial year" in found["C4"]


def test_the_first_sheet_lists_all_problems() -> None:
    data = corrected(a_faulty_workbook())
    workbook = parts_of(data)["xl/workbook.xml"].decode()
    assert re.findall(r'<sheet name="(\w+)"', workbook)[:3] == ["Problems", "Guidance", "Schemes"]
    text = unescape(parts_of(data)["xl/sharedStrings.xml"].decode())
    assert "“Atlantis” is not one of the choices." in text
    assert "Bills 1 › Year" in text


def test_what_was_typed_stays_wrong_or_not_and_is_never_a_formula() -> None:
    data = corrected(a_faulty_workbook())
    assert b"<f>" not in b"".join(parts_of(data).values())
    before, after = read_halls(a_faulty_workbook()), read_halls(data)
    assert after.schemes[0].answers == before.schemes[0].answers
    assert [str(told) for told in after.told] == [str(told) for told in before.told]


def test_the_corrected_workbook_can_be_filled_in_and_uploaded_again() -> None:
    data = with_answer(corrected(a_faulty_workbook()), "Cost", "£500")
    data = with_answer(with_answer(data, "Hall", "Up_1"), "Year", "2024-25", "Bills")
    uploaded = read_halls(data)
    assert (uploaded.told, uploaded.notes) == ([], ())
    assert uploaded.schemes[0].answers["cost"] == 50_000


def test_columns_of_the_team_stay_to_the_right() -> None:
    data = with_cell(a_faulty_workbook(), "Schemes", "R2", "My notes")
    data = corrected(with_cell(data, "Schemes", "R4", "call Ann"))
    grid = read_halls(data).sheets.by_path[()].grid
    assert (grid.value(2, 15), grid.value(4, 15)) == ("My notes", "call Ann")


def test_the_same_upload_gives_the_same_bytes() -> None:
    assert corrected(a_faulty_workbook()) == corrected(a_faulty_workbook())
