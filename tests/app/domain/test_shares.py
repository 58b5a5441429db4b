"""Every scheme is counted once, at its place, or among those for several."""

from typing import Any, cast

from app.domain.listing import Entry
from app.domain.ranked import Line
from app.domain.shares import EVERY, NONE, SEVERAL, Portion, by_place, by_theme, by_tier, covering

PLACES = {"L", "W", "S"}


def an_entry(places: str, pounds: int | None, tier: str = "first", theme: str = "care") -> Entry:
    """An entry of places by their letters, with a cost in one year; None gives none."""
    lines = [] if pounds is None else [{"financial_year": "2024-25", "gross_cost": pounds * 100}]
    line = Line({"finance_lines": lines}, cast(Any, None))
    return Entry("investment", line, tier, "", theme, frozenset(places), "")


ENTRIES = (
    an_entry("L", 30),
    an_entry("L", 10, theme=""),
    an_entry("W", 60, "second"),
    an_entry("W", None, "second"),
    an_entry("LW", 200),
    an_entry("LWS", 1000),
    an_entry("", 5, tier=""),
)


def test_money_by_place_counts_each_scheme_once() -> None:
    assert by_place(ENTRIES, PLACES) == (
        Portion(EVERY, 1, 100_000, 0),
        Portion(SEVERAL, 1, 20_000, 0),
        Portion("W", 2, 6_000, 1),
        Portion("L", 2, 4_000, 0),
        Portion(NONE, 1, 500, 0),
    )


def test_what_covers_a_place_is_counted_with_all_that_is_shared() -> None:
    assert [covering(ENTRIES, place) for place in "LWS"] == [124_000, 126_000, 100_000]


def test_a_place_that_is_the_only_one_is_a_place() -> None:
    assert [portion.id for portion in by_place([an_entry("L", 1)], {"L"})] == ["L"]


def test_money_by_tier_and_by_theme() -> None:
    assert [(one.id, one.pence) for one in by_tier(ENTRIES)] == [
        ("first", 124_000),
        ("second", 6_000),
        ("", 500),
    ]
    assert [(one.id, one.number, one.unknown) for one in by_theme(ENTRIES)] == [
        ("care", 6, 1),
        ("", 1, 0),
    ]
