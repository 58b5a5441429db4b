"""The strict fields: what each takes, what it gives, and what it says of everything else."""

import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from rulebook.fields import (
    Confirmed,
    Day,
    FinancialYear,
    Flag,
    Number,
    OneOf,
    Pence,
    SomeOf,
    Strict,
    Text,
    Whole,
)

TEXT = Text(max_length=20)
CODE = Text(pattern="[A-Z]{2}-[0-9]{3}", form="Give two letters and three digits.")
WHOLE = Whole(minimum=-2, maximum=2)
PENCE = Pence(minimum=0, maximum=1_000_000)
NUMBER = Number(decimals=2, minimum=0, maximum=100)
FRUIT = {"apple": "Apple", "pear": "Pear", "plum": "Plum of Kent", "none": "None"}
ONE = OneOf(labels=FRUIT)
LISTED = OneOf(labels=FRUIT, list_name="fruit")
SOME = SomeOf(labels=FRUIT, exclusive="none")
PLACES = OneOf(labels={f"E{n:08}": f"Place {n}" for n in range(40)} | {"E9": "Liverpool"})


@pytest.mark.parametrize(
    ("field", "given", "read"),
    [
        (TEXT, "a", "a"),
        (TEXT, "x" * 20, "x" * 20),
        (TEXT, " line\n\ttwo ", " line\n\ttwo "),
        (TEXT, "\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        (TEXT, "שלום, ẏ̃ 👩‍👩‍👦", "שלום, ẏ̃ 👩‍👩‍👦"),
        (CODE, "AB-123", "AB-123"),
        (WHOLE, -2, -2),
        (WHOLE, 2, 2),
        (WHOLE, Decimal("2.0"), 2),
        (WHOLE, 2.0, 2),
        (PENCE, 0, 0),
        (PENCE, Decimal("5.0"), 5),
        (PENCE, Decimal("1E+5"), 100_000),
        (NUMBER, 5, Decimal(5)),
        (NUMBER, Decimal("99.99"), Decimal("99.99")),
        (NUMBER, Decimal("1.500"), Decimal("1.5")),
        (NUMBER, 0.1, Decimal("0.1")),
        (Flag(), True, True),
        (Flag(), False, False),
        (Confirmed(), True, True),
        (Day(), "2024-02-29", date(2024, 2, 29)),
        (Day(), "1900-01-01", date(1900, 1, 1)),
        (FinancialYear(), "2024-25", "2024-25"),
        (FinancialYear(), "2099-00", "2099-00"),
        (ONE, "pear", "pear"),
        (SOME, [], ()),
        (SOME, ["pear", "apple"], ("pear", "apple")),
        (SOME, ["none"], ("none",)),
    ],
)
def test_a_right_value_is_read_as_its_type(field: Strict, given: Any, read: Any) -> None:
    value = field.deserialize(given)
    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        (TEXT, None, "This is empty. Give a value, or leave the field out."),
        (TEXT, 5, "This must be text, in quotes; it is a number."),
        (TEXT, True, "This must be text, in quotes; it is true or false."),
        (TEXT, ["a"], "This must be text, in quotes; it is a list."),
        (TEXT, {"a": 1}, "This must be text, in quotes; it is a group of fields."),
        (TEXT, "", "This is blank. Give an answer, or leave the field out."),
        (TEXT, " \n\t", "This is blank. Give an answer, or leave the field out."),
        (TEXT, "\u200b\u2060", "This is blank. Give an answer, or leave the field out."),
        (TEXT, "x" * 21, "This has 21 characters; at most 20 are allowed. Shorten it."),
        (TEXT, "a\x00b", "This holds characters that cannot be printed. Remove them."),
        (TEXT, "a\x1b[2J", "This holds characters that cannot be printed. Remove them."),
        (TEXT, "a\x9b", "This holds characters that cannot be printed. Remove them."),
        (TEXT, "a\u202eb", "This holds hidden signs that turn the text round. Remove them."),
        (TEXT, "a\ud800", "This holds half a character. Type it again."),
        (CODE, "ab-123", ("ab-123 does not have the expected form. "
         "Give two letters and three digits.")),
        (CODE, "AB-123\n", ("AB-123  does not have the expected form. "
         "Give two letters and three digits.")),
        (WHOLE, True, "This must be a whole number; it is true or false."),
        (WHOLE, "2", "This must be a whole number; it is the text “2”."),
        (WHOLE, None, "This is empty. Give a value, or leave the field out."),
        (WHOLE, Decimal("1.5"), "This must be a whole number; it is 1.5."),
        (WHOLE, 1.5, "This must be a whole number; it is 1.5."),
        (WHOLE, 3, "3 is more than 2, the most that is allowed."),
        (WHOLE, -3, "-3 is less than -2, the least that is allowed."),
        (WHOLE, Decimal("2.1"), "2.1 is more than 2, the most that is allowed."),
        (WHOLE, Decimal("1E+9"), "This is more than 2, the most that is allowed."),
        (Pence(minimum=0), Decimal("-1E-999999"), ("This is less than 0, "
         "the least that is allowed.")),
        (WHOLE, 10**30, "This is more than 2, the most that is allowed."),
        (WHOLE, Decimal("NaN"), "This must be a number that can be written out."),
        (WHOLE, float("inf"), "This must be a number that can be written out."),
        (Whole(), 10**16, ("10,000,000,000,000,000 is more than 1,000,000,000,000,000, "
         "the most that is allowed.")),
        (Whole(), -(10**16), ("-10,000,000,000,000,000 is less than -1,000,000,000,000,000, "
         "the least that is allowed.")),
        (PENCE, "5", ("This must be a whole number; it is the text “5”. "
         "Money is given in whole pence: £12.50 is 1250.")),
        (WHOLE, "2%", "This must be a whole number; it is the text “2%”. Write 2."),
        (WHOLE, "1,200", "This must be a whole number; it is the text “1,200”. Write 1200."),
        (WHOLE, "2.5%", "This must be a whole number; it is the text “2.5%”."),
        (WHOLE, "2 or 3", "This must be a whole number; it is the text “2 or 3”."),
        (NUMBER, "102%", "This must be a number; it is the text “102%”. Write 102."),
        (NUMBER, " 1.5 %", "This must be a number; it is the text “ 1.5 %”. Write 1.5."),
        (NUMBER, "12,34", "This must be a number; it is the text “12,34”."),
        (PENCE, Decimal("12.5"), ("This must be a whole number; it is 12.5. "
         "Money is given in whole pence: £12.50 is 1250.")),
        (PENCE, Decimal("12.505"), ("This must be a whole number; it is 12.505. "
         "Money is given in whole pence: £12.50 is 1250.")),
        (PENCE, Decimal("12.50"), ("Money is given in whole pence, without a point: "
         "£12.50 is 1250.")),
        (PENCE, Decimal("3100.00"), ("Money is given in whole pence, without a point: "
         "£3,100.00 is 310000.")),
        (PENCE, Decimal("5.000"), ("Money is given in whole pence, without a point: "
         "£5.00 is 500.")),
        (Pence(), Decimal("-3100.00"), ("Money is given in whole pence, without a point: "
         "-£3,100.00 is -310000.")),
        (PENCE, "5%", ("This must be a whole number; it is the text “5%”. "
         "Money is given in whole pence: £12.50 is 1250.")),
        (PENCE, False, ("This must be a whole number; it is true or false. "
         "Money is given in whole pence: £12.50 is 1250.")),
        (PENCE, -1, "-1 is less than 0, the least that is allowed."),
        (PENCE, 1_000_001, "1,000,001 is more than 1,000,000, the most that is allowed."),
        (NUMBER, "5", "This must be a number; it is the text “5”."),
        (NUMBER, True, "This must be a number; it is true or false."),
        (NUMBER, Decimal("0.001"), "This has more than 2 decimal places. Round it."),
        (NUMBER, Decimal("100.01"), "100.01 is more than 100, the most that is allowed."),
        (NUMBER, Decimal("Infinity"), "This must be a number that can be written out."),
        (NUMBER, Decimal("sNaN"), "This must be a number that can be written out."),
        (Flag(), "yes", "This must be true or false; it is the text “yes”."),
        (Flag(), 1, "This must be true or false; it is a number."),
        (Confirmed(), False, "This must be confirmed. Set it to true once it is so."),
        (Confirmed(), "true", "This must be true or false; it is the text “true”."),
        (Day(), "2023-02-29", "2023-02-29 is not a day of the calendar. Check it."),
        (Day(), "2024-13-01", "2024-13-01 is not a day of the calendar. Check it."),
        (Day(), "0024-03-31", "0024-03-31 is not between 1900 and 2199. Check it."),
        (Day(), "31/03/2024", ("31/03/2024 is not a date such as 2024-03-31. "
         "Write 2024-03-31.")),
        (Day(), "1/4/2024", "1/4/2024 is not a date such as 2024-03-31. Write 2024-04-01."),
        (Day(), "04/13/2024", "04/13/2024 is not a date such as 2024-03-31."),
        (Day(), "01/04/24", "01/04/24 is not a date such as 2024-03-31."),
        (Day(), "01/04/0000", "01/04/0000 is not a date such as 2024-03-31."),
        (Day(), "2024-3-31", "2024-3-31 is not a date such as 2024-03-31."),
        (Day(), "20240331", "20240331 is not a date such as 2024-03-31."),
        (Day(), "2024-03-31T00:00", "2024-03-31T00:00 is not a date such as 2024-03-31."),
        (Day(), "٢٠٢٤-٠٣-٣١", "٢٠٢٤-٠٣-٣١ is not a date such as 2024-03-31."),
        (Day(), 20240331, "This must be a date such as 2024-03-31; it is a number."),
        (FinancialYear(), "2024-26", "2024-26 is not a financial year such as 2024-25."),
        (FinancialYear(), "2024/25", "2024/25 is not a financial year such as 2024-25."),
        (FinancialYear(), "2024-2025", "2024-2025 is not a financial year such as 2024-25."),
        (FinancialYear(), "1999-00", "1999-00 is not a financial year such as 2024-25."),
        (FinancialYear(), 2024, "This must be a financial year such as 2024-25; it is a number."),
        (ONE, "apples", "apples is not one of the choices. Did you mean apple?"),
        (ONE, "Pear", "Pear is not one of the choices. Did you mean pear?"),
        (ONE, "Plum of Kent", ("Plum of Kent is not one of the choices. "
         "Did you mean plum (Plum of Kent)?")),
        (ONE, "x", "x is not one of the choices. Choose one of: apple, pear, plum, none."),
        (ONE, 1, "This must be one of the choices; it is a number."),
        (ONE, True, "This must be one of the choices; it is true or false."),
        (PLACES, "liverpool", ("liverpool is not one of the choices. "
         "Did you mean E9 (Liverpool)?")),
        (PLACES, "Liverpol", ("Liverpol is not one of the choices. "
         "Did you mean E9 (Liverpool)?")),
        (PLACES, "??", "?? is not one of the choices. Look it up in the list of this field."),
        (LISTED, "??", "?? is not in the list fruit."),
        (LISTED, "PLUMS", "PLUMS is not in the list fruit. Did you mean plum (Plum of Kent)?"),
        (SOME, "pear", "This must be a list of choices; it is the text “pear”."),
        (SOME, {"pear": 1}, "This must be a list of choices; it is a group of fields."),
        (SOME, ["none", "pear"], "none stands alone. Remove it or the others."),
        (SOME, ["pear"] * 5, "This has 5 choices; at most 4 may be given. Leave some out."),
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_is_wrong_and_what_to_do(
    field: Strict, given: Any, message: str
) -> None:
    with pytest.raises(ValidationError, match=r".") as refusal:
        field.deserialize(given)
    assert refusal.value.messages == [message]


def test_each_wrong_choice_of_several_is_told_at_its_own_place() -> None:
    with pytest.raises(ValidationError, match=r".") as refusal:
        SOME.deserialize(["pear", "aple", 5, "pear"])
    assert refusal.value.messages == {
        1: ["aple is not one of the choices. Did you mean apple?"],
        2: ["This must be one of the choices; it is a number."],
        3: ["pear is given twice. Give it once."],
    }


def test_each_of_several_choices_of_a_list_names_the_list() -> None:
    with pytest.raises(ValidationError, match=r".") as refusal:
        SomeOf(labels=FRUIT, list_name="fruit").deserialize(["??"])
    assert refusal.value.messages == {0: ["?? is not in the list fruit."]}


@pytest.mark.parametrize(
    "field", [TEXT, CODE, WHOLE, PENCE, NUMBER, Flag(), Day(), FinancialYear(), ONE, PLACES]
)
def test_five_megabytes_are_refused_at_once_and_in_few_words(field: Strict) -> None:
    given = "x" * 5_000_000
    begun = time.process_time()
    with pytest.raises(ValidationError, match=r".") as refusal:
        field.deserialize(given)
    assert time.process_time() - begun < 0.5
    assert len(refusal.value.messages[0]) < 200


@settings(deadline=None)
@given(st.integers(-(10**15), 10**15))
def test_pence_come_out_as_they_went_in(amount: int) -> None:
    assert Pence().deserialize(amount) == amount
    assert Pence().deserialize(Decimal(amount)) == amount


@settings(deadline=None)
@given(st.decimals(0, 100, places=2))
def test_a_decimal_comes_out_as_it_went_in(number: Decimal) -> None:
    assert NUMBER.deserialize(number) == number


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read(day: date) -> None:
    assert Day().deserialize(day.isoformat()) == day


@settings(deadline=None)
@given(st.integers(2000, 2099))
def test_a_financial_year_names_two_years_that_follow_each_other(year: int) -> None:
    assert FinancialYear().deserialize(f"{year}-{(year + 1) % 100:02}")
    with pytest.raises(ValidationError, match="is not a financial year"):
        FinancialYear().deserialize(f"{year}-{(year + 2) % 100:02}")


@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_decimal_survives_a_reader_of_json_that_knows_only_floats(number: Decimal) -> None:
    assert Number(decimals=6).deserialize(float(number)) == number
