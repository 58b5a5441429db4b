"""The engine and the compiled rules find the same, whatever is asked and whatever is missing."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.compile import book_for
from rulebook.conditions import NUMBERS, OPERATORS, evaluate
from rulebook.engine import engine_for
from rulebook.model import Condition, Facts, FactSpec, Rule, When
from tests.builders import main_pack
from tests.depth import times
from tests.rulebook.rulebooks import (
    SPECS,
    VALUES,
    WORDS,
    a_rule,
    an_engine,
    asks,
    compares,
    expected,
)

DAY = date(2025, 10, 1)
COMPARISONS = ("is", "is_not", "at_least", "at_most", "more_than", "less_than")

EVERY_KIND_OF_CONDITION = [
    *(asks("beds", op, 0) for op in COMPARISONS),
    *(asks("cost_pence", op, 100) for op in COMPARISONS),
    *(compares("beds", op, "wards") for op in COMPARISONS),
    *(compares("beds", op, "beds") for op in COMPARISONS),
    *(asks("is_new", op, value) for op in ("is", "is_not") for value in (True, False)),
    *(asks("colour", op, "red") for op in ("is", "is_not")),
    asks("colour", "one_of", frozenset({"red"})),
    asks("colour", "one_of", frozenset({"red", "blue"})),
    asks("colours", "includes_any", frozenset({"red"})),
    asks("colours", "includes_any", frozenset({"red", "green"})),
    *(asks(fact, "is_known", value) for fact in SPECS for value in (True, False)),
]


def named(condition: Condition) -> str:
    right = condition.other_fact or condition.value
    shown = sorted(right) if isinstance(right, frozenset) else right
    return f"{condition.fact} {condition.op} {shown}"


def followers(rule: Rule) -> list[Rule]:
    """Rules of a later phase: every question that can be asked about what a rule found."""
    questions = {
        "found": asks(rule.id, "is", True),
        "denied": asks(rule.id, "is", False),
        "not_found": asks(rule.id, "is_not", True),
        "not_denied": asks(rule.id, "is_not", False),
        "settled": asks(rule.id, "is_known", True),
        "open": asks(rule.id, "is_known", False),
    }
    return [a_rule(id, question, phase="second") for id, question in questions.items()]


def test_the_table_below_covers_every_operator() -> None:
    assert {condition.op for condition in EVERY_KIND_OF_CONDITION} == set(OPERATORS)


@pytest.mark.parametrize("condition", EVERY_KIND_OF_CONDITION, ids=named)
def test_each_condition_and_what_is_asked_of_its_finding_for_all_values_and_none(
    condition: Condition,
) -> None:
    rule = a_rule("asked", condition)
    rules = [rule, *followers(rule)]
    engine = an_engine(*rules)
    ids = [condition.fact, *([condition.other_fact] if condition.other_fact else [])]
    for values in product(*((None, *VALUES[id]) for id in ids)):
        facts = {id: value for id, value in zip(ids, values, strict=True) if value is not None}
        assert engine.matched(facts) == expected(rules, facts), facts
        assert ("asked" in engine.matched(facts)) == (evaluate(rule.when, facts) is True)


# Rulebooks of three phases, in which any rule may ask about any finding of an earlier phase.

KNOWN = st.builds(asks, st.sampled_from(sorted(SPECS)), st.just("is_known"), st.booleans())
NUMBER = st.builds(
    asks, st.sampled_from(["beds", "wards"]), st.sampled_from(COMPARISONS), st.integers(-1, 1)
)
OTHER = st.builds(
    compares,
    st.sampled_from(["beds", "wards"]),
    st.sampled_from(COMPARISONS),
    st.sampled_from(["beds", "wards"]),
)
SETS = st.frozensets(st.sampled_from(WORDS), min_size=1)
CONDITIONS = st.one_of(
    KNOWN,
    NUMBER,
    OTHER,
    st.builds(asks, st.just("colour"), st.just("one_of"), SETS),
    st.builds(asks, st.just("colours"), st.just("includes_any"), SETS),
    st.builds(asks, st.just("colour"), st.sampled_from(["is", "is_not"]), st.sampled_from(WORDS)),
    st.builds(
        asks,
        st.sampled_from(["is_new", "is_open"]),
        st.sampled_from(["is", "is_not"]),
        st.booleans(),
    ),
)


@st.composite
def rulebooks(draw: st.DrawFn) -> list[Rule]:
    rules: list[Rule] = []
    for phase in ("first", "second", "third"):
        conditions = CONDITIONS
        if rules:
            findings = st.builds(
                asks,
                st.sampled_from([rule.id for rule in rules]),
                st.sampled_from(["is", "is_not", "is_known"]),
                st.booleans(),
            )
            conditions = conditions | findings
        for number in range(draw(st.integers(1, 3))):
            all_of = draw(st.lists(conditions, max_size=3))
            any_of = draw(st.lists(conditions, min_size=0 if all_of else 1, max_size=3))
            rules += [a_rule(f"{phase}{number}", *all_of, any_of=any_of, phase=phase)]
    return rules


def some(values: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Facts]:
    """Facts of which any may be missing."""
    return st.fixed_dictionaries({}, optional=values)


SMALL_FACTS = some({id: st.sampled_from(list(values)) for id, values in VALUES.items()})


@settings(deadline=None, max_examples=times(75))
@given(rulebooks(), st.lists(SMALL_FACTS, min_size=5, max_size=15))
def test_any_rulebook_finds_the_same_by_both(rules: list[Rule], schemes: list[Facts]) -> None:
    engine = an_engine(*rules)
    for facts in schemes:
        assert engine.matched(facts) == expected(rules, facts)


# The whole pack. Values lie on the thresholds of its rules and one step to either side.

BOOK = book_for(main_pack(), DAY)
ASKED = {condition for rule in BOOK.rules for condition in rule.when.conditions}


def values_of(spec: FactSpec) -> st.SearchStrategy[Any]:
    words = [choice.id for choice in spec.choices]
    if spec.type == "boolean":
        return st.booleans()
    if spec.type in NUMBERS:
        edges = {c.value for c in ASKED if c.fact == spec.id and isinstance(c.value, int)} | {0}
        return st.sampled_from(sorted({edge + step for edge in edges for step in (-1, 0, 1)}))
    if spec.type == "choice":
        return st.sampled_from(words)
    return st.frozensets(st.sampled_from(words), max_size=3)


READ = When(tuple(ASKED)).facts
PACK_FACTS = some({id: values_of(spec) for id, spec in main_pack().facts.items() if id in READ})


@settings(deadline=None, max_examples=times(1000))
@given(PACK_FACTS)
def test_the_pack_finds_the_same_by_both(facts: Facts) -> None:
    matched = engine_for(main_pack(), DAY).matched(facts)
    assert matched == tuple(id for id, answer in BOOK.answer(facts).items() if answer)
