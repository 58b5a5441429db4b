"""The values that are tried stand for all others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.conditions import holds
from rulebook.model import Choice, Condition, Facts, FactSpec, Value
from rulebook.pack import Pack
from rulebook.regions import compared_with, one_of_each_region, values_told_apart
from rulebook.template import Field
from tests.builders import main_pack
from tests.rulebook.rulebooks import WORDS, asks, compares

COMPARISONS = ("is", "is_not", "at_least", "at_most", "more_than", "less_than")
NUMBERS = ("one", "two", "three")


def a_fact(id: str, kind: str, path: str = "") -> FactSpec:
    return FactSpec(id, id, "", kind, choices=tuple(Choice(w, w) for w in WORDS), path=path)


def a_pack(*facts: FactSpec, fields: Sequence[Field] = ()) -> Pack:
    section = replace(main_pack().template.sections[0], fields=tuple(fields))
    template = replace(main_pack().template, sections=(section,))
    return replace(main_pack(), facts={spec.id: spec for spec in facts}, template=template)


def seen_alike(conditions: Sequence[Condition], one: Facts, other: Facts) -> bool:
    return [holds(c, one) for c in conditions] == [holds(c, other) for c in conditions]


def is_stood_for(
    conditions: Sequence[Condition], tried: Mapping[str, Sequence[Value]], facts: Facts
) -> bool:
    """Whether some facts that are tried get the same answers."""
    return any(
        seen_alike(conditions, facts, dict(zip(tried, values, strict=True)))
        for values in product(*tried.values())
    )


THREE = a_pack(*(a_fact(id, "integer") for id in NUMBERS))
THRESHOLDS = st.builds(
    asks, st.sampled_from(NUMBERS), st.sampled_from(COMPARISONS), st.sampled_from([0, 2, 3, 9])
)
PAIRS = st.builds(
    compares, st.sampled_from(NUMBERS), st.sampled_from(COMPARISONS), st.sampled_from(NUMBERS)
)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(THRESHOLDS | PAIRS, min_size=1, max_size=5),
    st.fixed_dictionaries({id: st.integers(0, 15) for id in NUMBERS}),
)
def test_any_three_numbers_get_the_answers_of_some_that_are_tried(
    conditions: list[Condition], facts: dict[str, int]
) -> None:
    tried = values_told_apart(THREE, conditions)
    assert is_stood_for(conditions, tried, {id: facts[id] for id in tried})


@settings(deadline=None, max_examples=200)
@given(
    st.lists(PAIRS, min_size=1, max_size=4),
    st.fixed_dictionaries({id: st.integers(0, 15) for id in NUMBERS}),
    st.integers(0, 15),
)
def test_numbers_that_stay_as_they_are_are_stood_for_by_themselves(
    conditions: list[Condition], facts: dict[str, int], present: int
) -> None:
    tried = dict(values_told_apart(THREE, conditions, {"one": present}))
    kept = {**tried, "one": (present,)} if "one" in tried else tried
    assert is_stood_for(conditions, kept, {**{id: facts[id] for id in tried}, "one": present})


SETS = st.frozensets(st.sampled_from(WORDS), min_size=1)


@given(st.lists(SETS, min_size=1, max_size=4), st.frozensets(st.sampled_from(WORDS)))
def test_any_set_overlaps_as_one_that_is_tried(
    asked: list[frozenset[str]], given_set: frozenset[str]
) -> None:
    conditions = [asks("words", "includes_any", wanted) for wanted in asked]
    tried = values_told_apart(a_pack(a_fact("words", "choices")), conditions)
    assert is_stood_for(conditions, tried, {"words": given_set})


@pytest.mark.parametrize(
    ("rest", "tried", "why"),
    [
        ({}, {"red", "green", "blue", "red green"}, "choices are joined where that tells"),
        ({"may_be_empty": True}, {"red", "green", "blue", "red green", ""}, "none may be chosen"),
        ({"exclusive": "green"}, {"red", "green", "blue"}, "one of them stands alone"),
        ({"max_items": 1}, {"red", "green", "blue"}, "one may be chosen at most"),
    ],
)
def test_only_sets_that_the_template_allows_are_tried(
    rest: dict[str, bool | str | int], tried: set[str], why: str
) -> None:
    field = Field("words", "Words", "choices", "submit", **rest)  # type: ignore[arg-type]
    conditions = [asks("words", "includes_any", frozenset({w})) for w in ("red", "green")]
    pack = a_pack(a_fact("words", "choices", path="words"), fields=[field])
    found = values_told_apart(pack, conditions)["words"]
    names = {" ".join(w for w in WORDS if w in one) for one in found if isinstance(one, frozenset)}
    assert names == tried, why


@pytest.mark.parametrize(
    ("kind", "ends", "values"),
    [
        ("integer", None, (0, 1)),
        ("money", None, (-1, 0, 1)),
        ("integer", (None, None), (-1, 0, 1)),
        ("integer", (-1, 4), (-1, 0, 1, 3, 4)),
        ("money", (0, None), (0, 1)),
    ],
)
def test_only_numbers_that_a_fact_can_be_are_tried(
    kind: str, ends: tuple[int | None, int | None] | None, values: tuple[int, ...]
) -> None:
    """A count that is derived is never below 0; an answer has the ends of its field."""
    fields = []
    if ends:
        fields = [Field("one", "One", kind, "submit", minimum=ends[0], maximum=ends[1])]
    pack = a_pack(a_fact("one", kind, path="one" if ends else ""), fields=fields)
    assert values_told_apart(pack, [asks("one", "at_least", 0)])["one"] == values


@pytest.mark.parametrize(("kind", "values"), [("boolean", (True, False)), ("choice", WORDS)])
def test_all_words_are_tried(kind: str, values: tuple[Value, ...]) -> None:
    found = values_told_apart(a_pack(a_fact("one", kind)), [asks("one", "is_known", True)])
    assert found == {"one": values}


def test_only_facts_that_are_asked_about_are_tried() -> None:
    found = values_told_apart(THREE, [asks("one", "at_least", 1), asks("R1", "is", True)])
    assert list(found) == ["one"]


def test_facts_are_linked_through_others() -> None:
    conditions = [compares("one", "at_least", "two"), compares("three", "is", "two")]
    assert compared_with(conditions, "one") == {"one", "two", "three"}
    assert compared_with(conditions[:1], "three") == {"three"}


def test_the_first_value_of_each_region_stands_for_it() -> None:
    conditions = [asks("one", "at_least", 2), asks("one", "is_not", 5)]
    assert one_of_each_region(conditions, "one", (4, 3, 1, 5, 0, 6)) == (4, 1, 5)


def test_a_number_beside_itself_has_one_region() -> None:
    assert one_of_each_region([compares("one", "at_most", "one")], "one", (0, 1, 2)) == (0,)


def test_all_values_are_kept_where_other_facts_are_compared() -> None:
    conditions = [compares("one", "at_most", "two")]
    assert one_of_each_region(conditions, "one", (0, 1, 2)) == (0, 1, 2)
