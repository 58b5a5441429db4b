"""Two people write the same scheme at the same time, and neither loses anything."""

from collections.abc import Iterator

import pytest

from tests.app.web.forms import Team, errors, form_of, section_form, team
from tests.app.web.visitors import World, new_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = new_world(tmp_path_factory.mktemp("conflicts"))
    yield made
    made.service.database.close()


@pytest.fixture
def tabs(world: World) -> tuple[Team, Team, str]:
    """Two tabs at section B of one draft, each as it was loaded."""
    one, other = team(world), team(world, "liverpool-lead")
    draft = one.begin()
    one.fill(draft, "issue", section_form("issue"))
    one.get(f"{draft}/issue")
    other.get(f"{draft}/issue")
    return one, other, f"{draft}/issue"


def saved(tab: Team, path: str) -> dict[str, str]:
    tab.get(path)
    return {name: texts[0] for name, texts in form_of(tab.page).items()}


def test_answers_to_other_questions_are_both_kept(tabs: tuple[Team, Team, str]) -> None:
    one, other, path = tabs
    form = section_form("issue")

    one.send(path, {**form, "population_affected": ["7000"]})
    answer = other.send(path, {**form, "population_description": ["Other words"]})

    assert answer.status_code == 303
    assert saved(one, path)["population_affected"] == "7,000"
    assert saved(one, path)["population_description"] == "Other words"


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Mine, here"), ("theirs", "Theirs, there")])
def test_two_answers_to_one_question_are_shown_side_by_side(
    tabs: tuple[Team, Team, str], choice: str, kept: str
) -> None:
    one, other, path = tabs
    form = section_form("issue")
    theirs = {"population_description": ["Theirs, there"], "population_affected": ["7000"]}
    one.send(path, {**form, **theirs})

    mine = {"population_description": ["Mine, here"], "timeframe": ["within_1_year"]}
    answer = other.send(path, {**form, **mine})

    assert answer.status_code == 409
    assert "Mine, here" in answer.text
    assert "Theirs, there" in answer.text
    assert saved(one, path)["population_description"] == "Theirs, there"

    asked = other.send(path, form_of(answer.text))
    assert asked.status_code == 422
    assert errors(asked.text)[0].startswith("choice-population_description: 19.")

    done = other.send(path, {**form_of(asked.text), "choice.population_description": [choice]})
    assert done.status_code == 303
    now = saved(one, path)
    assert now["population_description"] == kept
    assert now["population_affected"] == "7,000"
    assert now["timeframe"] == "within_1_year"


def test_the_same_answer_from_both_is_no_conflict(tabs: tuple[Team, Team, str]) -> None:
    one, other, path = tabs
    form = {**section_form("issue"), "population_affected": ["7000"]}

    one.send(path, form)

    assert other.send(path, form).status_code == 303


def test_a_scheme_that_was_submitted_meanwhile_says_so(world: World) -> None:
    one, other = team(world), team(world, "liverpool-lead")
    draft = one.begin()
    one.complete(draft)
    other.get(f"{draft}/issue")
    one.submit(draft)

    answer = other.send(f"{draft}/issue", section_form("issue"))

    assert answer.status_code == 409
    assert "cannot be changed" in answer.text
