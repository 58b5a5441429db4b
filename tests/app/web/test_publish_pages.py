"""The chair publishes the list from a page, as it was when it was looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.web.browser import form_token
from tests.app.web.visitors import World, new_world, read
from tests.builders import a_scheme

LIST, PUBLISH = "/rounds/CM24/list", "/rounds/CM24/publish"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = new_world(tmp_path)
    made.bring_in([a_scheme(scheme_ref="CM24-LIVPP-001", title="Falls service")])
    yield made
    made.service.database.close()


def test_everybody_reads_what_the_chair_has_looked_at(world: World) -> None:
    chair, viewer = world.visitor("chair"), world.visitor("board-viewer")
    assert chair.page(LIST).links["Publish the list"] == PUBLISH
    assert chair.page("/").links["Publish the list"] == PUBLISH
    page = chair.page(PUBLISH)
    assert "reads the list as it stands now: 1 scheme." in page.text
    assert page.rows[1] == ["Investments", "1"]
    world.bring_in([a_scheme(scheme_ref="CM24-LIVPP-002", title="Came in meanwhile")])

    answer = chair.client.post(
        PUBLISH,
        data={
            "csrf_token": form_token(page.html),
            "position": page.html.split('name="position" value="')[1].split('"')[0],
            "confirm": "yes",
        },
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    seen = viewer.page(LIST).text
    assert "Falls service" in seen
    assert "Came in meanwhile" not in seen
    now = chair.page(LIST)
    assert "You see the list as it is now. One was published, as it stood on" in now.text
    assert "Came in meanwhile" in now.text
    assert "Came in meanwhile" not in chair.page(now.links["See the published list"]).text
    assert "things have happened in the round since" in chair.page(PUBLISH).text


def test_it_is_not_published_until_the_box_is_ticked(world: World) -> None:
    chair = world.visitor("chair")

    answer = chair.post(PUBLISH, position="3")

    assert answer.status_code == 422
    assert "Tick the box to say that everybody may read this list." in read(answer.text).text
    assert "No list of this round" in world.visitor("board-viewer").page(LIST).text


@pytest.mark.parametrize(("position", "status"), [("", 428), ("x", 428), ("99999", 404)])
def test_a_position_that_no_page_showed_is_refused(
    world: World, position: str, status: int
) -> None:
    answer = world.visitor("chair").post(PUBLISH, position=position, confirm="yes")

    assert answer.status_code == status


def test_a_round_without_schemes_has_nothing_to_publish(tmp_path: Path) -> None:
    world = new_world(tmp_path)

    page = world.visitor("chair").page(PUBLISH)

    assert "there is nothing to publish" in page.text
    assert "confirm" not in page.html
    world.service.database.close()


@pytest.mark.parametrize("account", ["liverpool-lead", "executive", "assessor"])
def test_only_the_chair_publishes(world: World, account: str) -> None:
    visitor = world.visitor(account)

    assert visitor.get(PUBLISH).status_code == 403
    assert "Publish the list" not in visitor.page(LIST).links
