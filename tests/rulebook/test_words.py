"""Money, dates, counts and facts in plain words."""

from datetime import date

import pytest

from rulebook.model import Choice, FactSpec, Value
from rulebook.words import counted, day_in_words, listed, pounds, value_in_words


@pytest.mark.parametrize(
    ("pence", "words"),
    [
        (0, "£0"),
        (1, "£0.01"),
        (99, "£0.99"),
        (100, "£1"),
        (110, "£1.10"),
        (125_000_000, "£1,250,000"),
        (-1, "-£0.01"),
        (-4050, "-£40.50"),
        (-100_000, "-£1,000"),
    ],
)
def test_pence_are_written_as_pounds(pence: int, words: str) -> None:
    assert pounds(pence) == words


def test_a_date_is_written_with_the_name_of_its_month() -> None:
    assert day_in_words(date(2023, 12, 19)) == "19 December 2023"
    assert day_in_words(date(2024, 3, 1)) == "1 March 2024"


@pytest.mark.parametrize(
    ("items", "last", "words"),
    [
        ([], "and", ""),
        (["a"], "and", "a"),
        (["a", "b"], "and", "a and b"),
        (["a", "b", "c"], "or", "a, b or c"),
    ],
)
def test_several_things_are_listed_in_one_phrase(items: list[str], last: str, words: str) -> None:
    assert listed(iter(items), last) == words


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (1, "years", "1 year"),
        (2, "years", "2 years"),
        (0, "years", "0 years"),
        (1, "answers", "1 answer"),
        (1, "priorities", "1 priority"),
        (1, "people a year", "1 person a year"),
        (1, "people", "1 person"),
        (6000, "people a year", "6,000 people a year"),
        (1, "percent", "1 percent"),
        (1, "loss", "1 loss"),
        (12, "of 25", "12 of 25"),
        (1, "of 25", "1 of 25"),
        (-2, "from -2 to 2", "-2"),
        (1, "from -2 to 2", "1"),
        (7, "", "7"),
    ],
)
def test_a_number_takes_its_unit_in_the_singular_where_it_is_one(
    number: int, unit: str, words: str
) -> None:
    assert counted(number, unit) == words


COLOURS = (Choice("red", "Red"), Choice("blue", "Deep blue"), Choice("clear", "Clear"))


def a_spec(kind: str, unit: str = "") -> FactSpec:
    return FactSpec(
        "fact", "a fact", "", kind, unit, yes="it is so", no="it is not so", choices=COLOURS
    )


@pytest.mark.parametrize(
    ("spec", "value", "words"),
    [
        (a_spec("boolean"), None, "not known"),
        (a_spec("money"), None, "not known"),
        (a_spec("boolean"), True, "it is so"),
        (a_spec("boolean"), False, "it is not so"),
        (a_spec("money", "pence a year"), 25_000_000, "£250,000"),
        (a_spec("money", "pence"), 0, "£0"),
        (a_spec("integer", "years"), 0, "0"),
        (a_spec("integer", "years"), 3, "3 years"),
        (a_spec("integer", "percent"), 12, "12 percent"),
        (a_spec("choice"), "blue", "Deep blue"),
        (a_spec("choice"), "violet", "violet"),
        (a_spec("choices"), frozenset({"clear", "red"}), "Red and Clear"),
        (a_spec("choices"), frozenset(), "none"),
    ],
)
def test_the_value_of_a_fact_is_written_as_a_person_would(
    spec: FactSpec, value: Value | None, words: str
) -> None:
    assert value_in_words(spec, value) == words
