"""The nearest change is the smallest there is: checked against trying every set of changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.conditions import NUMBERS
from rulebook.model import Condition, Facts, FactSpec, Rule, Value
from rulebook.nearest import NearestChange, nearest_changes
from rulebook.pack import Pack
from tests.depth import times
from tests.rulebook.nearest_goals import (
    DIRECTIONS,
    GIVES,
    KINDS,
    WORDS,
    a_fact,
    a_pack,
    classified,
    is_declared,
    proposed,
    reaches,
)
from tests.rulebook.rulebooks import a_rule, asks, compares


def all_values(spec: FactSpec) -> list[Value]:
    """Every value that could matter where all thresholds and present numbers are from 0 to 3."""
    if spec.type in NUMBERS:
        return list(range(0 if spec.type == "integer" else -3, 7))
    if spec.type == "boolean":
        return [True, False]
    if spec.type == "choice":
        return list(WORDS)
    return [frozenset(some) for size in range(4) for some in combinations(WORDS, size)]


def every_set(pack: Pack, facts: Facts) -> Iterator[dict[str, Value]]:
    """Every set of changes that a team may make, with the changes as they may be."""
    options = [
        [None, *(v for v in all_values(spec) if is_declared(spec, facts.get(id), v))]
        for id, spec in pack.facts.items()
    ]
    for values in product(*options):
        yield {id: v for id, v in zip(pack.facts, values, strict=True) if v is not None}


Cost = tuple[int, int]
"""How many changes, and how many of them are of facts that are known."""


def cost(changes: Mapping[str, Value], facts: Facts) -> Cost:
    return len(changes), sum(id in facts for id in changes)


def cheapest(pack: Pack, facts: Facts, goals: Sequence[NearestChange]) -> dict[int, Cost]:
    """The least cost of reaching each goal that can be reached, by its place."""
    best: dict[int, Cost] = {}
    for changes in every_set(pack, facts):
        price = cost(changes, facts)
        if all(number in best and best[number] <= price for number in range(len(goals))):
            continue
        after = classified(pack, {**facts, **changes})
        for number, goal in enumerate(goals):
            if reaches(goal, after):
                best[number] = min(price, best.get(number, price))
    return best


@dataclass(frozen=True, repr=False)
class Case:
    """A pack, shown by what matters in it, and the facts of a scheme."""

    specs: Sequence[FactSpec]
    rules: Sequence[Rule]
    facts: Facts

    @property
    def pack(self) -> Pack:
        return a_pack(self.specs, self.rules)

    def __repr__(self) -> str:
        changes = {spec.id: tuple(spec.changes) for spec in self.specs}
        rules = [(rule.id, rule.when, rule.then) for rule in self.rules]
        return f"Case({changes}, {rules}, {self.facts})"


def conditions(facts: Sequence[str], earlier: Sequence[str]) -> st.SearchStrategy[Condition]:
    """Any condition over some facts, and over the findings of earlier rules."""
    numbers = [id for id in facts if KINDS[id] in NUMBERS]
    compared = [
        compares(one, op, other)
        for one in numbers
        for other in numbers
        for op in COMPARISONS
        if KINDS[one] == KINDS[other]
    ]
    plain = [asks(id, op, value) for id in facts for op, value in ASKED[KINDS[id]]]
    findings = [asks(id, op, value) for id in earlier for op, value in ASKED["boolean"]]
    pools = [st.sampled_from(pool) for pool in (compared, plain, findings) if pool]
    return st.one_of(pools)


COMPARISONS = ("is", "is_not", "at_least", "at_most", "more_than", "less_than")
KNOWN: list[tuple[str, Value]] = [("is_known", True), ("is_known", False)]
ASKED: dict[str, list[tuple[str, Value]]] = {
    "integer": [*KNOWN, *((op, value) for op in COMPARISONS for value in (0, 1, 3))],
    "money": [*KNOWN, *((op, value) for op in COMPARISONS for value in (0, 3))],
    "boolean": [*KNOWN, ("is", True), ("is", False), ("is_not", True)],
    "choice": [
        *KNOWN,
        *((op, word) for op in ("is", "is_not") for word in WORDS),
        ("one_of", frozenset({"red", "blue"})),
    ],
    "choices": [
        *KNOWN,
        *(("includes_any", frozenset(some)) for n in (1, 2) for some in combinations(WORDS, n)),
    ],
}


@st.composite
def cases(draw: st.DrawFn, ids: Sequence[str]) -> Case:
    """A rulebook over some facts, whose rules may ask about earlier ones, and a scheme."""
    facts = [
        a_fact(id, *draw(st.lists(st.sampled_from(DIRECTIONS[KINDS[id]]), unique=True)))
        for id in ids
    ]
    rules: list[Rule] = []
    for number in range(draw(st.integers(1, 5))):
        some = conditions(ids, [rule.id for rule in rules])
        all_of = draw(st.lists(some, max_size=3))
        any_of = draw(st.lists(some, min_size=0 if all_of else 1, max_size=3))
        rule = a_rule(f"R{number}", *all_of, any_of=any_of)
        rules.append(replace(rule, then=draw(st.sampled_from(GIVES))))
    present = {
        id: st.integers(0, 3) if KINDS[id] in NUMBERS else st.sampled_from(all_values(spec))
        for id, spec in zip(ids, facts, strict=True)
    }
    known = draw(st.fixed_dictionaries({}, optional=present))
    return Case(facts, rules, known)


MIXED = ("beds", "wards", "is_new", "colour", "colours")
ORDERED = ("beds", "wards", "halls")
APART = ("cost_pence", "beds", "is_new", "is_open")


@settings(deadline=None, max_examples=times(150))
@given(st.one_of(cases(MIXED[1:]), cases(MIXED[:4]), cases(ORDERED), cases(APART)))
def test_the_set_is_the_smallest_of_all_and_reaches_the_goal(case: Case) -> None:
    pack = case.pack
    goals = nearest_changes(pack, classified(pack, case.facts))
    best = cheapest(pack, case.facts, goals)
    for number, goal in enumerate(goals):
        assert goal.is_settled
        if goal.changes is None:
            assert number not in best
            continue
        changes = proposed(goal.changes)
        assert cost(changes, case.facts) == best[number]
        for change in goal.changes:
            spec = pack.facts[change.fact]
            assert change.now == case.facts.get(change.fact)
            assert all(is_declared(spec, change.now, value) for value in change.to)
            for value in change.to:
                after = {**case.facts, **changes, change.fact: value}
                assert reaches(goal, classified(pack, after)), (goal, value)


@settings(deadline=None, max_examples=times(50))
@given(cases(MIXED), st.randoms())
def test_the_order_in_which_facts_are_given_does_not_matter(case: Case, random: Any) -> None:
    shuffled = list(case.facts.items())
    random.shuffle(shuffled)
    pack = case.pack
    first = nearest_changes(pack, classified(pack, case.facts))
    assert nearest_changes(pack, classified(pack, dict(shuffled))) == first
