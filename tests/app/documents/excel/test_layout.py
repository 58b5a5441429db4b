from app.documents.excel.layout import LONGEST_SHEET_NAME, layout_of
from app.documents.typed.text import key_of
from rulebook.labels import with_parts
from tests.builders import main_pack, tiny_pack


def test_each_list_has_a_sheet_that_links_to_the_schemes() -> None:
    halls = layout_of(tiny_pack())
    assert [table.name for table in halls.tables] == ["Schemes", "Bills"]
    assert [column.title for column in halls.tables[1].columns] == [
        "Scheme",
        "What for",
        "Year",
        "Hours",
    ]


def test_the_parts_of_a_group_are_columns_with_its_name_and_their_unit() -> None:
    titles = [column.title for column in layout_of(main_pack()).schemes.columns]
    assert titles[:3] == ["Scheme", "Scheme reference", "Title"]
    share = "Share of the benefit for the most deprived fifth (percent)"
    assert f"Effect on health inequalities: {share}" in titles
    assert "Total gross cost (£)" in titles
    assert "Dependencies: none" in titles


def test_a_list_inside_a_list_names_the_row_that_it_belongs_to() -> None:
    tables = {table.name: table for table in layout_of(main_pack()).tables}
    steps = tables["Steps on the way"]
    assert steps.parent is tables["Outcomes"]
    assert [column.heading for column in steps.columns[:2]] == ["Scheme", "Outcomes: number"]
    assert tables["Outcomes"].columns[1].heading == "Number"


def test_every_answer_of_the_template_has_one_column() -> None:
    asked = [f for f in with_parts(main_pack().template.fields) if f.type not in ("group", "list")]
    tables = layout_of(main_pack()).tables
    columns = [c for table in tables for c in table.columns if c.kind == "answer"]
    assert len(columns) == len(asked)


def test_sheet_names_and_headings_can_be_told_apart() -> None:
    tables = layout_of(main_pack()).tables
    names = [table.name for table in tables]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(
        len(name) <= LONGEST_SHEET_NAME and not set("[]:*?/\\") & set(name) for name in names
    )
    for table in tables:
        keys = [key_of(column.heading) for column in table.columns]
        assert len(set(keys)) == len(keys)


def test_a_heading_that_is_taken_gets_the_label_of_its_list() -> None:
    table = next(one for one in layout_of(main_pack()).tables if one.name == "Dependencies")
    assert [column.heading for column in table.columns[:2]] == ["Scheme", "Dependencies: Scheme"]
