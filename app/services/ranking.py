"""Classifies, scores and ranks the schemes of a round."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.domain.ranked import SCORE, Line, RankedList, RankedRound
from rulebook.classifier import Classifier
from rulebook.classify import Classification
from rulebook.levels import ProvisionalLevel
from rulebook.pack import MatrixSpec, Pack, RankingList, TieBreakSpec
from scoring.matrix import Criterion, Matrix
from scoring.per_amount import loss_per_amount
from scoring.rank import Candidate, Order, Position, Prefer, TieBreak, TieValue, rank
from scoring.score import LevelRange, Score, score

_MATRICES: dict[tuple[str, str], Matrix] = {}
"""By the fingerprint of a pack and the scale."""


def rank_schemes(
    classifier: Classifier, schemes: Sequence[Mapping[str, Any]], order: Order = "grouped"
) -> RankedRound:
    """Classify, score and rank schemes. The order in which they come never matters."""
    ordered = sorted(schemes, key=lambda scheme: str(scheme["scheme_ref"]))
    lines = [
        Line(scheme, classification)
        for scheme, classification in zip(ordered, classifier.classify(ordered), strict=True)
    ]
    return rank_lines(classifier, lines, order)


def rank_lines(classifier: Classifier, lines: Sequence[Line], order: Order) -> RankedRound:
    """Score and rank schemes that are classified; one that has its score keeps it."""
    pack = classifier.pack
    accepted = [line for line in lines if not line.is_returned]
    lists = tuple(
        _ranked(classifier, item, [line for line in accepted if _is_in(item, line, pack)], order)
        for item in pack.lists
    )
    placed = {line.ref for ranked in lists for line in ranked.lines}
    return RankedRound(
        pack=pack,
        day=classifier.day,
        order=order,
        lists=lists,
        returned=tuple(line for line in lines if line.is_returned),
        unplaced=tuple(line for line in accepted if line.ref not in placed),
    )


def score_line(classifier: Classifier, line: Line) -> Line:
    """A line with its levels and score, where it is on a list that is settled."""
    pack = classifier.pack
    on = [item for item in pack.lists if _is_in(item, line, pack)]
    if line.is_returned or not on:
        return line
    return _scored(classifier, on[0], _matrix(pack, on[0].scale), line)


def _matrix(pack: Pack, scale: str) -> Matrix:
    """The matrix of a pack on one scale, made once: what follows from its weights is kept in it."""
    key = (pack.sha256, scale)
    return _MATRICES.get(key) or _MATRICES.setdefault(key, matrix_for(pack.matrix, scale))


def matrix_for(spec: MatrixSpec, scale: str) -> Matrix:
    """The criteria of the matrix that have this scale, with their weights and points."""
    levels = range(spec.top_level + 1)
    return Matrix(
        tuple(
            Criterion(
                id=criterion.id,
                group=criterion.group,
                weight=Fraction(criterion.weight),
                points=tuple(Fraction(p) for p in criterion.scales[scale].points or levels),
            )
            for criterion in spec.criteria
            if scale in criterion.scales
        )
    )


def _is_in(item: RankingList, line: Line, pack: Pack) -> bool:
    return line.classification.attributes[pack.list_attribute] == item.attribute_value


def _ranked(
    classifier: Classifier, item: RankingList, lines: Sequence[Line], order: Order
) -> RankedList:
    pack = classifier.pack
    breaks = pack.matrix.tie_breaks.get(item.id, ())
    is_by_score = item.rank_by == SCORE
    matrix = _matrix(pack, item.scale)
    scored = {
        line.ref: line if line.score else _scored(classifier, item, matrix, line) for line in lines
    }
    positions = rank(
        [_candidate(pack, line, breaks, is_by_score) for line in scored.values()],
        [TieBreak(f"{b.kind}:{b.id}", _prefer(b)) for b in breaks],
        order=order if is_by_score else "pooled",
        prefer="high" if is_by_score else "low",
    )
    return RankedList(item, tuple(_placed(scored[place.ref], place) for place in positions))


def _scored(classifier: Classifier, item: RankingList, matrix: Matrix, line: Line) -> Line:
    """A line with its levels and score. Caps hold where a high level is good: not for losses."""
    found = line.classification
    levels = classifier.levels(found, item.scale)
    caps, possible = (found.caps, found.possible_caps) if item.rank_by == SCORE else ({}, {})
    ranges = {id: _range(level, possible) for id, level in levels.items()}
    total = score(matrix, ranges, {id: cap for id, cap in caps.items() if id in ranges})
    value = total.low if item.rank_by == SCORE else _loss(item, total, found)
    return replace(line, levels=levels, score=total, value=value)


def _range(level: ProvisionalLevel, possible_caps: Mapping[str, int]) -> LevelRange:
    """The range of a level; a cap that may hold lowers its lower end only."""
    return LevelRange(min(level.low, possible_caps.get(level.criterion, level.low)), level.high)


def _loss(item: RankingList, total: Score, found: Classification) -> Fraction | None:
    amount = found.facts.values.get(item.amount)
    pence = amount if isinstance(amount, int) and not isinstance(amount, bool) else None
    return loss_per_amount(total.high, pence, item.per_pence)


def _candidate(
    pack: Pack, line: Line, breaks: Sequence[TieBreakSpec], is_by_score: bool
) -> Candidate:
    order = [tier.id for tier in pack.tiers]
    tier = line.classification.tier
    group = order.index(tier) if tier else len(order)
    ties = tuple(_tie_value(item, line, is_by_score) for item in breaks)
    return Candidate(line.ref, group, line.value, ties)


def _prefer(item: TieBreakSpec) -> Prefer:
    """Attributes are compared by the place of their value in the stated order: lowest first."""
    return "high" if item.prefer == "high" else "low"


def _tie_value(item: TieBreakSpec, line: Line, is_by_score: bool) -> TieValue:
    if item.kind == "criterion" and line.score:
        part = next(part for part in line.score.parts if part.criterion.id == item.id)
        return part.counted.low if is_by_score else part.counted.high
    if item.kind == "fact":
        value = line.classification.facts.values.get(item.id)
        return value if isinstance(value, int) else None
    if item.kind == "attribute":
        chosen = line.classification.attributes.get(item.id)
        return item.prefer.index(chosen) if chosen and chosen in item.prefer else None
    return _orderable(_answer(line.scheme, item.id))


def _orderable(answer: Any) -> TieValue:
    """An answer as tie-breaks compare it: a date or year as text, a number, or not known."""
    if isinstance(answer, date | str):
        return str(answer)
    if isinstance(answer, int):
        return answer
    return Fraction(answer) if isinstance(answer, Decimal) else None


def _answer(scheme: Mapping[str, Any], path: str) -> Any:
    value: Any = scheme
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _placed(line: Line, position: Position) -> Line:
    return replace(line, position=position)
