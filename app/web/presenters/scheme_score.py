"""The score of a scheme criterion by criterion, and what separates it from its neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext

from app.documents.letter_rank import criterion_title, decided_in_words, why_level
from app.documents.names import named, score_in_words, title_of
from app.domain.ranked import SCORE, Explanation, Neighbour
from app.web.navigation import SCHEME, Link, path_to
from app.web.presenters.table import Cell, Column, Row, Table
from scoring.compare import Difference
from scoring.score import GroupPart, LevelRange, Part, shown


@dataclass(frozen=True, slots=True)
class ShownNeighbour:
    """The scheme above or below, what decides between the two, and on which criteria they differ.

    `differences` is None where nothing but the tier decides.
    """

    place: str
    link: Link
    decided: str
    differences: Table | None


def score_table(explanation: Explanation) -> Table | None:
    """A row for each criterion; None for a scheme that is not scored."""
    line, ranked = explanation.line, explanation.ranked
    if ranked is None or line.score is None:
        return None
    is_by_score = ranked.ranking.rank_by == SCORE
    rows = [row for group in line.score.group_parts for row in _group(explanation, group)]
    total = (
        Cell(gettext("All together")),
        Cell(""),
        Cell(str(shown(Fraction(100)))),
        Cell(score_in_words(line)),
    )
    return Table(
        gettext("How it scores") if is_by_score else gettext("What would be lost"),
        (
            Column(gettext("Criterion")),
            Column(gettext("Level"), is_long=True),
            Column(gettext("Weight"), is_number=True),
            Column(gettext("Points"), is_number=True),
        ),
        (*rows, Row(total, stands_out=True)),
    )


def _group(explanation: Explanation, group: GroupPart) -> Iterator[Row]:
    name = named(explanation.round.pack.matrix.groups, group.group)
    for part in group.parts:
        yield Row(
            (
                Cell(criterion_title(explanation, part.criterion.id), note=name),
                _level_cell(explanation, part),
                Cell(str(shown(part.share))),
                Cell(_points(part)),
            )
        )


def _level_cell(explanation: Explanation, part: Part) -> Cell:
    """The level in words, and beneath it what gives it, unless that says the same."""
    anchor, why = _anchor(explanation, part), _reason(explanation, part)
    return Cell(anchor, note="" if anchor.endswith(f": {why}") else why)


def _anchor(explanation: Explanation, part: Part) -> str:
    """The level with its anchor in words; of a range, those of both ends."""
    scale = explanation.ranked.ranking.scale if explanation.ranked else ""
    spec = explanation.round.pack.matrix.criterion(part.criterion.id)
    anchors, counted = spec.scales[scale].anchors, part.counted
    if counted.is_settled:
        return gettext("%(level)s: %(anchor)s", level=_level(counted), anchor=anchors[counted.low])
    return gettext(
        "%(level)s: from “%(low)s” to “%(high)s”",
        level=_level(counted),
        low=anchors[counted.low].rstrip("."),
        high=anchors[counted.high].rstrip("."),
    )


def _level(levels: LevelRange) -> str:
    if levels.is_settled:
        return gettext("Level %(level)s", level=str(levels.low))
    return gettext("Level %(low)s to %(high)s", low=str(levels.low), high=str(levels.high))


def _reason(explanation: Explanation, part: Part) -> str:
    why = why_level(explanation, part)
    if part.cap is None or part.levels.high <= part.cap:
        return why
    held = gettext("A rule holds it at level %(cap)s at most.", cap=str(part.cap))
    return f"{why} {held}"


def _points(part: Part) -> str:
    low, high = shown(part.low), shown(part.high)
    return str(low) if low == high else gettext("%(low)s to %(high)s", low=str(low), high=str(high))


def neighbours(explanation: Explanation, code: str) -> tuple[ShownNeighbour, ...]:
    """Those above and below, as far as there are any that may be seen."""
    found = (
        (gettext("Above it"), explanation.above),
        (gettext("Below it"), explanation.below),
    )
    return tuple(
        _neighbour(explanation, place, other, code) for place, other in found if other is not None
    )


def _neighbour(explanation: Explanation, place: str, other: Neighbour, code: str) -> ShownNeighbour:
    ref = other.line.ref
    decides_tier = other.decided_by == "group"
    return ShownNeighbour(
        place=place,
        link=Link(f"{title_of(other.line)} ({ref})", path_to(SCHEME, code=code, ref=ref)),
        decided=decided_in_words(explanation, other),
        differences=None if decides_tier else _differences(explanation, other),
    )


def _differences(explanation: Explanation, other: Neighbour) -> Table | None:
    """The criteria on which the two differ, the largest first; points as the neighbour has them."""
    if not other.differences:
        return None
    return Table(
        gettext("Where %(ref)s differs, in points", ref=other.line.ref),
        (
            Column(gettext("Criterion")),
            Column(gettext("This scheme"), is_number=True),
            Column(gettext("The other"), is_number=True),
            Column(gettext("Difference"), is_number=True),
        ),
        tuple(_difference(explanation, item) for item in other.differences),
    )


def _difference(explanation: Explanation, item: Difference) -> Row:
    points = shown(abs(item.points))
    return Row(
        (
            Cell(criterion_title(explanation, item.criterion.id)),
            Cell(_level(item.theirs)),
            Cell(_level(item.ours)),
            Cell(f"+{points}" if item.points > 0 else f"-{points}"),
        )
    )
