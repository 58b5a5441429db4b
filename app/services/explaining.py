"""Gathers all there is to say of one scheme: why, why not, why here, what would change it."""

from app.domain.ranked import SCORE, Explanation, Line, Neighbour, RankedList, RankedRound
from rulebook.explain import explain
from rulebook.nearest import TIER, NearestChange, nearest_changes
from scoring.compare import End, compare


def explain_scheme(ranked_round: RankedRound, line: Line) -> Explanation:
    """The whole explanation of a line of a round."""
    pack, found = ranked_round.pack, line.classification
    ranked = ranked_round.list_of(line)
    above, below = _neighbours(ranked, line) if ranked else (None, None)
    return Explanation(
        round=ranked_round,
        line=line,
        ranked=ranked,
        findings=explain(pack, found),
        changes=tuple(c for c in nearest_changes(pack, found) if _matters(c, ranked)),
        above=above,
        below=below,
    )


def _matters(change: NearestChange, ranked: RankedList | None) -> bool:
    """Whether a change bears on the list: tiers do not order one that is ranked by loss."""
    return change.kind != TIER or ranked is None or ranked.ranking.rank_by == SCORE


def _neighbours(ranked: RankedList, line: Line) -> tuple[Neighbour | None, Neighbour | None]:
    """The lines above and below among those that have a rank."""
    lines = [other for other in ranked.lines if other.rank is not None]
    at = next((n for n, other in enumerate(lines) if other.ref == line.ref), None)
    if at is None:
        return None, None
    above = _neighbour(ranked, line, lines[at - 1], line) if at else None
    below = lines[at + 1] if at + 1 < len(lines) else None
    return above, _neighbour(ranked, line, below, below) if below else None


def _neighbour(ranked: RankedList, line: Line, other: Line, lower: Line) -> Neighbour | None:
    """What separates a line from its neighbour; `lower` is the one of the two that stands below."""
    if line.score is None or other.score is None or lower.position is None:
        return None
    end: End = "low" if ranked.ranking.rank_by == SCORE else "high"
    differences = compare(other.score, line.score, end=end)
    return Neighbour(other, lower.position.decided_by or "", differences)
