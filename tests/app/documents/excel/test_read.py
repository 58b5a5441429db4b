import re
from typing import Any

import pytest

from app.documents.excel.check import all_told, check_uploaded
from app.documents.excel.read import read_workbook
from app.documents.excel.write import filled
from rulebook.problem import Problem
from rulebook.schema import SchemeReader
from tests.app.documents.excel.workbooks import (
    cell_of,
    edited,
    halls_workbook,
    only_told,
    parts_of,
    read_halls,
    replaced,
    with_answer,
    with_cell,
)
from tests.app.rounds import a_hall
from tests.builders import a_scheme, changed, main_pack, tiny_pack

OUTCOME = a_scheme()["outcomes"][0]


def told_of(data: bytes) -> list[str]:
    """Everything that is wrong with a workbook, by sheet, row and column, as people read it."""
    uploaded = read_halls(data)
    checked = check_uploaded(uploaded, SchemeReader(tiny_pack().template))
    return [str(told) for told in all_told(uploaded, checked)]


def test_answers_come_back_as_the_json_api_takes_them() -> None:
    (scheme,) = read_halls(halls_workbook()).schemes
    assert scheme.answers == a_hall()
    assert told_of(halls_workbook()) == []


def test_rows_of_lists_find_their_scheme_whatever_the_capitals() -> None:
    data = halls_workbook(a_hall(), a_hall("VH-002"))
    data = with_answer(data, "Scheme", " vh-002\u00a0", "Bills", row=4)
    data = with_answer(data, "What for", "Tiles", "Bills", row=4)
    one, other = read_halls(data).schemes
    assert "bills" not in one.answers
    assert [bill["what"] for bill in other.answers["bills"]] == ["Tiles", "Slates"]


def test_a_short_name_links_the_rows_of_a_new_scheme() -> None:
    data = halls_workbook(a_hall(scheme_ref=None))
    data = with_answer(with_answer(data, "Scheme", 1), "Scheme", "1", "Bills")
    (scheme,) = read_halls(data).schemes
    assert (scheme.label, len(scheme.answers["bills"])) == ("1", 1)


def test_the_reference_links_where_the_first_column_is_blank() -> None:
    (scheme,) = read_halls(with_answer(halls_workbook(), "Scheme", None)).schemes
    assert scheme.label == "VH-001"
    assert len(scheme.answers["bills"]) == 1


def test_blank_rows_are_skipped_and_rows_keep_their_numbers() -> None:
    data = with_answer(halls_workbook(), "Name of the work", "Paint \u00a0", row=9)
    data = with_answer(data, "Hall", "\u00a0 ", row=7)
    _, other = read_halls(data).schemes
    assert (other.row, other.answers) == (9, {"name": "Paint"})


def test_problems_are_told_by_sheet_row_and_column_in_the_words_of_the_form() -> None:
    data = with_answer(halls_workbook(), "Visitors", "many")
    data = with_answer(data, "Hall", "Atlantis")
    data = with_answer(data, "Hours", 2.25, "Bills")
    data = with_answer(data, "What for", None, "Bills")
    halls = "“Atlantis” is not one of the choices."
    found = told_of(data)
    assert found[0].startswith(f"Sheet Schemes, row 4, column D (Hall): {halls}")
    assert found[1:] == [
        (
            "Sheet Schemes, row 4, column M (Visitors): “many” is not a number. Write a whole "
            "number from 0 to 5,000."
        ),
        "Sheet Bills, row 4, column B (Bills 1 › What for): This is missing. Give it.",
        (
            "Sheet Bills, row 4, column D (Bills 1 › Hours): This has more than 1 decimal place. "
            "Round it."
        ),
    ]


def test_a_cell_that_cannot_be_read_is_not_called_missing_as_well() -> None:
    assert len(told_of(with_answer(halls_workbook(), "Hall", "Atlantis"))) == 1


def test_a_missing_list_is_told_with_the_sheet_where_it_belongs() -> None:
    (scheme,) = read_halls(halls_workbook(a_hall(bills=None))).schemes
    told = scheme.tell(Problem("Answer: What is to be paid?", "/bills", "Bills", "missing_answer"))
    assert str(told) == (
        "Sheet Schemes, row 4, column A (Bills): Answer: What is to be paid? Use the sheet Bills."
    )


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/keys/since", "Sheet Schemes, row 4, column J"),
        ("/keys", "Sheet Schemes, row 4, column H"),
        ("/dangers/0", "Sheet Schemes, row 4, column G"),
        ("/bills/0/year", "Sheet Bills, row 4, column C"),
        ("/bills/0", "Sheet Bills, row 4, column A"),
        ("/bills", "Sheet Bills, row 4, column A"),
        ("", "Sheet Schemes, row 4, column A"),
        ("/nowhere", "Sheet Schemes, row 4, column A"),
    ],
)
def test_every_pointer_has_its_cell(pointer: str, place: str) -> None:
    (scheme,) = read_halls(halls_workbook()).schemes
    assert str(scheme.place_of(pointer)[0]) == place


def test_a_row_of_a_list_whose_scheme_is_not_there_is_told() -> None:
    told = only_told(read_halls(with_answer(halls_workbook(), "Scheme", "VH-009", "Bills")))
    assert (told.code, told.place.cell) == ("unknown_scheme", "A4")
    assert told.message.startswith("There is no scheme “VH-009” on the sheet Schemes.")


def test_a_row_of_a_list_that_names_no_scheme_is_told() -> None:
    told = only_told(read_halls(with_answer(halls_workbook(), "Scheme", None, "Bills")))
    assert (told.code, told.message) == ("no_scheme", "Say which scheme this row belongs to.")


@pytest.mark.parametrize(("heading", "value"), [("Scheme", "vh-001"), ("Reference", "VH-001")])
def test_a_reference_that_is_given_twice_is_told(heading: str, value: str) -> None:
    data = with_answer(halls_workbook(a_hall(), a_hall("VH-002")), heading, value, row=5)
    told = only_told(read_halls(data))
    assert (told.code, told.place.row) == ("repeated_scheme", 5)
    assert "is in row 4 as well" in told.message


def a_scheme_with_steps() -> dict[str, Any]:
    steps = [{"date": "2024-12-31", "value": 66}, {"date": "2025-12-31", "value": 69}]
    return a_scheme(outcomes=[OUTCOME, {**OUTCOME, "trajectory": steps}])


def test_a_list_inside_a_list_comes_back_in_its_row() -> None:
    (scheme,) = read_workbook(filled(main_pack(), [a_scheme_with_steps()]), main_pack()).schemes
    assert scheme.answers["outcomes"] == a_scheme_with_steps()["outcomes"]
    place, _ = scheme.place_of("/outcomes/1/trajectory/1/value")
    assert (place.sheet, place.cell) == ("Steps on the way", "D5")


def test_a_row_of_a_list_inside_a_list_must_name_a_row_that_is_there() -> None:
    data = with_cell(filled(main_pack(), [a_scheme_with_steps()]), "Steps on the way", "B4", 7)
    told = only_told(read_workbook(data, main_pack()))
    assert (told.code, told.place.cell) == ("unknown_row", "B4")
    assert "There is no row 7 of this scheme on the sheet Outcomes." in told.message


def test_two_rows_of_a_scheme_may_not_have_one_number() -> None:
    data = with_cell(filled(main_pack(), [a_scheme_with_steps()]), "Outcomes", "B5", 1)
    codes = [told.code for told in read_workbook(data, main_pack()).told]
    assert "repeated_number" in codes


def test_none_declares_an_empty_list_and_is_wrong_beside_rows() -> None:
    scheme = changed(a_scheme(), dependencies=[])
    data = filled(main_pack(), [scheme])
    assert read_workbook(data, main_pack()).schemes[0].answers["dependencies"] == []
    rows = with_cell(
        with_cell(data, "Dependencies", "A4", "CM24-LIVPP-001"), "Dependencies", "C4", "x"
    )
    told = only_told(read_workbook(rows, main_pack()))
    assert (told.code, told.label) == ("not_none", "Dependencies")


def test_formulas_are_read_by_their_result() -> None:
    xml = '<c r="K4"><f>200+300</f><v>500</v></c>'
    (scheme,) = read_halls(with_cell(halls_workbook(), "Schemes", "K4", None, xml)).schemes
    assert scheme.answers["cost"] == 50_000


@pytest.mark.parametrize(
    ("xml", "code", "says"),
    [
        ('<c r="K4"><f>A1*2</f></c>', "unsaved_formula", "whose result was not saved"),
        ('<c r="K4"><f>A1*2</f><v></v></c>', "unsaved_formula", "whose result was not saved"),
        ('<c r="K4"><v>inf</v></c>', "error_cell", "an error of Excel"),
        ('<c r="K4" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error_cell", "an error of Excel"),
    ],
)
def test_formulas_without_a_result_are_told(xml: str, code: str, says: str) -> None:
    told = only_told(read_halls(with_cell(halls_workbook(), "Schemes", "K4", None, xml)))
    assert (told.code, told.place.cell) == (code, "K4")
    assert says in told.message


def test_a_percentage_is_told_with_what_it_shows() -> None:
    data = filled(main_pack(), [a_scheme()])
    share = "Effect on health inequalities: Share of the benefit for the most deprived fifth"
    cell = cell_of(main_pack(), "Schemes", share)
    styles = parts_of(data)["xl/styles.xml"].decode()
    percent = re.findall(r'<cellXfs count="([0-9]+)">', styles)[0]
    data = replaced(data, "xl/styles.xml", "</cellXfs>", '<xf numFmtId="9"/></cellXfs>')
    xml = f'<c r="{cell}" s="{percent}"><v>1</v></c>'
    told = only_told(read_workbook(with_cell(data, "Schemes", cell, None, xml), main_pack()))
    assert told.code == "percent_cell"
    assert told.message == (
        "This cell is a percentage: it shows 100%. Give the cell the format General, and write 100."
    )


def test_merged_cells_among_the_answers_are_told() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="B4:B6"/></mergeCells>'
    data = edited(
        halls_workbook(),
        "Schemes",
        lambda xml: xml.replace("<dataValidations", f"{merged}<dataValidations"),
    )
    told = only_told(read_halls(data))
    assert (told.code, told.place.cell) == ("merged", "B4")
    assert "Unmerge them" in told.message


def test_merged_cells_above_the_answers_do_not_matter() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>'
    data = edited(
        halls_workbook(),
        "Schemes",
        lambda xml: xml.replace("<dataValidations", f"{merged}<dataValidations"),
    )
    assert read_halls(data).told == []


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    data = edited(
        halls_workbook(), "Schemes", lambda xml: xml.replace('<row r="4"', '<row r="4" hidden="1"')
    )
    data = edited(
        data,
        "Bills",
        lambda xml: xml.replace('<col min="2" max="2"', '<col hidden="1" min="2" max="2"'),
    )
    uploaded = read_halls(data)
    assert uploaded.schemes[0].answers == a_hall()
    assert [str(note) for note in uploaded.notes] == [
        "Sheet Schemes: Row 4 is hidden, and read all the same.",
        "Sheet Bills: Column B is hidden, and read all the same.",
    ]


def test_pasted_rich_text_is_read_as_its_text() -> None:
    bold = '<r><rPr><b/></rPr><t xml:space="preserve">Mend </t></r>'
    xml = f'<c r="C4" t="inlineStr"><is>{bold}<r><t>the roof</t></r></is></c>'
    (scheme,) = read_halls(with_cell(halls_workbook(), "Schemes", "C4", None, xml)).schemes
    assert scheme.answers["name"] == "Mend the roof"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 600,
        "🧑‍⚕️ 👍🏽 é",
        "Gwella’r to, â ê î ô û ŵ ŷ",
        "إصلاح السقف",
        "<script>alert(1)</script> & “quotes”",
        "two\nlines",
        "_x000D_ as it is",
    ],
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    (scheme,) = read_halls(halls_workbook(a_hall(name=text))).schemes
    assert scheme.answers["name"] == text


def test_signs_that_cannot_be_printed_are_told_at_their_cell() -> None:
    (found,) = told_of(halls_workbook(a_hall(name="a\x01b")))
    assert found.startswith("Sheet Schemes, row 4, column C (Name of the work): This holds char")


def test_dates_of_workbooks_that_count_from_1904_are_the_same_days() -> None:
    data = replaced(
        halls_workbook(), "xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" '
    )
    (scheme,) = read_halls(data).schemes
    assert scheme.answers["keys"]["since"] == "2024-01-02"
