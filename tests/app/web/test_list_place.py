"""Why a scheme stands just where it does, beside the one above it."""

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

import pytest

from app.domain.ranked import Line
from app.web.presenters.list_place import place_in_words
from scoring.rank import Position
from tests.app.rounds import line_of, samples
from tests.builders import main_pack

PACK = main_pack()
INVESTMENTS, DISINVESTMENTS = PACK.lists[0], PACK.lists[1]
SEVEN = Fraction(676, 10)


def a_line(rank: int, value: Fraction, decided_by: str | None, urgency: str = "urgent") -> Line:
    """A line of a list with this rank and value."""
    line = line_of(samples(), "CM24-DIABNET-001")
    score = line.score
    assert score is not None
    attributes = MappingProxyType({**line.classification.attributes, "urgency": urgency})
    return replace(
        line,
        value=value,
        position=Position(line.ref, rank, rank, (), decided_by),
        classification=replace(line.classification, attributes=attributes),
    )


@pytest.mark.parametrize(
    ("value", "decided_by", "says"),
    [
        (SEVEN - Fraction(4, 10), "value", "points, 0.4 below the 8th."),
        (SEVEN, "attribute:urgency", "8th. Where that is equal, urgent comes before not urgent."),
        (SEVEN, "fact:net_recurrent_cost_pence", "equal, lower recurrent cost comes first."),
        (SEVEN, "criterion:cV1", "Where that is equal, the higher level for “"),
        (SEVEN, "group", "the first of its tier."),
    ],
)
def test_a_place_is_told_by_what_separates_it_from_the_one_above(
    value: Fraction, decided_by: str, says: str
) -> None:
    above = a_line(8, SEVEN, "value")
    line = a_line(9, value, decided_by, urgency="not_urgent")
    assert says in place_in_words(PACK, INVESTMENTS, line, above)


def test_a_loss_is_further_down_the_more_it_is() -> None:
    above, line = a_line(1, Fraction(2), None), a_line(2, Fraction(5, 2), "value")
    assert place_in_words(PACK, DISINVESTMENTS, line, above) == (
        "2.5 lost for each £100,000 released, 0.5 more than the 1st."
    )


def test_who_shares_a_rank_is_told_so_and_who_has_none_is_told_nothing() -> None:
    line = a_line(3, SEVEN, None)
    shared = replace(line, position=Position(line.ref, 3, 3, ("CM24-A-001", "CM24-B-001"), None))
    none = replace(line, position=Position(line.ref, None, None, (), None))
    assert place_in_words(PACK, INVESTMENTS, shared, None).endswith(
        "It shares its rank with 2 other schemes."
    )
    assert place_in_words(PACK, INVESTMENTS, none, None) == ""
