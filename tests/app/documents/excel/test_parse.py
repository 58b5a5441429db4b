from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.documents.excel.choices import choices_of, offered
from app.documents.excel.parse import parser_of
from app.documents.typed.fault import Unreadable
from rulebook.model import Choice
from rulebook.template import Field

COLOURS = (
    Choice("red", "Red, the colour"),
    Choice("blue", "Blue"),
    Choice("none", "No colour"),
    Choice("N1", "Green"),
    Choice("N2", "Green"),
)
FIELDS = {
    kind: Field(kind, kind.capitalize(), kind, "submit", choices=COLOURS)
    for kind in ("text", "integer", "decimal", "money", "date", "financial_year", "choice",
                 "choices", "yes_no", "confirm", "reference")
}  # fmt: skip


def read(kind: str, value: Any, **changes: Any) -> Any:
    field = replace(FIELDS[kind], **changes)
    known = choices_of(offered(field)) if offered(field) else None
    return parser_of(field, known)(value)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        (1250000.0, 125_000_000),
        (0.1, 10),
        (-40.5, -4050),
        (9_999_999_999_999.99, 999_999_999_999_999),
        (1.1 + 2.2, 330),  # what Excel shows: it keeps 15 digits
        ("£1.25m", 125_000_000),
        ("£1.25M", 125_000_000),
        ("1,250,000", 125_000_000),
        ("£250k", 25_000_000),
        ("£ 250 K", 25_000_000),
        ("1.5 million", 150_000_000),
        ("£2bn", 200_000_000_000),
        ("\u00a0£1,250.50\u00a0", 125_050),
        ("-£5", -500),
        ("£-5", -500),
        ("\u22125", -500),
        ("0", 0),
    ],
)
def test_money_is_read_as_people_type_it(typed: Any, pence: int) -> None:
    assert read("money", typed) == pence


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1.250.000", "not an amount of money. Write the amount in pounds"),
        ("1,25", "not an amount of money"),
        ("12,50,000", "not an amount of money"),
        ("about £5k", "not an amount of money"),
        ("$5", "not an amount of money"),
        ("--5", "not an amount of money"),
        ("", "not an amount of money"),
        ("£0.001", "not a whole number of pence"),
        (1 / 3, "not a whole number of pence"),
        (1e16, "Excel has lost the last ones"),
        ("9999999999999999", "more than 15 digits"),
        (True, "TRUE or FALSE"),
        (date(2024, 3, 31), "Excel shows a date"),
    ],
)
def test_money_that_is_not_plain_is_refused_with_what_to_write(typed: Any, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read("money", typed)


def test_limits_of_money_are_told_in_pounds() -> None:
    with pytest.raises(Unreadable, match=r"£1[.]50 is less than £2, the least allowed"):
        read("money", "1.50", minimum=200)
    with pytest.raises(Unreadable, match=r"£3 is more than £2[.]50, the most allowed"):
        read("money", 3.0, maximum=250)


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("integer", 5.0, 5),
        ("integer", "6,000", 6000),
        ("integer", " 7 ", 7),
        ("decimal", 2.5, Decimal("2.5")),
        ("decimal", "1,234.56", Decimal("1234.56")),
        ("decimal", 4.0, 4),
        ("text", "  Mend \u00a0", "Mend"),
        ("text", 2020.0, "2020"),
        ("text", 0.5, "0.5"),
        ("text", "=1+1", "=1+1"),
        ("text", "“Smart” – quotes’", "“Smart” – quotes’"),
        ("reference", " VH-001 ", "VH-001"),
        ("yes_no", "YES", "yes"),
        ("yes_no", False, "no"),
        ("yes_no", "Not  known", "not_known"),
        ("yes_no", "don’t know", "not_known"),
        ("confirm", "yes", True),
        ("confirm", True, True),
        ("date", date(2024, 3, 31), "2024-03-31"),
        ("date", datetime(2024, 3, 31), "2024-03-31"),  # noqa: DTZ001 - as Excel has it
        ("date", "2024-03-31", "2024-03-31"),
        ("date", "31/03/2024", "2024-03-31"),
        ("date", "3.4.2024", "2024-04-03"),
        ("date", "31 March 2024", "2024-03-31"),
        ("date", "1st Sept 2024", "2024-09-01"),
        ("financial_year", "2024-25", "2024-25"),
        ("financial_year", "2024/25", "2024-25"),
        ("financial_year", "2024–2025", "2024-25"),
        ("choice", "blue", "blue"),
        ("choice", "RED, the Colour ", "red"),
        ("choice", "n1", "N1"),
        ("choice", "green (N2)", "N2"),
        ("choices", "Blue; Red, the colour", ["blue", "red"]),
        ("choices", "Blue;", ["blue"]),
        ("choices", "Blue\nNo colour", ["blue", "none"]),
        ("choices", "None of these", []),
    ],
)
def test_answers_are_read_as_people_type_them(kind: str, typed: Any, answer: Any) -> None:
    found = read(kind, typed)
    assert (found, found.__class__) == (answer, answer.__class__)


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("integer", 5.5, "5.5 is not a whole number. Round it."),
        ("integer", "five", "“five” is not a number. Write the number alone"),
        ("integer", "60%", "is not a number"),
        ("integer", date(2024, 1, 1), "Give the cell the format General"),
        ("decimal", 1e15 * 3, "more than 15 digits"),
        ("text", date(2024, 1, 1), "turned this into a date. Give the cell the format Text"),
        ("text", True, "turned this into TRUE or FALSE"),
        ("yes_no", "perhaps", "Choose Yes, No or Not known."),
        ("confirm", "No", "Choose Yes once it is so."),
        ("date", "03/31/2024", "There is no month 31. .* The day comes first."),
        ("date", "31/03/24", "may be read in two ways"),
        ("date", "March 2024", "is not a date. Write the day, the month and the year"),
        ("date", "31/02/2024", "not a day of the calendar"),
        ("date", "01/01/1024", "not between 1900 and 2199"),
        ("date", 45382.0, "the number 45382, which Excel shows as 31 March 2024"),
        ("date", 20240331.0, "a number, not a date"),
        ("date", datetime(2024, 3, 31, 9, 30), "a time of day"),  # noqa: DTZ001 - as Excel has it
        ("financial_year", date(2011, 12, 1), "Excel has turned this into a date"),
        ("financial_year", "24/25", "not a financial year. Write it as 2024-25"),
        ("financial_year", "2024-26", "not a financial year"),
        ("financial_year", 2024.0, "“2024” is not a financial year"),
        ("choice", "purple", "not one of the choices. Choose “Red, the colour”"),
        ("choice", "Green", "several choices called “Green”. Choose “Green [(]N1[)]” or"),
        ("choices", "Blue; purple", "“purple” is not one of the choices"),
        ("choices", "Blue, No colour", "Put a ; between the choices"),
        ("choices", "Blue; blue", "“Blue” is given twice"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_to_write(
    kind: str, typed: Any, says: str
) -> None:
    with pytest.raises(Unreadable, match=says):
        read(kind, typed)


def test_an_exclusive_choice_stands_alone() -> None:
    with pytest.raises(Unreadable, match="“No colour” stands alone"):
        read("choices", "No colour; Blue", exclusive="none")


def test_a_percentage_typed_as_text_is_its_number_where_the_unit_is_percent() -> None:
    assert read("integer", "60%", unit="percent") == 60


def test_a_long_list_offers_the_nearest_title() -> None:
    many = (*(Choice(f"c{n}", f"Choice number {n}") for n in range(20)), Choice("l", "Liverpool"))
    with pytest.raises(Unreadable, match=r"Did you mean Liverpool[?] Choose one from the list"):
        read("choice", "Liverpol", choices=many)
