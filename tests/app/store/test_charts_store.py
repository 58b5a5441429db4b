"""Charts in the store: found by what they show, renewed, and not kept for ever."""

from app.store.charts import MOST_KEPT, keep_chart, kept_chart
from app.store.database import Database
from tests.app.store.acts import rows_of


def keep(database: Database, digest: str, svg: str, at: str, name: str = "tier/wide") -> None:
    database.write(lambda tx: keep_chart(tx, "one", name, digest, svg, at))


def kept(database: Database, digest: str, name: str = "tier/wide") -> str | None:
    return database.read(lambda tx: kept_chart(tx, "one", name, digest))


def test_a_chart_is_found_by_its_round_its_name_and_what_it_shows(database: Database) -> None:
    keep(database, "a", "<svg>é</svg>", "2023-12-05")

    assert kept(database, "a") == "<svg>é</svg>"
    assert kept(database, "b") is None
    assert kept(database, "a", "tier/narrow") is None
    assert database.read(lambda tx: kept_chart(tx, "two", "tier/wide", "a")) is None


def test_two_that_draw_the_same_both_keep_it(database: Database) -> None:
    keep(database, "a", "<svg/>", "2023-12-05")
    keep(database, "a", "<svg/>", "2023-12-06")

    assert [row["drawn_at"] for row in rows_of(database, "charts")] == ["2023-12-06"]


def test_the_charts_that_were_drawn_last_are_kept(database: Database) -> None:
    keep(database, "other", "<svg/>", "2023-12-01", "place/wide")
    for day in range(1, 9):
        keep(database, f"d{day}", "<svg/>", f"2023-12-0{day}")

    rows = [row for row in rows_of(database, "charts") if row["name"] == "tier/wide"]

    assert {row["digest"] for row in rows} == {f"d{day}" for day in range(9 - MOST_KEPT, 9)}
    assert kept(database, "other", "place/wide") == "<svg/>"


def test_the_one_that_was_just_drawn_is_kept_whatever_the_clock_says(database: Database) -> None:
    for number in range(MOST_KEPT + 1):
        keep(database, f"d{number}", "<svg/>", "2023-12-05")
    keep(database, "late", "<svg/>", "2023-12-01")

    assert kept(database, "late") == "<svg/>"


def test_a_chart_that_was_changed_in_the_store_is_not_shown(database: Database) -> None:
    keep(database, "a", "<svg/>", "2023-12-05")
    database.write(lambda tx: tx.run("UPDATE charts SET svg = '<svg onload=\"x\"/>'"))

    assert kept(database, "a") is None
