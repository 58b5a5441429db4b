"""Compiled conditions: they give the same answers as conditions read one by one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.compile import Book, book_for, compile_conditions
from rulebook.conditions import evaluate
from rulebook.model import Answer, Condition, Facts, Rule, When
from tests.builders import main_pack
from tests.rulebook.rulebooks import a_rule, asks, compares
from tests.rulebook.strategies import pack_facts, some_facts, some_whens

NAMES = ("first", "second", "third", "fourth")
DAY = date(2023, 12, 1)


@st.composite
def some_questions(draw: st.DrawFn) -> list[tuple[str, When]]:
    """Up to four named questions, each of which may ask what the ones before it found."""
    count = draw(st.integers(1, len(NAMES)))
    return [(name, draw(some_whens(*NAMES[:n]))) for n, name in enumerate(NAMES[:count])]


def read_one_by_one(questions: Sequence[tuple[str, When]], facts: Facts) -> tuple[Answer, ...]:
    """The answers by `evaluate`, each a fact for the questions that follow."""
    known, answers = dict(facts), []
    for name, when in questions:
        answer = evaluate(when, known)
        answers.append(answer)
        if answer is not None:
            known[name] = answer
    return tuple(answers)


def a_book(*rules: Rule, day: date = DAY) -> Book:
    return book_for(replace(main_pack(), rules=rules), day)


@settings(max_examples=400, deadline=None)
@given(some_questions(), some_facts())
def test_compiled_conditions_answer_as_conditions_read_one_by_one(
    questions: list[tuple[str, When]], facts: Facts
) -> None:
    assert compile_conditions(questions)(facts) == read_one_by_one(questions, facts)


@settings(deadline=None)
@given(pack_facts(main_pack()))
def test_the_book_of_the_pack_answers_as_its_rules_read_one_by_one(facts: Facts) -> None:
    book = book_for(main_pack(), DAY)
    questions = [(rule.id, rule.when) for rule in book.rules]
    assert book.evaluate(facts) == read_one_by_one(questions, facts)


@pytest.mark.parametrize(
    ("beds", "finding", "follows", "why"),
    [
        (3, True, True, "what was found is a fact for the rules after it"),
        (0, False, False, "so is that it was not found"),
        (None, None, None, "what is not known is not known to them either"),
    ],
)
def test_a_rule_may_ask_what_an_earlier_one_found(
    beds: int | None, finding: Answer, follows: Answer, why: str
) -> None:
    book = a_book(
        a_rule("earlier", asks("beds", "at_least", 1)), a_rule("later", asks("earlier", "is", True))
    )
    facts = {} if beds is None else {"beds": beds}
    assert book.answer(facts) == {"earlier": finding, "later": follows}


def test_what_a_rule_finds_stands_before_a_fact_of_the_same_name() -> None:
    questions = [
        ("found", When((asks("beds", "at_least", 1),))),
        ("", When((asks("found", "is", True),))),
    ]
    assert compile_conditions(questions)({"beds": 0, "found": True}) == (False, False)


def test_questions_without_a_name_or_conditions_compile() -> None:
    assert compile_conditions([])({}) == ()
    assert compile_conditions([("", When())])({}) == (True,)
    twice = [("", When((asks("beds", "is", 0),))), ("", When((asks("beds", "is", 1),)))]
    assert compile_conditions(twice)({"beds": 1}) == (False, True)


@pytest.mark.parametrize(
    "text", ["it's", 'say "no"', "a\nb = 1", "\\", "{0}", "f0) or (True", "—", "#"]
)
def test_text_enters_the_compiled_code_as_text_only(text: str) -> None:
    condition = Condition(text, "is", text)
    members = Condition("word", "one_of", frozenset({text}))
    evaluate_both = compile_conditions([("", When((condition,))), (text, When((members,)))])
    assert evaluate_both({text: text, "word": text}) == (True, True)
    assert evaluate_both({text: "other", "word": "other"}) == (False, False)


def test_each_side_of_a_comparison_may_be_missing() -> None:
    compiled = compile_conditions([("", When((compares("beds", "less_than", "wards"),)))])
    assert compiled({"beds": 1}) == (None,)
    assert compiled({"wards": 1}) == (None,)
    assert compiled({"beds": 0, "wards": 1}) == (True,)


FIRST, LAST = date(2024, 4, 1), date(2024, 6, 30)


@pytest.mark.parametrize(
    ("day", "is_in", "why"),
    [
        (date(2024, 3, 31), False, "the day before the first"),
        (FIRST, True, "the first day counts"),
        (LAST, True, "the last day counts"),
        (date(2024, 7, 1), False, "the day after the last"),
    ],
)
def test_a_rule_is_in_the_book_on_the_days_when_it_is_in_force(
    day: date, is_in: bool, why: str
) -> None:
    rule = replace(a_rule("spring"), in_force_from=FIRST, in_force_until=LAST)
    assert [rule.id for rule in a_book(rule, day=day).rules] == (["spring"] if is_in else [])


def test_a_rule_without_a_last_day_stays_in_the_book() -> None:
    rule = replace(a_rule("for good"), in_force_from=FIRST)
    assert a_book(rule, day=date(2099, 1, 1)).rules == (rule,)


def test_what_a_rule_out_of_force_would_find_is_not_known() -> None:
    past = replace(a_rule("past", asks("beds", "is", 1)), in_force_until=date(2021, 1, 1))
    book = a_book(past, a_rule("now", asks("past", "is", True)))
    assert book.answer({"beds": 1}) == {"now": None}


def test_answers_come_in_the_order_of_the_rulebook() -> None:
    rules = [a_rule(id, asks("beds", "is", n)) for n, id in enumerate(("z", "a", "m"))]
    book = a_book(*rules)
    assert book.evaluate({"beds": 1}) == (False, True, False)
    assert list(book.answer({"beds": 1})) == ["z", "a", "m"]
