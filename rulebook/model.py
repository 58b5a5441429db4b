"""The rule language as plain frozen values: sources, conditions, facts, rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

Value: TypeAlias = bool | int | str | frozenset[str]
Facts: TypeAlias = Mapping[str, Value]
"""Facts by id. A fact that is absent is unknown: never yes, no or zero."""
Answer: TypeAlias = bool | None
"""True: matched. False: not matched. None: not known."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where something comes from: a document of the pack, a place in it, checklist items."""

    document: str
    place: str
    items: tuple[str, ...] = ()
    address: str = ""
    checked_on: str = ""
    verified: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A question about one fact. Exactly one of `value` and `other_fact` is given."""

    fact: str
    op: str
    value: Value | None = None
    other_fact: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """Conditions that must hold: all of `all_of`, and one of `any_of` where there are any."""

    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return self.all_of + self.any_of

    @property
    def facts(self) -> frozenset[str]:
        """Every fact that is read."""
        others = {c.other_fact for c in self.conditions if c.other_fact}
        return frozenset({c.fact for c in self.conditions} | others)


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact that rules may ask about: what it is, where it comes from, what a team may change.

    Copied from the answer at `path`, or derived by `function` with `arguments`.
    `changes` maps a value (yes, no, up, down or a choice) to what a team would do to reach it.
    """

    id: str
    label: str
    question: str
    type: str
    unit: str = ""
    yes: str = ""
    no: str = ""
    choices: tuple[Choice, ...] = ()
    path: str = ""
    function: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows when a rule matches. Only what is given follows."""

    tier: str = ""
    is_return: bool = False
    gate: str = ""
    flag: str = ""
    cap: tuple[str, int] | None = None
    sets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """Facts, and the answer that the rule gives for them; run as a test."""

    name: str
    facts: Mapping[str, Value]
    expect: Answer


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions over facts, what follows, why, since when (both days included), and examples."""

    id: str
    title: str
    phase: str
    when: When
    then: Outcome
    reason: str
    to_do: str
    sources: tuple[Source, ...]
    in_force_from: date
    in_force_until: date | None
    examples: tuple[Example, ...]

    def is_in_force(self, day: date) -> bool:
        return self.in_force_from <= day and (
            self.in_force_until is None or day <= self.in_force_until
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A tier, gate, flag, phase or group: an id, its title and what it means."""

    id: str
    title: str
    about: str = ""
    sources: tuple[Source, ...] = ()
