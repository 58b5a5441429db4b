"""Values are read as people type them, wherever they type them."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.documents.typed.days import day_of, month_of, year_of
from app.documents.typed.fault import Unreadable
from app.documents.typed.numbers import amount_of, check_pence, number_of, pence_of, whole_of


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        (amount_of, "£1.25m", Decimal(1_250_000)),
        (amount_of, " £1,250.50 ", Decimal("1250.50")),
        (amount_of, "\u2212 £ 5 thousand", Decimal(-5000)),
        (number_of, "-6,000.5", Decimal("-6000.5")),
        (number_of, "+1", Decimal(1)),
        (amount_of, "+£5k", Decimal(5000)),
        (day_of, "2024-3-31", "2024-03-31"),
        (day_of, "3.4.2024", "2024-04-03"),
        (day_of, "1st Sept, 2024", "2024-09-01"),
        (year_of, "2024–2025", "2024-25"),
        (year_of, "24/25", None),
        (year_of, "2024-26", None),
        (month_of, "sept", 9),
        (month_of, "ma", 0),
        (month_of, "", 0),
    ],
)
def test_a_value_is_read_as_it_is_typed(read: Callable[[str], Any], typed: str, value: Any) -> None:
    assert read(typed) == value


@pytest.mark.parametrize(
    ("read", "typed", "says"),
    [
        (amount_of, "1.250.000", "“1.250.000” is not an amount of money. Write the amount in"),
        (amount_of, "9" * 16, "more than 15 digits"),
        (lambda text: pence_of(amount_of(text)), "0.001", "0.001 is not a whole number of pence"),
        (lambda text: check_pence(int(text), 200, None), "150", "£1.50 is less than £2"),
        (number_of, "60%", "“60%” is not a number. Write the number alone"),
        (lambda text: whole_of(number_of(text)), "5.5", "5.5 is not a whole number. Round it."),
        (day_of, "31/03/24", "may be read in two ways"),
        (day_of, "03/31/2024", "There is no month 31. .* The day comes first."),
        (day_of, "31/02/2024", "not a day of the calendar: February 2024 has 29 days."),
        (day_of, "13/13/2024", "not a day of the calendar. Write the day"),
        (amount_of, "-£+5", "not an amount of money"),
        (number_of, "+-5", "is not a number"),
    ],
)
def test_what_may_mean_two_things_or_none_is_refused(
    read: Callable[[str], Any], typed: str, says: str
) -> None:
    with pytest.raises(Unreadable, match=says):
        read(typed)


def test_forms_read_values_without_anything_of_excel() -> None:
    root = Path(__file__).parents[4] / "app"
    readers = [*(root / "web/forms").glob("*.py"), *(root / "documents/typed").glob("*.py")]
    assert [file.name for file in readers if "documents.excel" in file.read_text()] == []
