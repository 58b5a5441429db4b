"""What must hold for every list that is ranked."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rank import Candidate, Order, Position, Prefer, TieBreak, rank
from scoring.score import shown

TIE_BREAKS = (TieBreak("first", "high"), TieBreak("second", "low"))

# Few distinct values, close together, so that ties and roundings are common.
VALUES = st.none() | st.integers(0, 40).map(lambda fortieths: Fraction(fortieths, 40))
NUMBERS = st.none() | st.integers(0, 2) | st.sampled_from([Fraction(1, 2), Fraction(1)])
DATES = st.none() | st.sampled_from(["2025-12-31", "2026-01-01"])
CANDIDATES = st.builds(
    Candidate,
    ref=st.text("abcdefgh", min_size=1, max_size=3),
    group=st.integers(0, 2),
    value=VALUES,
    ties=st.tuples(NUMBERS, DATES),
)
LISTS = st.lists(CANDIDATES, max_size=12, unique_by=lambda candidate: candidate.ref)

BOTH_ORDERS = pytest.mark.parametrize("order", ["grouped", "pooled"])
BOTH_WAYS = pytest.mark.parametrize("prefer", ["high", "low"])


def is_better(ours: Candidate, theirs: Candidate, order: Order, prefer: Prefer) -> bool:
    """The ordering said again in the plainest way: compare one thing at a time."""
    assert ours.value is not None
    assert theirs.value is not None
    if order == "grouped" and ours.group != theirs.group:
        return ours.group < theirs.group
    if shown(ours.value) != shown(theirs.value):
        return (shown(ours.value) > shown(theirs.value)) is (prefer == "high")
    (our_number, our_date), (their_number, their_date) = ours.ties, theirs.ties
    if our_number != their_number:
        if our_number is None or their_number is None:
            return their_number is None
        assert not isinstance(our_number, str)
        assert not isinstance(their_number, str)
        return our_number > their_number
    if our_date != their_date:
        return their_date is None or (our_date is not None and str(our_date) < str(their_date))
    return False


def by_ref(positions: tuple[Position, ...]) -> dict[str, Position]:
    return {position.ref: position for position in positions}


@BOTH_ORDERS
@BOTH_WAYS
@given(candidates=LISTS)
def test_a_rank_is_one_more_than_the_number_that_are_better(
    order: Order, prefer: Prefer, candidates: list[Candidate]
) -> None:
    positions = by_ref(rank(candidates, TIE_BREAKS, order=order, prefer=prefer))
    with_value = [candidate for candidate in candidates if candidate.value is not None]
    for candidate in with_value:
        better = [c for c in with_value if is_better(c, candidate, order, prefer)]
        in_group = [c for c in better if c.group == candidate.group]
        equal = [
            c.ref
            for c in with_value
            if c.ref != candidate.ref
            and c not in better
            and not is_better(candidate, c, order, prefer)
        ]
        position = positions[candidate.ref]
        assert position.rank == 1 + len(better)
        assert position.group_rank == 1 + len(in_group)
        assert position.tied_with == tuple(sorted(equal))


@BOTH_ORDERS
@BOTH_WAYS
@given(candidates=LISTS)
def test_the_list_is_in_order_of_rank_then_ref_with_the_unranked_last(
    order: Order, prefer: Prefer, candidates: list[Candidate]
) -> None:
    positions = rank(candidates, TIE_BREAKS, order=order, prefer=prefer)
    lines = [(p.rank is None, p.rank or 0, p.ref) for p in positions]
    assert lines == sorted(lines)
    unranked = {p.ref for p in positions if p.rank is None}
    assert unranked == {c.ref for c in candidates if c.value is None}


@BOTH_ORDERS
@BOTH_WAYS
@given(candidates=LISTS)
def test_a_reason_is_given_exactly_where_the_rank_changes(
    order: Order, prefer: Prefer, candidates: list[Candidate]
) -> None:
    positions = rank(candidates, TIE_BREAKS, order=order, prefer=prefer)
    above: Position | None = None
    for position in positions:
        is_below = above is not None and position.rank not in (None, above.rank)
        assert (position.decided_by is not None) is is_below
        above = position


@BOTH_ORDERS
@BOTH_WAYS
@given(candidates=LISTS, data=st.data())
def test_the_order_of_arrival_does_not_matter(
    order: Order, prefer: Prefer, candidates: list[Candidate], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(candidates))
    first = rank(candidates, TIE_BREAKS, order=order, prefer=prefer)
    assert rank(shuffled, TIE_BREAKS, order=order, prefer=prefer) == first


@BOTH_ORDERS
@BOTH_WAYS
@given(candidates=LISTS.filter(bool))
def test_a_newcomer_never_swaps_two_others(
    order: Order, prefer: Prefer, candidates: list[Candidate]
) -> None:
    newcomer, *others = candidates
    before = rank(others, TIE_BREAKS, order=order, prefer=prefer)
    after = [
        position
        for position in rank(candidates, TIE_BREAKS, order=order, prefer=prefer)
        if position.ref != newcomer.ref
    ]
    assert [p.ref for p in after] == [p.ref for p in before]
    for old, new in zip(before, after, strict=True):
        assert old.tied_with == tuple(ref for ref in new.tied_with if ref != newcomer.ref)
        assert (new.rank or 0) - (old.rank or 0) in (0, 1)
