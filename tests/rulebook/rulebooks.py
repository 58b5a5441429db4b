"""Small rulebooks and facts for tests of the engine."""

from collections.abc import Mapping, Sequence
from datetime import date

from rulebook.compile import compile_conditions
from rulebook.engine import Engine
from rulebook.model import Choice, Condition, Facts, FactSpec, Outcome, Rule, Value, When

WORDS = ("red", "green", "blue")

SPECS: Mapping[str, FactSpec] = {
    id: FactSpec(id, id, "", kind, choices=tuple(Choice(word, word) for word in WORDS))
    for id, kind in {
        "beds": "integer",
        "wards": "integer",
        "cost_pence": "money",
        "is_new": "boolean",
        "is_open": "boolean",
        "colour": "choice",
        "colours": "choices",
    }.items()
}

VALUES: Mapping[str, Sequence[Value]] = {
    "beds": (-1, 0, 1),
    "wards": (-1, 0, 1),
    "cost_pence": (0, 100),
    "is_new": (True, False),
    "is_open": (True, False),
    "colour": WORDS,
    "colours": (frozenset(), frozenset({"red"}), frozenset({"red", "blue"}), frozenset(WORDS)),
}


def a_rule(
    id: str,
    *all_of: Condition,
    any_of: Sequence[Condition] = (),
    phase: str = "first",
) -> Rule:
    """A rule of which only the conditions and the phase matter."""
    return Rule(
        id=id,
        title=id,
        phase=phase,
        when=When(all_of, tuple(any_of)),
        then=Outcome(),
        reason="",
        to_do="",
        sources=(),
        in_force_from=date(2020, 1, 1),
        in_force_until=None,
        examples=(),
    )


def asks(fact: str, op: str, value: Value) -> Condition:
    return Condition(fact, op, value)


def compares(fact: str, op: str, other: str) -> Condition:
    return Condition(fact, op, other_fact=other)


def an_engine(*rules: Rule) -> Engine:
    return Engine(rules, SPECS)


def expected(rules: Sequence[Rule], facts: Facts) -> tuple[str, ...]:
    """The rules that match by the compiled conditions."""
    answers = compile_conditions((rule.id, rule.when) for rule in rules)(facts)
    return tuple(rule.id for rule, answer in zip(rules, answers, strict=True) if answer)
