import re
from html import unescape

import pytest

from app.documents.excel.layout import layout_of
from app.documents.excel.read import read_workbook
from app.documents.excel.wording import mark_of, need_of
from app.documents.excel.write import filled, workbook_template
from tests.app.documents.excel.workbooks import halls_workbook, parts_of, sheet_part
from tests.app.rounds import a_hall
from tests.builders import a_scheme, main_pack, tiny_pack


def sheet_xml(data: bytes, name: str) -> str:
    parts = parts_of(data)
    return parts[sheet_part(parts, name)].decode()


def shared_text(data: bytes) -> str:
    return unescape(parts_of(data)["xl/sharedStrings.xml"].decode())


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert workbook_template(main_pack()) == workbook_template(main_pack())
    schemes = [a_scheme(), a_scheme(scheme_ref="CM24-LIVPP-002")]
    assert filled(main_pack(), schemes) == filled(main_pack(), schemes)


def test_the_template_has_guidance_schemes_lists_and_two_hidden_sheets() -> None:
    workbook = parts_of(workbook_template(tiny_pack()))["xl/workbook.xml"].decode()
    sheets = re.findall(r'<sheet name="(\w+)" sheetId="\d"( state="hidden")?', workbook)
    assert sheets == [
        ("Guidance", ""),
        ("Schemes", ""),
        ("Bills", ""),
        ("Lists", ' state="hidden"'),
        ("Version", ' state="hidden"'),
    ]


def test_the_guidance_names_every_question_and_where_it_comes_from() -> None:
    text = shared_text(workbook_template(tiny_pack()))
    for field in tiny_pack().template.fields:
        assert field.label in text
    assert "Trust deed of the fund, clause 6" in text


def test_the_template_says_what_it_was_made_from() -> None:
    text = shared_text(workbook_template(tiny_pack()))
    for part in (tiny_pack().id, tiny_pack().sha256, tiny_pack().template.version):
        assert f">{part}<" in text


def test_headings_are_protected_and_the_cells_for_answers_are_not() -> None:
    xml = sheet_xml(workbook_template(tiny_pack()), "Schemes")
    assert '<sheetProtection sheet="1"' in xml
    styles = parts_of(workbook_template(tiny_pack()))["xl/styles.xml"].decode()
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.partition("<cellXfs")[2])
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" [^>]*style="(\d+)"', xml)
    assert columns[-1][1] == str(len(layout_of(tiny_pack()).schemes.columns))
    assert all('locked="0"' in formats[int(style)] for _, _, style in columns)
    heading = re.search(r'<c r="A2" s="(\d+)"', xml)
    assert heading is not None
    assert 'locked="0"' not in formats[int(heading[1])]


def test_choices_have_a_drop_down_from_the_hidden_sheet_and_several_may_be_typed() -> None:
    xml = unescape(sheet_xml(workbook_template(tiny_pack()), "Schemes"))
    rules = re.findall(r"<dataValidation (.*?)</dataValidation>", xml, re.DOTALL)
    by_title = {re.search(r'promptTitle="([^"]*)"', rule)[1]: rule for rule in rules}  # type: ignore[index]
    assert "<formula1>Lists!$" in by_title["Hall"]
    assert 'showErrorMessage="1"' in by_title["Hall"]
    assert 'showErrorMessage="1"' not in by_title["Dangers"]
    assert "What could hurt someone?" in by_title["Dangers"]
    assert 'type="whole"' in by_title["Visitors"]
    assert 'type="textLength"' in by_title["Name of the work"]
    assert 'type="date"' in by_title["Keys: Since"]
    assert 'type="decimal"' in by_title["Cost"]
    assert 'showErrorMessage="1"' not in by_title["Cost"]  # £250k is text for Excel


@pytest.mark.parametrize("pack", [tiny_pack(), main_pack()], ids=lambda pack: pack.id)
def test_messages_and_titles_keep_the_limits_of_excel(pack: object) -> None:
    data = workbook_template(pack)  # type: ignore[arg-type]
    for name, part in parts_of(data).items():
        if name.startswith("xl/worksheets/sheet"):
            text = part.decode()
            titles = re.findall(r'(?:prompt|error)Title="([^"]*)"', text)
            messages = re.findall(r'(?:prompt|error)="([^"]*)"', text)
            assert all(len(unescape(title)) <= 32 for title in titles)
            assert all(len(unescape(message)) <= 255 for message in messages)


def test_marks_say_when_an_answer_is_needed() -> None:
    tables = reversed(layout_of(main_pack()).tables)
    columns = {c.heading: c for table in tables for c in table.columns}
    assert mark_of(columns["Title"]) == "Needed to save. Text, at most 120 characters"
    assert need_of(columns["Summary"]) == "submit"
    assert need_of(columns["Lead place"]) == "when"
    assert need_of(columns["Review of the earlier investment: Verdict"]) == "part"
    assert need_of(columns["Gross cost"]) == "row"
    assert need_of(columns["Scheme reference"]) == "system"
    assert need_of(columns["Local measures"]) == "optional"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+441514960000", "-1", "http://example.org"])
def test_text_is_never_a_formula_or_a_link(text: str) -> None:
    data = halls_workbook(a_hall(name=text))
    xml = sheet_xml(data, "Schemes")
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert read_workbook(data, tiny_pack()).schemes[0].answers["name"] == text


def test_schemes_without_a_reference_are_called_new() -> None:
    uploaded = read_workbook(halls_workbook(a_hall(scheme_ref=None), a_hall()), tiny_pack())
    assert [scheme.label for scheme in uploaded.schemes] == ["New 1", "VH-001"]
    assert "scheme_ref" not in uploaded.schemes[0].answers


def test_signs_that_xml_does_not_allow_do_not_spoil_the_workbook() -> None:
    data = halls_workbook(a_hall(name="a\ufffeb"))
    assert read_workbook(data, tiny_pack()).schemes[0].answers["name"] == "a\ufffdb"
