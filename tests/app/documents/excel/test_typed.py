"""Whatever is typed in the cells, it is told or taken, and kept in the corrected workbook."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.excel.check import all_told, check_uploaded
from app.documents.excel.comments import with_comments
from app.documents.excel.told import letters
from rulebook.schema import SchemeReader
from tests.app.documents.excel.workbooks import (
    FIRST_ROW,
    halls_workbook,
    layout,
    read_halls,
    with_cell,
)
from tests.app.rounds import a_hall
from tests.builders import tiny_pack

WORKBOOK = halls_workbook(a_hall(), a_hall("VH-002"))
XML_TEXT = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TYPED = st.one_of(
    st.text(XML_TEXT, min_size=1, max_size=30),
    st.floats(-1e300, 1e300),
    st.integers(-5, 60_000),
    st.sampled_from(
        [
            "£1.25m",
            "31/03/24",
            "yes",
            "None",
            "None of these",
            "=1",
            "VH-002",
            "2024/25",
            "60%",
            ";",
        ]
    ),
)


@st.composite
def cells(draw: st.DrawFn) -> tuple[str, str]:
    """A sheet, and one of its cells for answers."""
    table = draw(st.sampled_from(layout().tables))
    column = draw(st.integers(1, len(table.columns)))
    return table.name, f"{letters(column)}{draw(st.integers(FIRST_ROW, FIRST_ROW + 2))}"


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(cells(), TYPED, min_size=1, max_size=4))
def test_the_corrected_workbook_says_the_same_again(typed: dict[tuple[str, str], Any]) -> None:
    data = WORKBOOK
    for (sheet, cell), value in typed.items():
        data = with_cell(data, sheet, cell, value)
    uploaded = read_halls(data)
    checked = check_uploaded(uploaded, SchemeReader(tiny_pack().template))
    told = all_told(uploaded, checked)
    again = read_halls(with_comments(tiny_pack(), uploaded, told))
    assert [scheme.answers for scheme in again.schemes] == [s.answers for s in uploaded.schemes]
    assert [str(one) for one in again.told] == [str(one) for one in uploaded.told]
