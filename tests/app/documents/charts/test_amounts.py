"""Money in few digits, shares, and the ticks of a scale that multiplies."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.charts.amounts import MOST_TICKS, money_ticks, share_text, short_pounds


@pytest.mark.parametrize(
    ("pounds", "text"),
    [
        (0, "£0"),
        (0.4, "£0"),
        (950, "£950"),
        (999.5, "£1k"),
        (1_499, "£1k"),
        (1_500, "£2k"),
        (460_000, "£460k"),
        (999_499, "£999k"),
        (999_500, "£1m"),
        (1_000_000, "£1m"),
        (12_349_999, "£12.3m"),
        (12_350_000, "£12.4m"),
        (1_200_000_000, "£1.2bn"),
        (-460_000, "-£460k"),
    ],
)
def test_money_is_said_in_few_digits(pounds: float, text: str) -> None:
    assert short_pounds(round(pounds * 100)) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 100, "0%"),
        (5, 0, "0%"),
        (18, 100, "18%"),
        (185, 1000, "19%"),  # half up
        (1, 100, "1%"),
        (4, 1000, "0.4%"),
        (1, 10_000, "under 0.1%"),
        (100, 100, "100%"),
    ],
)
def test_a_share_is_said_as_percent(part: int, whole: int, text: str) -> None:
    assert share_text(part, whole) == text


def test_ticks_by_hand() -> None:
    shown = [short_pounds(tick) for tick in money_ticks(3_000_000, 90_000_000)]
    assert shown == ["£20k", "£50k", "£100k", "£200k", "£500k", "£1m"]
    shown = [short_pounds(tick) for tick in money_ticks(1_000_000, 4_600_000_000)]
    assert shown == ["£10k", "£100k", "£1m", "£10m", "£100m"]


@given(st.lists(st.integers(1, 10**14), min_size=1, max_size=5))
def test_ticks_are_few_and_reach_from_end_to_end(amounts: list[int]) -> None:
    least, most = max(min(amounts), 100), max(*amounts, 100)

    ticks = money_ticks(least, most)

    assert ticks[0] <= least <= most <= ticks[-1]
    assert 2 <= len(ticks) <= 2 * MOST_TICKS
    assert all(before < after for before, after in pairwise(ticks))
