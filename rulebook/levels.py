"""Provisional levels: what the tables of the matrix give a scheme before anyone has assessed it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rulebook.compile import Answers, compile_conditions
from rulebook.model import Answer, Facts
from rulebook.pack import CriterionSpec, MatrixSpec, Row


@dataclass(frozen=True, slots=True)
class ProvisionalLevel:
    """The levels, from `low` to `high`, that the facts leave open, and the rows that give them.

    `low` equals `high` when the facts settle it. Without a row that could hold the range is whole.
    """

    criterion: str
    low: int
    high: int
    rows: tuple[Row, ...]

    @property
    def is_settled(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class LevelTables:
    """The tables of one scale of the matrix, compiled."""

    criteria: tuple[CriterionSpec, ...]
    scale: str
    top_level: int
    evaluate: Callable[[Facts], Answers]

    def levels(
        self, facts: Facts, findings: Mapping[str, Answer]
    ) -> Mapping[str, ProvisionalLevel]:
        """The provisional level of each criterion.

        A table is read from the top. The first row that holds gives the level; a row above it that
        is not known leaves its level open as well.
        """
        known = {id: answer for id, answer in findings.items() if answer is not None}
        answers = iter(self.evaluate({**facts, **known}))
        levels = [self._level(criterion, answers) for criterion in self.criteria]
        return MappingProxyType({level.criterion: level for level in levels})

    def _level(self, criterion: CriterionSpec, answers: Iterator[Answer]) -> ProvisionalLevel:
        rows = criterion.scales[self.scale].rows
        found = [next(answers) if row.when else True for row in rows]
        possible: list[Row] = []
        for row, answer in zip(rows, found, strict=True):
            if answer is not False:
                possible.append(row)
            if answer:
                levels = [row.level for row in possible]
                return ProvisionalLevel(criterion.id, min(levels), max(levels), tuple(possible))
        return ProvisionalLevel(criterion.id, 0, self.top_level, tuple(possible))


def tables_for(matrix: MatrixSpec, scale: str) -> LevelTables:
    """The tables of the criteria that have this scale, in the order of the matrix."""
    criteria = tuple(criterion for criterion in matrix.criteria if scale in criterion.scales)
    rows = [row for criterion in criteria for row in criterion.scales[scale].rows]
    evaluate = compile_conditions(("", row.when) for row in rows if row.when)
    return LevelTables(criteria, scale, matrix.top_level, evaluate)
