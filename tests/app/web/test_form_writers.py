"""Who may write a scheme by form, until when, and from which earlier scheme."""

from collections.abc import Iterator

import pytest

from tests.app.web.forms import SCHEMES, Team, form_of, section_form, team
from tests.app.web.visitors import World, new_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = new_world(tmp_path_factory.mktemp("writers"))
    yield made
    made.service.database.close()


@pytest.fixture
def liverpool(world: World) -> Team:
    return team(world)


def test_another_team_finds_no_draft(world: World, liverpool: Team) -> None:
    draft = liverpool.begin()
    wirral = team(world, "wirral-lead")

    for path in (draft, f"{draft}/issue", draft.removesuffix("/edit") + "/check"):
        assert wirral.get(path).status_code == 404
    wirral.get(f"{SCHEMES}/new")
    answer = wirral.send(f"{draft}/issue", {**section_form("issue"), "version": ["1"]})
    assert answer.status_code == 404


@pytest.mark.parametrize("account", ["assessor", "chair", "board-viewer", "auditor"])
def test_reviewers_cannot_write(world: World, liverpool: Team, account: str) -> None:
    draft = liverpool.begin()
    reviewer = team(world, account)

    for path in (f"{SCHEMES}/new", draft, f"{draft}/issue"):
        assert reviewer.get(path).status_code == 403


@pytest.mark.parametrize("version", ["", "x", "-1", "1" * 20])
def test_a_form_without_its_version_saves_nothing(liverpool: Team, version: str) -> None:
    draft = liverpool.begin()

    answer = liverpool.fill(draft, "issue", {**section_form("issue"), "version": [version]})

    assert answer.status_code == 428


def test_there_is_no_such_section(liverpool: Team) -> None:
    assert liverpool.get(f"{liverpool.begin()}/nothing").status_code == 404


def test_after_the_closing_date_it_says_whom_to_ask(world: World, liverpool: Team) -> None:
    draft = liverpool.begin()
    liverpool.complete(draft)
    before = world.service.now
    world.service.pass_days(45)
    try:
        late = team(world)
        page = late.get(draft).text
        check = late.get(draft.removesuffix("/edit") + "/check").text
    finally:
        world.service.now = before

    assert "Ask the chair to let it in late" in page
    assert "Go on to the declaration" not in check


@pytest.mark.parametrize(("way", "previous"), [("copy", ""), ("carry_on", "from it")])
def test_a_scheme_begins_from_an_earlier_one(liverpool: Team, way: str, previous: str) -> None:
    draft = liverpool.begin()
    liverpool.fill(draft, "issue", section_form("issue"))
    ref = draft.split("/")[-2]
    page = liverpool.get(f"{SCHEMES}/new/earlier?scheme=CM24/{ref}").text
    assert form_of(page)["scheme"] == [f"CM24/{ref}"]
    assert liverpool.send(f"{SCHEMES}/new/earlier", {}).status_code == 422

    answer = liverpool.send(f"{SCHEMES}/new/earlier", {"scheme": [f"CM24/{ref}"], "way": [way]})

    new = str(answer.headers["Location"])
    assert new != draft
    assert form_of(liverpool.get(f"{new}/issue").text)["population_affected"] == ["6,000"]
    named = form_of(liverpool.get(f"{new}/identity").text).get("previous_scheme_ref")
    assert named == ([ref] if previous else [""])


def test_nobody_begins_from_the_scheme_of_another_team(world: World, liverpool: Team) -> None:
    ref = liverpool.begin().split("/")[-2]
    wirral = team(world, "wirral-lead")

    assert ref not in wirral.get(f"{SCHEMES}/new/earlier").text
    answer = wirral.send(f"{SCHEMES}/new/earlier", {"scheme": [f"CM24/{ref}"], "way": ["copy"]})
    assert answer.status_code in (403, 422)
