"""Random conditions and facts for tests of the rule language and of the pack."""

from hypothesis import strategies as st

from rulebook.conditions import NUMBERS, OPERATORS
from rulebook.model import Condition, Facts, FactSpec, Value, When
from rulebook.pack import Pack
from tests.rulebook.rulebooks import SPECS, VALUES


def some_facts() -> st.SearchStrategy[Facts]:
    """Facts for SPECS, any of them missing."""
    each = {id: st.sampled_from(values) for id, values in VALUES.items()}
    return st.fixed_dictionaries({}, optional=each)


def some_conditions(*earlier: str) -> st.SearchStrategy[Condition]:
    """A condition over SPECS, or over the finding of an `earlier` rule, with any operator."""
    kinds = {id: spec.type for id, spec in SPECS.items()} | dict.fromkeys(earlier, "boolean")
    return st.sampled_from(
        [
            condition
            for id, kind in kinds.items()
            for op, asked in OPERATORS.items()
            if kind in asked.fact_types
            for condition in _right_sides(id, kind, op, asked.takes)
        ]
    )


def some_whens(*earlier: str) -> st.SearchStrategy[When]:
    """Up to three conditions in `all_of` and up to three in `any_of`, one at least."""
    several = st.lists(some_conditions(*earlier), max_size=3).map(tuple)
    return st.builds(When, several, several).filter(lambda when: bool(when.conditions))


def pack_facts(pack: Pack) -> st.SearchStrategy[Facts]:
    """Facts that a pack declares, any of them missing; numbers lie about its thresholds."""
    return st.fixed_dictionaries({}, optional={s.id: fact_values(s) for s in pack.facts.values()})


def fact_values(spec: FactSpec) -> st.SearchStrategy[Value]:
    """The values that a fact can have."""
    if spec.type == "boolean":
        return st.booleans()
    if spec.type in NUMBERS:
        return st.integers(-2, 5) | st.sampled_from([25, 50, 100, 25_000_000])
    choices = st.sampled_from([choice.id for choice in spec.choices])
    return choices if spec.type == "choice" else st.frozensets(choices, max_size=2)


def _right_sides(id: str, kind: str, op: str, takes: str) -> list[Condition]:
    if takes == "flag":
        return [Condition(id, op, value) for value in (True, False)]
    if takes == "many":
        return [Condition(id, op, frozenset(words)) for words in (("red",), ("green", "blue"))]
    others = [other for other, spec in SPECS.items() if kind in NUMBERS and spec.type == kind]
    compared = [Condition(id, op, other_fact=other) for other in others]
    values = VALUES.get(id, (True, False))
    return [*compared, *(Condition(id, op, value) for value in values)]
