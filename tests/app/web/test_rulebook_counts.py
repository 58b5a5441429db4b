"""How many schemes of a round each rule matched, and who may know it."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.callers import ROUND, SCHEMES, values
from tests.app.rounds import made_up
from tests.app.web.visitors import Visitor, World, new_world
from tests.builders import a_scheme, main_pack

RULES = [rule.id for rule in main_pack().rules]
COUNTS = re.compile(r"([\d,]+) matched ([\d,]+) did not match ([\d,]+) could not be answered")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A round with forty made-up schemes."""
    world = new_world(tmp_path_factory.mktemp("counts"))
    world.bring_in(made_up(40))
    yield world
    world.service.database.close()


@pytest.fixture(scope="module")
def chair(world: World) -> Visitor:
    return world.visitor("chair")


def test_the_counts_are_a_plain_recount_of_the_round(world: World, chair: Visitor) -> None:
    lines = values(world.chair.get(f"{ROUND}/ranking?limit=200"))["lines"]
    recount: dict[str, Counter[str]] = {id: Counter() for id in RULES}
    for line in lines:
        for finding in values(world.chair.get(f"{SCHEMES}/{line['ref']}/explanation"))["findings"]:
            recount[finding["rule"]][finding["answer"]] += 1

    assert len(lines) == 40
    for id, expected in recount.items():
        page = chair.page(f"/rulebook/rules/{id}", round="CM24")
        shown = COUNTS.search(page.text)
        assert shown, id
        wanted = (expected["matched"], expected["not_matched"], expected["unknown"])
        assert tuple(int(number) for number in shown.groups()) == wanted
    rows = {
        row[1]: row[-1].split()[0]
        for row in chair.page("/rulebook", round="CM24").rows
        if len(row) == 4
    }
    assert {id: int(rows[id]) for id in RULES} == {
        id: expected["matched"] for id, expected in recount.items()
    }


def test_without_a_round_nothing_is_counted_and_rounds_are_offered(chair: Visitor) -> None:
    page = chair.page("/rulebook/rules/R23")

    assert not COUNTS.search(page.text)
    assert page.links["Choose a round"] == "/rulebook"
    offered = chair.page("/rulebook").links["Round CM24: Planning for 2024-25"]
    assert offered == "/rulebook?round=CM24"


def test_who_may_not_preview_the_list_sees_counts_once_it_is_published(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    world.bring_in([a_scheme(scheme_ref="CM24-LIVPP-901")])
    viewer = world.visitor("board-viewer")
    before = viewer.page("/rulebook/rules/R23", round="CM24")
    world.publish()
    world.bring_in([a_scheme(scheme_ref="CM24-LIVPP-902")])

    after = viewer.page("/rulebook/rules/R23", round="CM24")
    preview = world.visitor("chair").page("/rulebook/rules/R23", round="CM24")
    world.service.database.close()

    assert not COUNTS.search(before.text)
    assert "once the list is published" in before.text
    assert COUNTS.search(after.text).groups() == ("1", "0", "0")  # type: ignore[union-attr]
    assert COUNTS.search(preview.text).groups() == ("2", "0", "0")  # type: ignore[union-attr]


def test_the_way_through_the_rulebook_stays_in_the_round(chair: Visitor) -> None:
    for path in ("", "/rules/R22", "/criteria", "/criteria/cV1", "/meanings", "/lists"):
        page = chair.page(f"/rulebook{path}", round="CM24")
        inside = [
            href
            for text, href in page.links.items()
            if href.startswith("/rulebook") and text not in ("Rulebook", "Packs")
        ]
        assert all("round=CM24" in href for href in inside), path
