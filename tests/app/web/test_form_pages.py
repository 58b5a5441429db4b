"""A scheme is begun, written section by section, checked, declared and submitted by form."""

import re
from collections.abc import Iterator

import pytest

from tests.app.callers import SCHEMES as API
from tests.app.callers import values
from tests.app.web.forms import FIRST, SCHEMES, Team, errors, form_of, section_form, team
from tests.app.web.visitors import World, code_words, new_world, read
from tests.builders import main_pack

SECTIONS = [section.id for section in main_pack().template.sections]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = new_world(tmp_path_factory.mktemp("forms"))
    yield made
    made.service.database.close()


@pytest.fixture
def liverpool(world: World) -> Team:
    return team(world)


def states(page: str) -> list[str]:
    return re.findall(r'nhsuk-tag--\w+">([^<]+)', page)


def test_a_few_answers_are_enough_to_keep_a_draft(liverpool: Team) -> None:
    draft = liverpool.begin()

    page = liverpool.get(draft).text

    assert "Blood pressure checks" in page
    assert states(page) == ["In progress", *["Not started"] * 6]
    assert "4 of 57 needed answers are there." in page


def test_a_draft_that_cannot_be_kept_says_why_and_keeps_what_was_typed(liverpool: Team) -> None:
    liverpool.get(f"{SCHEMES}/new")

    answer = liverpool.send(f"{SCHEMES}/new", {**FIRST, "title": ["x" * 130], "scheme_kind": []})

    assert answer.status_code == 422
    assert errors(answer.text) == [
        "title: Title: This has 130 characters; at most 120 are allowed. Shorten it.",
        "scheme_kind: Kind of scheme: Give the kind of scheme.",
    ]
    assert form_of(answer.text)["title"] == ["x" * 130]
    assert "<title>Error: " in answer.text


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_in_words_and_says_where_it_comes_from(
    liverpool: Team, section: str
) -> None:
    draft = liverpool.begin()

    answer = liverpool.get(f"{draft}/{section}")

    assert answer.status_code == 200
    assert len(answer.data) < 300_000
    assert code_words(read(answer.text)) == []
    assert answer.text.count("Where this comes from") >= 4


def test_a_complete_scheme_is_submitted_and_says_what_it_is(liverpool: Team) -> None:
    draft = liverpool.begin()

    liverpool.complete(draft)
    assert states(liverpool.get(draft).text) == ["Complete"] * 7
    check = liverpool.get(draft.removesuffix("/edit") + "/check").text
    answer = liverpool.submit(draft)

    assert "£180,000" in check
    assert "It is not complete." not in check
    assert answer.headers["Location"].endswith("/submitted")
    page = read(liverpool.get(answer.headers["Location"]).text)
    assert "Scheme submitted" in page.text
    assert "CM24-LIVPP-" in page.text
    assert "System priority" in page.text
    assert code_words(page) == []
    assert "so it cannot be changed" in liverpool.get(draft).text
    assert liverpool.get(f"{draft}/issue").status_code == 409


def test_the_next_section_follows(liverpool: Team) -> None:
    draft = liverpool.begin()

    answer = liverpool.fill(draft, "issue", section_form("issue"), do="next")

    assert answer.headers["Location"] == f"{draft}/classification?saved=issue"
    page = liverpool.get(answer.headers["Location"]).text
    assert "Section B, Issue and opportunity, is saved." in page


def test_nothing_typed_is_lost_when_an_answer_is_wrong(liverpool: Team) -> None:
    draft = liverpool.begin()
    form = {
        **section_form("finance"),
        "finance_lines-0-gross_cost": ["about £1m"],
        "finance_total_gross": ["£540,000.005"],
        "offset_pairs-1-financial_year": ["24"],
    }

    answer = liverpool.fill(draft, "finance", form)

    assert answer.status_code == 422
    assert [one.split(":")[0] for one in errors(answer.text)] == [
        "finance_lines-0-gross_cost",
        "finance_total_gross",
        "offset_pairs-1-financial_year",
    ]
    shown = form_of(answer.text)
    assert {name: shown.get(name) for name in form} == form
    for name in ("finance_lines-0-gross_cost", "finance_total_gross"):
        assert f'id="{name}-error"' in answer.text
    liverpool.get(f"{draft}/finance")
    assert "funding_source" not in form_of(liverpool.page)


def test_what_is_right_is_saved_where_that_is_asked_for(liverpool: Team) -> None:
    draft = liverpool.begin()
    liverpool.fill(draft, "issue", section_form("issue"))
    wrong = {"population_affected": ["many"], "timeframe": ["within_1_year"]}

    answer = liverpool.fill(draft, "issue", {**section_form("issue"), **wrong}, do="save_right")

    assert "What is right has been saved." in answer.text
    assert form_of(answer.text)["population_affected"] == ["many"]
    liverpool.get(f"{draft}/issue")
    saved = form_of(liverpool.page)
    assert saved["timeframe"] == ["within_1_year"]
    assert saved["population_affected"] == ["6,000"]


def test_a_wrong_choice_of_a_list_names_the_page_of_the_list(liverpool: Team) -> None:
    answer = liverpool.fill(liverpool.begin(), "identity", {**FIRST, "theme": ["gardens"]})

    (error,) = errors(answer.text)
    assert error.startswith("theme: Planning theme: gardens is not in the list themes. The page “")
    assert error.endswith("” of the rulebook shows the list.")
    assert "prioritise template" not in answer.text


def test_an_item_that_lacks_what_is_wrong_is_saved_without_it(liverpool: Team) -> None:
    draft = liverpool.begin()
    form = {**section_form("outcomes"), "milestones-1-date-month": ["13"]}

    liverpool.fill(draft, "outcomes", form, do="save_right")

    liverpool.get(f"{draft}/outcomes")
    saved = form_of(liverpool.page)
    assert saved["milestones-1-name"] == ["All pharmacies open"]
    assert saved["milestones-1-date-month"] == [""]
    assert saved["milestones-0-date-month"] == ["4"]


def test_items_are_added_and_removed_and_keep_what_was_typed(liverpool: Team) -> None:
    draft = liverpool.begin()
    form = {**section_form("delivery"), "risks-0-mitigation": [" as typed\n"]}

    liverpool.fill(draft, "delivery", form, do="add:risks")
    assert form_of(liverpool.page)["risks-count"] == ["2"]
    assert form_of(liverpool.page)["risks-0-mitigation"] == [" as typed\n"]
    liverpool.send(f"{draft}/delivery", form_of(liverpool.page), do="remove:risks-0")

    assert form_of(liverpool.page)["risks-count"] == ["1"]
    assert form_of(liverpool.page).get("risks-0-mitigation") == [""]
    assert liverpool.send(f"{draft}/delivery", form_of(liverpool.page)).status_code == 303


def test_text_that_looks_personal_is_saved_once_somebody_has_looked(liverpool: Team) -> None:
    draft = liverpool.begin()
    form = {**section_form("issue"), "issue_statement": ["Ring 0151 496 0000 for details."]}

    warned = liverpool.fill(draft, "issue", form)
    saved = liverpool.send(f"{draft}/issue", {**form, "confirmed": ["yes"]})
    again = liverpool.fill(draft, "issue", {**form, "timeframe": ["within_1_year"]})

    assert warned.status_code == 422
    assert "looks like a telephone number" in warned.text
    assert form_of(warned.text)["issue_statement"] == form["issue_statement"]
    assert (saved.status_code, again.status_code) == (303, 303)


def test_a_declaration_must_be_whole(liverpool: Team) -> None:
    draft = liverpool.begin()
    path = draft.removesuffix("/edit") + "/declaration"
    liverpool.get(path)
    assert form_of(liverpool.page)["declaration-declared_on-year"] == ["2023"]

    answer = liverpool.send(path, {})

    assert answer.status_code == 422
    assert [one.split(":")[0] for one in errors(answer.text)] == [
        "declaration-accurate",
        "declaration-authorised",
        "declaration-declared_by",
        "declaration-declared_on-day",
    ]


def test_an_incomplete_scheme_comes_back_and_opens_at_its_reasons(liverpool: Team) -> None:
    draft = liverpool.begin()
    liverpool.complete(draft, summary=None, finance_total_gross=1)

    check = liverpool.get(draft.removesuffix("/edit") + "/check").text
    answer = liverpool.submit(draft)

    assert "If you submit it now, it comes back to you" in check
    assert answer.headers["Location"] == draft
    page = liverpool.get(draft).text
    assert "This scheme was returned to you" in page
    assert "Submit it again by 19 December 2023. 14 days left." in page
    assert f'href="{draft}/finance#finance_lines"' in page
    assert f'href="{draft}/identity#summary"' in page
    assert "The lines add up to £540,000, the control total is £0.01" in page
    assert states(page)[0] == "In progress"
    assert states(page)[5] == "Has errors"

    liverpool.fill(draft, "identity", section_form("identity"))
    liverpool.fill(draft, "finance", section_form("finance"))
    assert liverpool.submit(draft).headers["Location"].endswith("/submitted")


def test_what_the_chair_says_is_shown_first(world: World, liverpool: Team) -> None:
    draft = liverpool.begin()
    liverpool.complete(draft)
    liverpool.submit(draft)
    ref = draft.split("/")[-2]
    world.chair.get(f"{API}/{ref}")

    answer = world.chair.do("return", ref, {"reason": "Say more about <the> baseline."})

    assert values(answer)["state"] == "returned"
    page = liverpool.get(draft).text
    assert "Say more about &lt;the&gt; baseline." in page


def test_the_preview_says_what_is_typed_now_and_keeps_nothing(liverpool: Team) -> None:
    draft = liverpool.begin()
    liverpool.get(f"{draft}/classification")
    form = {**section_form("classification"), "national_reference-0-date-day": ["x"]}

    answer = liverpool.send(f"{draft}/classification/preview", form)

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="app-trial"')
    assert "Summary" in answer.text
    liverpool.get(f"{draft}/classification")
    assert "prevention_level" not in form_of(liverpool.page)
