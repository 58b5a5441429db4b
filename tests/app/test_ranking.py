"""Schemes are classified, scored and ranked: by tier or pooled, by score or by loss for money."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import rows
from app.domain.ranked import Line, RankedRound
from app.services.ranking import matrix_for
from rulebook.load import load
from scoring.rank import Order
from scoring.score import shown
from tests.app.rounds import (
    a_closing,
    a_hall,
    line_of,
    made_up,
    places,
    ranked,
    ranked_halls,
    samples,
)
from tests.builders import edited_pack, main_pack, tiny_pack


def test_the_tier_comes_before_the_score() -> None:
    poor_but_urgent = a_hall("VH-002", dangers=["fire"], visitors=0)
    round_ = ranked_halls(a_hall("VH-001"), poor_but_urgent)
    assert places(round_, "works") == [("VH-002", 1), ("VH-001", 2)]


def test_in_a_pooled_list_the_score_comes_first() -> None:
    poor_but_urgent = a_hall("VH-002", dangers=["fire"], visitors=0)
    round_ = ranked_halls(a_hall("VH-001"), poor_but_urgent, order="pooled")
    assert places(round_, "works") == [("VH-001", 1), ("VH-002", 2)]


def test_the_place_within_the_tier_is_kept_beside_the_place_on_the_list() -> None:
    round_ = ranked_halls(
        a_hall("VH-001"), a_hall("VH-002", dangers=["fire"]), a_hall("VH-003", visitors=0)
    )
    found = [line_of(round_, ref).position for ref in ("VH-002", "VH-001", "VH-003")]
    assert [(p.rank, p.group_rank) for p in found if p] == [(1, 1), (2, 1), (3, 2)]


def test_disinvestments_stand_in_their_own_list_by_loss_for_each_pound() -> None:
    round_ = ranked_halls(
        a_closing("VH-001", saving=100_000),
        a_closing("VH-002", saving=400_000),
        a_closing("VH-003", saving=50_000, visitors=0),
        a_hall("VH-004"),
    )
    assert places(round_, "partings") == [("VH-003", 1), ("VH-002", 2), ("VH-001", 3)]
    assert places(round_, "works") == [("VH-004", 1)]
    # All is lost: 100 of 100, for four times £1,000 and for once.
    assert line_of(round_, "VH-002").value == 25
    assert line_of(round_, "VH-001").value == 100


@pytest.mark.parametrize("order", ["grouped", "pooled"])
def test_the_tier_never_changes_the_order_of_disinvestments(order: Order) -> None:
    lines = ranked(main_pack(), made_up(150), order).lists[1].lines
    values = [line.value for line in lines if line.value is not None]
    assert [shown(value) for value in values] == sorted(shown(value) for value in values)
    order_of_tiers = [tier.id for tier in main_pack().tiers]
    tiers = [order_of_tiers.index(line.classification.tier or "") for line in lines]
    assert tiers != sorted(tiers)


def test_an_open_level_of_a_disinvestment_counts_as_the_greater_loss(tmp_path: Path) -> None:
    anchors = "[There is none., There is a sketch., There is a plan.]"
    open_level = f"anchors: {anchors}\n        levels: []"
    harm_too = f"{open_level}\n      harm:\n        {open_level}"
    pack = load(edited_pack(tmp_path, "matrix.yaml", open_level, harm_too))
    line = line_of(ranked(pack, [a_closing("VH-001", saving=400_000)]), "VH-001")
    # Use, of weight 5 in 6, is lost; of the plan, the other 1 in 6, nothing is known.
    assert line.score is not None
    assert (line.score.low, line.score.high) == (Fraction(500, 6), Fraction(100))
    assert line.value == 25


@pytest.mark.parametrize("saving", [0, -5])
def test_what_releases_nothing_stands_last_without_a_rank(saving: int) -> None:
    round_ = ranked_halls(
        a_closing("VH-001", saving=saving, visitors=0), a_closing("VH-002", saving=1)
    )
    assert places(round_, "partings") == [("VH-002", 1), ("VH-001", None)]
    assert line_of(round_, "VH-001").value is None


def test_a_returned_scheme_is_in_no_list_and_has_no_score() -> None:
    round_ = ranked_halls(a_hall("VH-001", cost=None), a_hall("VH-002"))
    assert [line.ref for line in round_.returned] == ["VH-001"]
    assert places(round_, "works") == [("VH-002", 1)]
    line = line_of(round_, "VH-001")
    assert (line.levels, line.score, line.value, line.position) == (None, None, None, None)
    assert round_.list_of(line) is None


def test_a_scheme_whose_list_is_not_known_is_set_apart() -> None:
    round_ = ranked_halls(a_hall("VH-001", deed_kind="unsure"))
    assert [line.ref for line in round_.unplaced] == ["VH-001"]
    assert [item.lines for item in round_.lists] == [(), ()]
    assert [line.ref for line in round_.lines] == ["VH-001"]


def test_an_open_level_is_a_range_and_the_worse_end_ranks() -> None:
    line = line_of(ranked_halls(a_hall(hall="LOW-1")), "VH-001")
    assert line.score is not None
    # Weights 5, 2.5 and 1; use and roof at the top; of the plan nothing is known.
    assert line.score.low == Fraction(750, 85) * 10
    assert line.score.high == 100
    assert line.value == line.score.low
    assert not line.is_fully_scored


def test_a_cap_that_holds_lowers_both_ends() -> None:
    line = line_of(ranked_halls(a_hall(keys__held="no")), "VH-001")
    use = line.score.parts[0] if line.score else None
    assert use is not None
    assert (use.counted.low, use.counted.high, use.cap) == (1, 1, 1)


def test_a_cap_that_may_hold_lowers_the_worse_end_only() -> None:
    line = line_of(ranked_halls(a_hall(keys__held="not_known")), "VH-001")
    use = line.score.parts[0] if line.score else None
    assert use is not None
    assert (use.counted.low, use.counted.high, use.cap) == (1, 2, None)


TIES: list[tuple[str, dict[str, Any], str | None]] = [
    ("an attribute in its stated order", {"dangers": ["fire"]}, "attribute:season"),
    ("a fact, lower first", {"cost": 40_000}, "fact:cost_pence"),
    ("a date, earlier first", {"keys__since": "2019-12-31"}, "field:keys.since"),
    ("what is known before what is not", {}, "field:keys.since"),
]


@pytest.mark.parametrize(("why", "better", "decides"), TIES, ids=[row[0] for row in TIES])
def test_tie_breaks_decide_in_turn(why: str, better: dict[str, Any], decides: str) -> None:
    is_last = not better
    worse = a_hall("VH-001", keys__since=None) if is_last else a_hall("VH-001")
    round_ = ranked_halls(worse, a_hall("VH-002", **better), order="pooled")
    assert places(round_, "works") == [("VH-002", 1), ("VH-001", 2)]
    position = line_of(round_, "VH-001").position
    assert position is not None
    assert position.decided_by == decides


def test_schemes_that_nothing_separates_share_a_rank_and_the_next_is_left_out() -> None:
    round_ = ranked_halls(*(a_hall(f"VH-00{n}", visitors=100 if n < 3 else 5) for n in (3, 2, 1)))
    assert places(round_, "works") == [("VH-001", 1), ("VH-002", 1), ("VH-003", 3)]
    position = line_of(round_, "VH-001").position
    assert position is not None
    assert position.tied_with == ("VH-002",)


@pytest.mark.parametrize("render", [rows.as_json, lambda r: rows.as_csv(r).encode()])
@pytest.mark.parametrize("shuffle", [lambda s: s[::-1], lambda s: s[7::2] + s[:7] + s[8::2]])
def test_the_order_of_arrival_changes_no_byte(
    render: Callable[[RankedRound], bytes], shuffle: Callable[[list[Any]], list[Any]]
) -> None:
    schemes = list(made_up(120))
    shuffled = shuffle(schemes)
    assert len(shuffled) == 120
    assert render(ranked(main_pack(), shuffled)) == render(ranked(main_pack(), schemes))


def _compared_by(line: Line) -> tuple[Any, ...]:
    found = line.classification
    facts = {id: found.facts.values.get(id) for id in ("net_recurrent_cost_pence",)}
    return found.tier, found.attributes, line.score, line.value, facts


def _standing(round_: RankedRound, refs: Sequence[str]) -> list[str]:
    return [line.ref for item in round_.lists for line in item.lines if line.ref in refs]


@settings(max_examples=12, deadline=None)
@given(st.sets(st.integers(0, 149), min_size=3, max_size=40), st.integers(0, 149), st.booleans())
def test_a_newcomer_never_swaps_two_others(old: set[int], new: int, is_pooled: bool) -> None:
    """Others whose own facts the newcomer changes, as by claiming the same offset, may move."""
    schemes = made_up(150)
    order: Order = "pooled" if is_pooled else "grouped"
    before = ranked(main_pack(), [schemes[n] for n in old - {new}], order)
    after = ranked(main_pack(), [schemes[n] for n in old | {new}], order)
    stayed = [
        line.ref
        for line in before.lines
        if _compared_by(line) == _compared_by(line_of(after, line.ref))
    ]
    assert _standing(before, stayed) == _standing(after, stayed)


def test_the_matrix_has_the_criteria_of_its_scale_alone() -> None:
    spec = tiny_pack().matrix
    assert [criterion.id for criterion in matrix_for(spec, "good").criteria] == [
        "use",
        "roof",
        "plan",
    ]
    assert [criterion.id for criterion in matrix_for(spec, "harm").criteria] == ["use"]


def _levels(line: Line) -> list[int]:
    assert line.score is not None
    assert line.score.is_settled
    return [part.counted.low for part in line.score.parts]


def test_the_score_of_a_drug_for_the_heart_worked_out_by_hand() -> None:
    """Weights 9 8 6 6 5 5 10 7 6 4 11 9 3 6 5 add up to 100; each level is of 5."""
    line = line_of(samples(), "CM24-CVDPREV-001")
    assert _levels(line) == [5, 3, 1, 4, 2, 5, 4, 3, 4, 2, 4, 3, 3, 3, 3]
    by_hand = 45 + 24 + 6 + 24 + 10 + 25 + 40 + 21 + 24 + 8 + 44 + 27 + 9 + 18 + 15
    assert by_hand == 340
    assert line.value == Fraction(by_hand, 5) == 68


def test_the_score_of_toothbrushing_worked_out_by_hand() -> None:
    line = line_of(samples(), "CM24-WIRPP-002")
    assert _levels(line) == [5, 3, 1, 2, 4, 2, 3, 5, 5, 2, 5, 4, 3, 3, 3]
    by_hand = 45 + 24 + 6 + 12 + 20 + 10 + 30 + 35 + 30 + 8 + 55 + 36 + 9 + 18 + 15
    assert by_hand == 353
    assert line.value == Fraction(by_hand, 5) == Fraction("70.6")


def test_the_loss_of_gluten_free_foods_for_each_pound_worked_out_by_hand() -> None:
    """The scale of loss has nine criteria of weight 67: 9 8 6 6 10 7 6 4 11. It frees £90,000."""
    line = line_of(samples(), "CM24-WARPP-001")
    assert line.score is not None
    assert _levels(line) == [5, 1, 0, 0, 1, 1, 0, 0, 1]
    lost = Fraction(45 + 8 + 10 + 7 + 11, 5) / 67 * 100
    assert shown(lost) == shown(line.score.high)
    assert line.classification.facts.values["net_release_pence"] == 9_000_000
    for_each_100_000 = lost * 100_000 / 90_000
    assert line.value == for_each_100_000
    assert str(shown(for_each_100_000)) == "26.9"


def test_the_samples_are_judged_alike_by_both_engines() -> None:
    assert [line.ref for line in samples().disputed] == []


def test_a_rule_that_caps_a_level_never_makes_a_loss_smaller() -> None:
    release = line_of(samples(), "CM24-WARPP-001")
    assert release.classification.caps == {"cV1": 1}
    assert release.score is not None
    assert {part.cap for part in release.score.parts} == {None}
