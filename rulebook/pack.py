"""A pack as frozen values: the framework round the rules, its matrix, lists and calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from rulebook.model import FactSpec, Named, Rule, Source, When
from rulebook.template import Template


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
    """Anchors in words, one for each level, and the table that gives a provisional level.

    `title` is the name of the criterion on this scale, where it is another one.
    """

    anchors: tuple[str, ...]
    rows: tuple[Row, ...]
    points: tuple[Decimal | int, ...] = ()
    title: str = ""


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


SUBMIT, RESUBMIT, REVIEW = "submit", "resubmit", "review"
STAGE_ACTIONS = (SUBMIT, RESUBMIT, REVIEW)
"""What a stage may allow: first submissions, those of returned schemes, and the review."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a round, both days included. `allows` says what teams may do while it runs."""

    id: str
    title: str
    activity: str
    leads: tuple[str, ...]
    starts: date
    ends: date
    sources: tuple[Source, ...]
    allows: tuple[str, ...] = ()


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
