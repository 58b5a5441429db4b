"""The days of a round are those of the place where it is run, which are not those of UTC."""

import re
import zoneinfo
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.settings import LONDON, settings_from
from rulebook.problem import Refused
from tests.app.callers import ROUND, SCHEMES, start, values
from tests.app.web.visitors import World, new_world
from tests.builders import a_scheme

APP = Path(__file__).parents[2] / "app"
REF = "CM24-LIVPP-001"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = new_world(tmp_path)
    yield world
    world.service.database.close()


def run_on(world: World, day: str) -> None:
    """Lets the round take schemes on this day alone."""
    stages = [{"id": id, "from": day, "until": day} for id in ("horizon_scan", "ways_to_address")]
    world.chair.get(ROUND)
    body = {"reason": "One day", "stages": stages}
    answer = world.chair.post(f"{ROUND}/dates", body, If_Match=world.chair.tags[ROUND])
    assert answer.status_code == 200, answer.text


def set_clock(world: World, at: str) -> None:
    world.service.now = datetime.fromisoformat(at)


@pytest.mark.parametrize(
    ("day", "before", "first", "last", "after"),
    [
        # clocks go forward: the day has 23 hours, and ends in summer time
        ("2024-03-31", "2024-03-30T23:59:59Z", "2024-03-31T00:00Z", "2024-03-31T22:59:59Z",
         "2024-03-31T23:00Z"),
        # clocks go back: the day has 25 hours, and begins in summer time
        ("2024-10-27", "2024-10-26T22:59:59Z", "2024-10-26T23:00Z", "2024-10-27T23:59:59Z",
         "2024-10-28T00:00Z"),
        ("2024-07-01", "2024-06-30T22:59:59Z", "2024-06-30T23:00Z", "2024-07-01T22:59:59Z",
         "2024-07-01T23:00Z"),
        ("2024-01-08", "2024-01-07T23:59:59Z", "2024-01-08T00:00Z", "2024-01-08T23:59:59Z",
         "2024-01-09T00:00Z"),
    ],
)  # fmt: skip
def test_a_stage_runs_from_midnight_to_midnight_in_england(
    world: World, day: str, before: str, first: str, last: str, after: str
) -> None:
    run_on(world, day)

    for at, is_open in ((before, False), (first, True), (last, True), (after, False)):
        set_clock(world, at)
        chair = world.service.caller("QYG", "chair")
        assert ("submit" in values(chair.get(ROUND))["allows_today"]) == is_open, at
        page = world.visitor("liverpool-lead").page("/")
        assert ("Today is the last day" in page.text) == is_open, at


def test_what_happens_after_midnight_in_england_is_of_the_new_day(world: World) -> None:
    run_on(world, "2024-07-01")
    set_clock(world, "2024-06-30T23:30:00Z")
    world.bring_in([a_scheme(scheme_ref=REF)])
    chair = world.service.caller("QYG", "chair")

    assert values(chair.get(f"{SCHEMES}/{REF}"))["submitted_on"] == "2024-07-01"
    (mark,) = values(chair.get(f"{SCHEMES}/{REF}/versions"))["versions"]
    assert mark["made_at"] == "2024-06-30T23:30:00.000000Z"
    page = world.visitor("chair").page(f"/rounds/CM24/schemes/{REF}")
    assert [row[0][:25] for row in page.rows if "Submitted it" in row] == [
        "1 July 2024 at 00:30 BST "
    ]


def test_the_list_after_a_day_is_that_at_midnight_in_england(world: World) -> None:
    run_on(world, "2024-07-01")
    set_clock(world, "2024-06-30T23:30:00Z")
    world.bring_in([a_scheme(scheme_ref=REF)])
    chair, visitor = world.service.caller("QYG", "chair"), world.visitor("chair")

    for day, count in (("2024-06-30", 0), ("2024-07-01", 1)):
        assert len(values(chair.get(f"{ROUND}/ranking?at={day}"))["lines"]) == count
        assert (REF in visitor.page("/rounds/CM24/list", day=day).text) == (count == 1)


def test_rounds_may_be_run_elsewhere(world: World) -> None:
    run_on(world, "2024-01-08")
    far = start(world.service.database, zone=ZoneInfo("Pacific/Auckland"))

    far.now = datetime.fromisoformat("2024-01-07T11:00Z")
    assert "submit" in values(far.caller("QYG", "chair").get(ROUND))["allows_today"]


def test_the_zone_is_a_setting() -> None:
    secret = {"SECRET_KEY": "s" * 32}

    assert settings_from(secret).zone == LONDON
    assert settings_from({**secret, "TIME_ZONE": "Europe/Dublin"}).zone.key == "Europe/Dublin"
    for wrong in ("Europe", "London", "../etc/passwd", "\0"):
        with pytest.raises(Refused, match="such as Europe/London"):
            settings_from({**secret, "TIME_ZONE": wrong})


def test_a_machine_without_time_zones_knows_when_it_is_in_england() -> None:
    zoneinfo.reset_tzpath(to=())
    try:
        london = ZoneInfo.no_cache("Europe/London")
    finally:
        zoneinfo.reset_tzpath()

    assert datetime(2024, 7, 1, tzinfo=london).tzname() == "BST"


def test_no_day_is_taken_from_a_moment_but_by_the_zone() -> None:
    taken = re.compile(r"(now\(\)|\bnow|clock\(\))\.date\(\)")
    found = [file.name for file in APP.rglob("*.py") if taken.search(file.read_text())]

    assert found == []
