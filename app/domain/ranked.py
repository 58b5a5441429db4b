"""The lists of a round in their order, with all that was worked out about each scheme."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from rulebook.classify import Classification
from rulebook.explain import Finding
from rulebook.levels import ProvisionalLevel
from rulebook.nearest import NearestChange
from rulebook.pack import Pack, RankingList
from scoring.compare import Difference
from scoring.rank import Order, Position
from scoring.score import Score

SCORE = "score"
"""Lists ranked by score have the highest first; the others the lowest loss for each amount."""


@dataclass(frozen=True, slots=True)
class Line:
    """One scheme with all that was worked out about it.

    `levels`, `score`, `value` and `position` are None for a scheme that is returned. `value` is
    what the list is ranked by: the lower end of the score, or the upper end of the loss for each
    amount; None where nothing is released. `return_reason` is what people said who returned it.
    """

    scheme: Mapping[str, Any]
    classification: Classification
    levels: Mapping[str, ProvisionalLevel] | None = None
    score: Score | None = None
    value: Fraction | None = None
    position: Position | None = None
    return_reason: str = ""

    @property
    def is_returned(self) -> bool:
        """Whether it is not assessed: a rule returns it, or people have."""
        return self.classification.is_returned or bool(self.return_reason)

    @property
    def ref(self) -> str:
        return self.classification.ref

    @property
    def rank(self) -> int | None:
        """The place on its list; None for a line that has none."""
        return self.position.rank if self.position else None

    @property
    def is_fully_scored(self) -> bool:
        return all(level.is_settled for level in (self.levels or {}).values())


@dataclass(frozen=True, slots=True)
class RankedList:
    """One list in its order: ranked lines first, then those that cannot be ranked."""

    ranking: RankingList
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RankedRound:
    """Every scheme of a round: in its list, or returned, or without a list that is settled."""

    pack: Pack
    day: date
    order: Order
    lists: tuple[RankedList, ...]
    returned: tuple[Line, ...]
    unplaced: tuple[Line, ...]

    @property
    def lines(self) -> Iterator[Line]:
        for ranked in self.lists:
            yield from ranked.lines
        yield from self.returned
        yield from self.unplaced

    def find(self, ref: str) -> Line | None:
        return next((line for line in self.lines if line.ref == ref), None)

    def list_of(self, line: Line) -> RankedList | None:
        """The list on which the scheme of a line stands, or None."""
        for ranked in self.lists:
            if any(other.ref == line.ref for other in ranked.lines):
                return ranked
        return None

    @property
    def disputed(self) -> tuple[Line, ...]:
        """The schemes on which the two engines differed: for review."""
        return tuple(line for line in self.lines if line.classification.disputed)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The line next to a scheme in its list, and what separates the two.

    `decided_by` is tier, value, the title of a tie-break, or empty when the two share a rank.
    `differences` are of the neighbour's favour where `points` is above 0.
    """

    line: Line
    decided_by: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One scheme in its round, explained. `ranked` is None for a scheme that is in no list."""

    round: RankedRound
    line: Line
    ranked: RankedList | None
    findings: tuple[Finding, ...]
    changes: tuple[NearestChange, ...]
    above: Neighbour | None
    below: Neighbour | None

    def finding(self, id: str) -> Finding:
        return next(finding for finding in self.findings if finding.rule.id == id)
