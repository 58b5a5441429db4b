"""Ranks by hand: groups, values as shown, tie-breaks and ties."""

from fractions import Fraction

import pytest

from scoring.rank import (
    Candidate,
    DuplicateRefError,
    Position,
    Prefer,
    TieBreak,
    TieBreakError,
    TieValue,
    rank,
)


def a_candidate(
    ref: str, value: Fraction | int | None = 50, *ties: TieValue, group: int = 0
) -> Candidate:
    return Candidate(ref, group, None if value is None else Fraction(value), ties)


def refs(positions: tuple[Position, ...]) -> list[str]:
    return [position.ref for position in positions]


def ranks(positions: tuple[Position, ...]) -> list[int | None]:
    return [position.rank for position in positions]


def reasons(positions: tuple[Position, ...]) -> list[str | None]:
    return [position.decided_by for position in positions]


def test_two_firsts_are_followed_by_a_third() -> None:
    candidates = [a_candidate("c", 60), a_candidate("b", 70), a_candidate("a", 70)]
    assert rank(candidates, (), order="pooled", prefer="high") == (
        Position("a", 1, 1, ("b",), None),
        Position("b", 1, 1, ("a",), None),
        Position("c", 3, 3, (), "value"),
    )


def test_a_grouped_list_puts_every_earlier_group_first() -> None:
    candidates = [a_candidate("a", 90, group=1), a_candidate("b", 10, group=0)]
    assert rank(candidates, (), order="grouped", prefer="high") == (
        Position("b", 1, 1, (), None),
        Position("a", 2, 1, (), "group"),
    )


def test_a_pooled_list_ignores_groups_but_still_ranks_within_them() -> None:
    candidates = [
        a_candidate("a", 90, group=1),
        a_candidate("b", 10, group=0),
        a_candidate("c", 5, group=1),
        a_candidate("d", 90, group=0),
    ]
    assert rank(candidates, (), order="pooled", prefer="high") == (
        Position("a", 1, 1, ("d",), None),
        Position("d", 1, 1, ("a",), None),
        Position("b", 3, 2, (), "value"),
        Position("c", 4, 2, (), "value"),
    )


def test_the_lower_value_comes_first_where_low_is_preferred() -> None:
    positions = rank([a_candidate("a", 2), a_candidate("b", 1)], (), order="pooled", prefer="low")
    assert refs(positions) == ["b", "a"]


@pytest.mark.parametrize(
    ("first", "second", "places", "is_tied"),
    [
        pytest.param(Fraction(5005, 100), Fraction(5014, 100), 1, True, id="both show 50.1"),
        pytest.param(Fraction(5004, 100), Fraction(5005, 100), 1, False, id="50.0 and 50.1"),
        pytest.param(Fraction(5004, 100), Fraction(5005, 100), 0, True, id="both show 50"),
        pytest.param(Fraction(5005, 100), Fraction(5014, 100), 2, False, id="two places"),
    ],
)
def test_values_are_compared_as_shown(
    first: Fraction, second: Fraction, places: int, is_tied: bool
) -> None:
    candidates = [a_candidate("a", first), a_candidate("b", second)]
    positions = rank(candidates, (), order="pooled", prefer="high", places=places)
    assert (ranks(positions) == [1, 1]) is is_tied


def test_values_are_compared_as_numbers_not_as_text() -> None:
    positions = rank([a_candidate("a", 9), a_candidate("b", 10)], (), order="pooled", prefer="high")
    assert refs(positions) == ["b", "a"]


def test_tie_breaks_decide_in_turn_and_are_named() -> None:
    tie_breaks = (TieBreak("urgency", "high"), TieBreak("cost", "low"), TieBreak("sent", "low"))
    candidates = [
        a_candidate("a", 50, 0, 10, "2026-01-02"),
        a_candidate("b", 50, 1, 30, "2026-01-02"),
        a_candidate("c", 50, 1, 20, "2026-01-03"),
        a_candidate("d", 50, 1, 20, "2026-01-01"),
        a_candidate("e", 51, 0, 99, "2026-12-31"),
        a_candidate("f", 50, 1, 20, "2026-01-03"),
    ]
    positions = rank(candidates, tie_breaks, order="pooled", prefer="high")
    assert refs(positions) == ["e", "d", "c", "f", "b", "a"]
    assert ranks(positions) == [1, 2, 3, 3, 5, 6]
    assert reasons(positions) == [None, "value", "sent", None, "cost", "urgency"]


@pytest.mark.parametrize("prefer", ["high", "low"])
def test_an_unknown_tie_break_value_comes_after_every_known_one(prefer: Prefer) -> None:
    tie_breaks = (TieBreak("cost", prefer),)
    candidates = [a_candidate("a", 50, None), a_candidate("b", 50, -7), a_candidate("c", 50, 7)]
    positions = rank(candidates, tie_breaks, order="pooled", prefer="high")
    assert refs(positions)[-1] == "a"
    assert positions[-1].decided_by == "cost"


def test_two_unknown_tie_break_values_are_equal() -> None:
    candidates = [a_candidate("a", 50, None), a_candidate("b", 50, None)]
    positions = rank(candidates, (TieBreak("cost", "low"),), order="pooled", prefer="high")
    assert ranks(positions) == [1, 1]


def test_the_later_date_comes_first_where_high_is_preferred() -> None:
    candidates = [a_candidate("a", 50, "2025-12-31"), a_candidate("b", 50, "2026-01-01")]
    positions = rank(candidates, (TieBreak("sent", "high"),), order="pooled", prefer="high")
    assert refs(positions) == ["b", "a"]


def test_a_candidate_without_a_value_stands_last_without_a_rank() -> None:
    candidates = [
        a_candidate("b", None, group=0),
        a_candidate("a", None, group=1),
        a_candidate("c", 0, group=1),
    ]
    assert rank(candidates, (), order="grouped", prefer="low") == (
        Position("c", 1, 1, (), None),
        Position("a", None, None, (), None),
        Position("b", None, None, (), None),
    )


def test_an_empty_list_has_no_positions() -> None:
    assert rank([], (TieBreak("cost", "low"),), order="grouped", prefer="high") == ()


def test_a_ref_listed_twice_is_refused() -> None:
    with pytest.raises(DuplicateRefError, match=r"Candidate a is listed 2 times"):
        rank([a_candidate("a", 1), a_candidate("a", None)], (), order="pooled", prefer="high")


@pytest.mark.parametrize(
    ("candidates", "tie_breaks", "message"),
    [
        pytest.param(
            [a_candidate("a", 1, 5)],
            (),
            r"Candidate a has 1 tie-break values where there are 0",
            id="one value too many",
        ),
        pytest.param(
            [a_candidate("a", None)],
            (TieBreak("cost", "low"),),
            r"Candidate a has 0 tie-break values where there are 1",
            id="one value too few, even where not ranked",
        ),
        pytest.param(
            [a_candidate("a", 1, 5), a_candidate("b", 1, "2026-01-01")],
            (TieBreak("cost", "low"),),
            r"Tie-break cost mixes texts and numbers",
            id="texts and numbers have no common order",
        ),
        pytest.param(
            [],
            (TieBreak("cost", "low"), TieBreak("cost", "high")),
            r"tie-break id cost is already taken",
            id="the same tie-break twice",
        ),
        pytest.param(
            [],
            (TieBreak("value", "low"),),
            r"tie-break id value is already taken",
            id="a name that decided_by uses",
        ),
    ],
)
def test_tie_breaks_that_do_not_fit_are_refused(
    candidates: list[Candidate], tie_breaks: tuple[TieBreak, ...], message: str
) -> None:
    with pytest.raises(TieBreakError, match=message):
        rank(candidates, tie_breaks, order="pooled", prefer="high")
