"""Brings in many schemes at once, each with a result of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.scheme import Scheme
from app.errors import Invalid, ServiceError
from app.services.answers import check_personal, read_answers
from app.services.judging import Judged, judge
from app.services.schemes import (
    Turn,
    create,
    keep_judged,
    to_submit,
)


@dataclass(frozen=True, slots=True)
class Given:
    """One row that was given: its number from 1, and its scheme, or why it cannot be read."""

    number: int
    scheme: Any
    error: ServiceError | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a row: its scheme and what was found, or why it was refused."""

    number: int
    scheme: Scheme | None
    judged: Judged | None = None
    error: ServiceError | None = None


@dataclass(frozen=True, slots=True)
class How:
    """Whether rows are submitted at once, and whether somebody looked for personal details."""

    is_submitted: bool
    is_confirmed: bool


def take_rows(turn: Turn, rows: Sequence[Given], how: How) -> list[Taken]:
    """Keeps each row that can be kept; the others are told what is wrong with them."""
    taken = [_drafted(turn, row, how) for row in rows]
    return submit_taken(turn, taken) if how.is_submitted else taken


def _drafted(turn: Turn, row: Given, how: How) -> Taken:
    if row.error is not None:
        return Taken(row.number, None, error=row.error)
    try:
        answers: Mapping[str, Any] = read_answers(turn.desk, turn.pack, row.scheme)
        check_personal(turn.pack, answers, is_confirmed=how.is_confirmed)
        return Taken(row.number, create(turn, answers))
    except ServiceError as error:
        return Taken(row.number, None, error=error)


def submit_taken(turn: Turn, taken: Sequence[Taken]) -> list[Taken]:
    """The rows that were kept, submitted together: each is judged beside the others."""
    done, put = list(taken), {}
    for index, row in enumerate(taken):
        if row.scheme is None:
            continue
        try:
            put[index] = to_submit(turn, row.scheme)
        except ServiceError as error:
            done[index] = Taken(row.number, row.scheme, error=error)
    judged = judge(turn.desk, turn.transaction, turn.round, list(put.values()), turn.pen)
    for (index, (scheme, _)), found in zip(put.items(), judged, strict=True):
        done[index] = Taken(taken[index].number, keep_judged(turn, scheme, found), found)
    return done


def refuse_unless_all(taken: Sequence[Taken]) -> None:
    """Refuses the whole where a row was refused: for those that want all or nothing."""
    wrong = [row for row in taken if row.error is not None]
    if wrong:
        problems = [
            replace(problem, pointer=f"/{row.number - 1}{problem.pointer}")
            for row in wrong
            for problem in (row.error.problems if row.error else ())
        ]
        raise Invalid(f"{len(wrong)} of {len(taken)} rows cannot be taken: none was.", problems)
