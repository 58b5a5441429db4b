"""The rule language: truth tables, every operator, and what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.conditions import OPERATORS, all_hold, any_holds, evaluate, holds
from rulebook.model import Answer, Condition, Facts, Value, When
from tests.rulebook.rulebooks import asks, compares
from tests.rulebook.strategies import some_facts, some_whens

ALL_OF = """
          yes   no    ?
    yes   yes   no    ?
    no    no    no    no
    ?     ?     no    ?
"""
ANY_OF = """
          yes   no    ?
    yes   yes   yes   yes
    no    yes   no    ?
    ?     yes   ?     ?
"""
ANSWERS: dict[str, Answer] = {"yes": True, "no": False, "?": None}

# Facts that are a definite yes, a definite no and unknown when asked whether they are true.
FACTS: Facts = {"yes": True, "no": False}


def cells(table: str) -> list[tuple[str, str, str]]:
    """Each pair of a truth table and its answer."""
    head, *rows = (line.split() for line in table.strip().splitlines())
    return [(row[0], name, cell) for row in rows for name, cell in zip(head, row[1:], strict=True)]


def test_a_truth_table_holds_every_pair() -> None:
    pairs = {(one, other) for one in ANSWERS for other in ANSWERS}
    assert {cell[:2] for cell in cells(ALL_OF)} == pairs
    assert {cell[:2] for cell in cells(ANY_OF)} == pairs


@pytest.mark.parametrize(("one", "other", "answer"), cells(ALL_OF))
def test_in_all_of_a_definite_no_beats_unknown_and_unknown_beats_yes(
    one: str, other: str, answer: str
) -> None:
    both = When(all_of=(asks(one, "is", True), asks(other, "is", True)))
    assert evaluate(both, FACTS) is ANSWERS[answer]
    assert all_hold([ANSWERS[one], ANSWERS[other]]) is ANSWERS[answer]


@pytest.mark.parametrize(("one", "other", "answer"), cells(ANY_OF))
def test_in_any_of_a_definite_yes_beats_unknown_and_unknown_beats_no(
    one: str, other: str, answer: str
) -> None:
    either = When(any_of=(asks(one, "is", True), asks(other, "is", True)))
    assert evaluate(either, FACTS) is ANSWERS[answer]
    assert any_holds([ANSWERS[one], ANSWERS[other]]) is ANSWERS[answer]


@pytest.mark.parametrize(("one", "other", "answer"), cells(ALL_OF))
def test_all_of_and_any_of_together_must_both_hold(one: str, other: str, answer: str) -> None:
    when = When(all_of=(asks(one, "is", True),), any_of=(asks(other, "is", True),))
    assert evaluate(when, FACTS) is ANSWERS[answer]


def test_without_conditions_all_hold_and_none_of_any_does() -> None:
    assert evaluate(When(), {}) is True
    assert all_hold([]) is True
    assert any_holds([]) is False


RED, RED_OR_BLUE = frozenset({"red"}), frozenset({"red", "blue"})

# What is given, the operator, the right side, the answer, and why the row is here.
OPERATOR_ROWS: list[tuple[Value | None, str, Value, Answer, str]] = [
    (True, "is", True, True, "equal"),
    (False, "is", True, False, "not equal"),
    (None, "is", True, None, "absent"),
    (0, "is", 0, True, "zero is a value, not an absence"),
    (False, "is", False, True, "no is a value, not an absence"),
    ("red", "is_not", "blue", True, "another word"),
    ("red", "is_not", "red", False, "the same word"),
    (None, "is_not", "red", None, "absent is not another word"),
    (5, "at_least", 5, True, "on the threshold"),
    (4, "at_least", 5, False, "one below"),
    (None, "at_least", 0, None, "absent is not zero"),
    (5, "at_most", 5, True, "on the threshold"),
    (6, "at_most", 5, False, "one above"),
    (None, "at_most", 5, None, "absent is not zero"),
    (5, "more_than", 5, False, "on the threshold"),
    (6, "more_than", 5, True, "one above"),
    (None, "more_than", -1, None, "absent is not zero"),
    (5, "less_than", 5, False, "on the threshold"),
    (4, "less_than", 5, True, "one below"),
    (-(2**62), "less_than", 2**62, True, "numbers far apart"),
    (None, "less_than", 1, None, "absent is not zero"),
    ("blue", "one_of", RED_OR_BLUE, True, "in the set"),
    ("green", "one_of", RED_OR_BLUE, False, "not in the set"),
    (None, "one_of", RED_OR_BLUE, None, "absent"),
    (RED_OR_BLUE, "includes_any", RED, True, "one is shared"),
    (RED, "includes_any", frozenset({"blue", "green"}), False, "none is shared"),
    (frozenset(), "includes_any", RED, False, "an empty answer is an answer"),
    (None, "includes_any", RED, None, "absent is not empty"),
    (None, "is_known", True, False, "absent is a definite answer here"),
    (None, "is_known", False, True, "absent is a definite answer here"),
    (False, "is_known", True, True, "no is known"),
    (0, "is_known", False, False, "zero is known"),
    (frozenset(), "is_known", True, True, "an empty answer is known"),
]


@pytest.mark.parametrize(
    ("given", "op", "right", "answer", "why"),
    [pytest.param(*row, id=f"{row[1]}: {row[4]}") for row in OPERATOR_ROWS],
)
def test_each_operator_compares_and_says_when_it_cannot(
    given: Value | None, op: str, right: Value, answer: Answer, why: str
) -> None:
    facts = {} if given is None else {"fact": given}
    assert holds(Condition("fact", op, right), facts) is answer


def test_every_operator_has_a_row_for_a_fact_that_is_absent() -> None:
    assert {op for given, op, *_ in OPERATOR_ROWS if given is None} == set(OPERATORS)


@pytest.mark.parametrize(
    ("facts", "answer", "why"),
    [
        ({"covered": 3, "needed": 3}, False, "equal is not less"),
        ({"covered": 2, "needed": 3}, True, "one less"),
        ({"needed": 3}, None, "the left side is missing"),
        ({"covered": 2}, None, "the right side is missing"),
        ({}, None, "both are missing"),
        ({"covered": 0, "needed": 0}, False, "zero is a value on both sides"),
    ],
)
def test_two_facts_compare_only_when_both_are_known(facts: Facts, answer: Answer, why: str) -> None:
    assert holds(compares("covered", "less_than", "needed"), facts) is answer


@pytest.mark.parametrize("op", sorted(OPERATORS))
def test_an_operator_and_its_contrary_are_said_in_different_words(op: str) -> None:
    assert OPERATORS[op].words
    assert OPERATORS[op].words != OPERATORS[op].negated


@given(some_whens(), some_facts(), st.data())
def test_the_order_of_conditions_does_not_matter(
    when: When, facts: Facts, data: st.DataObject
) -> None:
    shuffled = When(
        tuple(data.draw(st.permutations(when.all_of))),
        tuple(data.draw(st.permutations(when.any_of))),
    )
    assert evaluate(shuffled, facts) is evaluate(when, facts)


@given(some_whens(), some_facts(), some_facts())
def test_to_supply_a_fact_never_turns_a_definite_answer(
    when: When, facts: Facts, more: Facts
) -> None:
    asked_whether_known = {c.fact for c in when.conditions if c.op == "is_known"}
    known = {**more, **facts}
    kept = {id: v for id, v in known.items() if id in facts or id not in asked_whether_known}
    before = evaluate(when, facts)
    assert before is None or evaluate(when, kept) is before
