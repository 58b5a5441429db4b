"""The parts of a pack as plain frozen values: template, facts, rules, matrix, lists, calendar."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
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
class Field:
    """A question of the template.

    `required` is draft, submit, system or optional; `required_when` makes an optional answer
    required at submission. `fields` are the parts of a group, or of each item of a list.
    """

    id: str
    label: str
    type: str
    required: str
    number: str = ""
    section: str = ""
    question: str = ""
    hint: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    choices_list: str = ""
    unknown_value: str = ""
    exclusive: str = ""
    may_be_empty: bool = False
    max_length: int | None = None
    pattern: str = ""
    minimum: int | None = None
    maximum: int | None = None
    decimals: int = 0
    min_items: int | None = None
    max_items: int | None = None
    default: str | None = None
    fields: tuple["Field", ...] = ()
    required_when: When | None = None
    sources: tuple[Source, ...] = ()

    def part(self, id: str) -> "Field | None":
        return next((part for part in self.fields if part.id == id), None)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    letter: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Template:
    title: str
    version: str
    sections: tuple[Section, ...]
    _by_path: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_path", dict(_paths(self.fields)))

    @property
    def fields(self) -> Iterator[Field]:
        for section in self.sections:
            yield from section.fields

    def find(self, path: str) -> Field | None:
        """The field at a dotted path such as `inequality_impact.direction`."""
        return self._by_path.get(path)


def _paths(fields: Iterable[Field], before: str = "") -> Iterator[tuple[str, Field]]:
    """Every field with its dotted path."""
    for item in fields:
        yield f"{before}{item.id}", item
        yield from _paths(item.fields, f"{before}{item.id}.")


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


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property that rules set. Of several values the one listed first holds."""

    id: str
    title: str
    values: tuple[Named, ...]
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class RankingList:
    """A list that is ranked on its own: the schemes whose list attribute has `attribute_value`.

    `columns` are the attributes and facts that a short table shows, with their headings.
    """

    id: str
    title: str
    attribute_value: str
    rank_by: str
    scale: str
    amount: str = ""
    per_pence: int = 1
    columns: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of provisional levels. Without `when` it holds where no row above did."""

    level: int
    when: When | None
    because: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Anchors in words, one for each level, and the table that gives a provisional level."""

    anchors: tuple[str, ...]
    rows: tuple[Row, ...]
    points: tuple[Decimal | int, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionSpec:
    id: str
    title: str
    group: str
    weight: Decimal | int
    question: str
    scales: Mapping[str, Scale]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class TieBreakSpec:
    """What separates equal totals: a criterion, fact, field or attribute, and what is preferred."""

    title: str
    kind: str
    id: str
    prefer: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixSpec:
    title: str
    version: str
    about: str
    top_level: int
    groups: tuple[Named, ...]
    criteria: tuple[CriterionSpec, ...]
    tie_breaks: Mapping[str, tuple[TieBreakSpec, ...]]
    overlaps: tuple[tuple[tuple[str, ...], str], ...] = ()
    sources: tuple[Source, ...] = ()

    def criterion(self, id: str) -> CriterionSpec:
        return next(criterion for criterion in self.criteria if criterion.id == id)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a reference list, in force from `starts` until `ends`, both days included."""

    id: str
    title: str
    starts: date | None = None
    ends: date | None = None
    statuses: tuple[tuple[date, str], ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()

    def is_in_force(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )

    def status_on(self, day: date) -> str | None:
        """The status on a day, or None before the first one that is known."""
        known = [status for since, status in self.statuses if since <= day]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class ReferenceList:
    id: str
    title: str
    about: str
    entries: Mapping[str, Entry]
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    id: str
    title: str
    activity: str
    leads: tuple[str, ...]
    starts: date
    ends: date
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The stages of a round, and the financial years that it plans, such as 2024-25.

    `judged_on` is the day whose rules and lists hold unless another is asked for.
    """

    title: str
    judged_on: date
    planning_years: tuple[str, ...]
    note: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    id: str
    title: str
    publisher: str
    date: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A framework as data, immutable.

    `sha256` is over its canonical content, comments left out. `shown_lists` are lists that people
    read although no question uses them.
    """

    id: str
    title: str
    version: str
    about: str
    sha256: str
    documents: Mapping[str, DocumentSpec]
    phases: tuple[Named, ...]
    tiers: tuple[Named, ...]
    gates: tuple[Named, ...]
    flags: tuple[Named, ...]
    attributes: tuple[Attribute, ...]
    lists: tuple[RankingList, ...]
    list_attribute: str
    template: Template
    facts: Mapping[str, FactSpec]
    rules: tuple[Rule, ...]
    matrix: MatrixSpec
    calendar: Calendar
    reference: Mapping[str, ReferenceList]
    checklist: ReferenceList | None
    sources: tuple[Source, ...] = ()
    shown_lists: tuple[str, ...] = ()

    def rule(self, id: str) -> Rule:
        return next(rule for rule in self.rules if rule.id == id)
