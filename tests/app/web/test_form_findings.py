"""What the pages of a form say is missing, wrong and to be looked at, and where it leads."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.domain.ranked import Explanation
from app.services.explaining import explain_scheme
from app.web.forms.places import page_order
from app.web.presenters.answers import shown
from app.web.presenters.controls import control
from app.web.presenters.faults import Fault, faults_of
from app.web.presenters.lacking import missing_answers, rules_that_ask
from app.web.presenters.trial import Trial, trial
from tests.app.rounds import line_of, ranked
from tests.app.web.forms import Team, errors, section_form, team
from tests.app.web.visitors import World, new_world
from tests.builders import a_scheme, main_pack

REF = "CM24-LIVPP-001"
TEMPLATE = main_pack().template


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = new_world(tmp_path_factory.mktemp("findings"))
    yield made
    made.service.database.close()


@pytest.fixture
def liverpool(world: World) -> Team:
    return team(world)


@pytest.fixture
def spoken(world: World) -> Iterator[Flask]:
    """Where texts have a language."""
    with world.service.app.test_request_context():
        yield world.service.app


def explained(**changes: Any) -> Explanation:
    round_ = ranked(main_pack(), [a_scheme(**changes)])
    return explain_scheme(round_, line_of(round_, REF))


def faults(**changes: Any) -> list[Fault]:
    return [*faults_of(explained(**changes), lambda pointer: pointer)]


def tried(**changes: Any) -> Trial:
    return trial(explained(**changes), lambda pointer: pointer)


def states(page: str) -> list[str]:
    return re.findall(r'nhsuk-tag--\w+">([^<]+)', page)


def dear(cost: int = 125_000_000) -> dict[str, Any]:
    """A scheme that costs so much that a rule asks for its options, and gives none."""
    lines = [{**line, "gross_cost": cost} for line in a_scheme()["finance_lines"]]
    total = cost * len(lines)
    return {"finance_lines": lines, "finance_total_gross": total, "options_considered": None}


@pytest.mark.usefixtures("spoken")
def test_only_answers_that_can_be_changed_are_to_be_put_right() -> None:
    (fault,) = faults(**dear())

    assert [link.text for link in fault.links] == ["Options considered"]
    assert "Gross cost 2024-25: £1,250,000" in fault.details


@pytest.mark.usefixtures("spoken")
def test_what_decides_a_sum_that_is_wrong_is_told_by_name() -> None:
    (fault,) = faults(finance_total_gross=1)
    assert [link.text for link in fault.links] == ["Finance lines", "Total gross cost"]

    lines = a_scheme()["finance_lines"][:-1]
    total = sum(line["gross_cost"] for line in lines)
    (fault,) = faults(finance_lines=lines, finance_total_gross=total)
    assert [link.text for link in fault.links] == ["Finance lines"]
    assert fault.details[0].startswith("Finance lines: none for 20")


@pytest.mark.usefixtures("spoken")
def test_a_question_is_missing_once_with_all_its_parts() -> None:
    indicators = [{"indicator": "Found"}, {"indicator": "Treated", "value": "64%"}]
    explanation = explained(intelligence_used=indicators, summary=None)

    summary, local = missing_answers(explanation, lambda pointer: pointer)

    assert (summary.parts, summary.to_do) == (
        "",
        "Answer: What is the scheme, in a few plain sentences?",
    )
    assert local.link.href == "/intelligence_used/0/value"
    assert local.to_do == (
        "Missing: Our value (item 1); Compared with (item 1); Compared with (item 2)."
    )


@pytest.mark.usefixtures("spoken")
def test_a_rule_that_asks_for_much_is_named_once() -> None:
    asking = rules_that_ask(explained(summary=None, outcomes=None, theme=None), "CM24")

    assert [one.rule.rule for one in asking] == ["R01", "R02"]
    assert asking[0].asks_for == "It asks for all of them."
    assert asking[1].asks_for == "It asks for: Outcomes."
    assert asking[0].rule.source


@pytest.mark.usefixtures("spoken")
def test_all_that_is_counted_are_questions() -> None:
    seen = tried(intelligence_used=[{"indicator": "Found"}], summary=None)

    assert seen.meter.needed - seen.meter.answered == len(seen.missing) == 2
    assert seen.meter.sentence.startswith(f"{seen.meter.answered} of {seen.meter.needed} needed")


@pytest.mark.usefixtures("spoken")
def test_a_whole_scheme_that_a_rule_returns_is_not_called_incomplete() -> None:
    seen = tried(finance_total_gross=1)

    assert seen.meter.sentence == "All needed answers are there."
    assert seen.standing == "1 rule returns it as it stands: see “To put right”."
    assert tried().standing.startswith("It is complete.")


def test_the_check_page_names_missing_parts_and_each_rule_once(liverpool: Team) -> None:
    draft = liverpool.begin()
    liverpool.complete(draft, intelligence_used=[{"indicator": "Found", "value": "64%"}])

    check = liverpool.get(draft.removesuffix("/edit") + "/check").text
    tasks = liverpool.get(draft).text

    for page in (check, tasks):
        assert "Missing: Compared with." in page
        assert page.count("Required answers are missing") == 1
    assert "Section D, Evidence against the four pledges: 1 missing" in tasks


def test_a_scheme_that_is_whole_and_wrong_says_where_to_put_it_right(liverpool: Team) -> None:
    draft = liverpool.begin()
    liverpool.complete(draft, finance_total_gross=1)
    check = draft.removesuffix("/edit") + "/check"

    for path in (check, draft.removesuffix("/edit") + "/declaration"):
        page = liverpool.get(path).text
        assert "1 rule returns it as it stands" in page
        assert f'href="{check}#put-right"' in page
    assert 'id="put-right"' in liverpool.get(check).text


def test_a_section_has_errors_only_where_an_answer_is_to_be_changed(liverpool: Team) -> None:
    draft = liverpool.begin()

    liverpool.complete(draft, **dear())

    found = states(liverpool.get(draft).text)
    assert found == ["Complete", "Has errors", *["Complete"] * 5]


def test_a_section_is_saved_with_links_to_what_it_still_lacks(liverpool: Team) -> None:
    draft = liverpool.begin()
    form = section_form("identity", summary=None, theme=None)

    answer = liverpool.fill(draft, "identity", form)
    page = liverpool.get(answer.headers["Location"]).text

    assert "Section A, Identity and ownership, is saved." in page
    assert "2 answers are still missing:" in page
    notice = page.partition("are still missing:")[2].partition("</ul>")[0]
    assert re.findall(r'href="[^"]*(#\w+)"', notice) == ["#summary", "#theme"]


def test_much_that_is_missing_is_counted_behind_the_first(liverpool: Team) -> None:
    draft = liverpool.begin()
    form = section_form("pledges")
    asked = {name: texts for name, texts in form.items() if name.startswith("evidence")}

    answer = liverpool.fill(draft, "pledges", asked)
    page = liverpool.get(answer.headers["Location"]).text

    count = int(re.findall(r"(\d+) answers are still missing:", page)[0])
    notice = page.partition("are still missing:")[2].partition("</ul>")[0]
    assert notice.count("<li>") == 7
    assert f'href="{draft}#missing">And {count - 6} more.</a>' in notice


def test_one_may_save_in_the_middle_of_a_long_section_and_stay(liverpool: Team) -> None:
    draft = liverpool.begin()
    page = liverpool.get(f"{draft}/pledges").text
    (first, second) = re.findall(r'value="(stay:\w+)"', page)
    assert len(re.findall(r'href="#question-', page)) == page.count('class="app-question"')

    answer = liverpool.fill(draft, "pledges", section_form("pledges"), do=second)

    place = second.removeprefix("stay:")
    assert answer.headers["Location"] == (f"{draft}/pledges?saved=pledges&at={place}#saved-{place}")
    page = liverpool.get(answer.headers["Location"].partition("#")[0]).text
    assert page.count("is saved.") == 1
    assert "is saved." in page.partition(f'id="saved-{place}"')[2].partition("</button>")[0]
    assert first != second


def test_a_short_section_has_no_index_and_one_place_to_save(liverpool: Team) -> None:
    page = liverpool.get(f"{liverpool.begin()}/outcomes").text

    assert "app-index" not in page
    assert 'value="stay:' not in page


def test_who_stays_behind_a_question_that_is_not_there_goes_on(liverpool: Team) -> None:
    draft = liverpool.begin()

    answer = liverpool.fill(draft, "issue", section_form("issue"), do="stay://elsewhere")

    assert answer.headers["Location"] == f"{draft}?saved=issue"


def test_the_summary_says_that_one_can_confirm_and_stands_in_page_order(liverpool: Team) -> None:
    draft = liverpool.begin()
    form = {
        **section_form("issue"),
        "issue_statement": ["Ring 0151 496 0000."],
        "options_considered-0-reason": ["Ring 0151 496 0001."],
    }

    page = liverpool.fill(draft, "issue", form).text

    summary = page.partition("nhsuk-error-summary")[2].partition("<form")[0]
    assert 'href="#confirmed"' in summary
    assert [one.partition(":")[0] for one in errors(page)] == [
        "issue_statement",
        "options_considered-0-reason",
    ]
    assert 'id="confirmed"' in page


def test_errors_stand_in_the_order_of_the_page() -> None:
    expected = [
        "/title",
        "/finance_lines",
        "/finance_lines/0/gross_cost",
        "/finance_lines/1/financial_year",
        "/finance_total_gross",
        "/declaration/declared_on-day",
        "/declaration/declared_on-year",
    ]
    assert sorted({*expected}, key=lambda one: page_order(TEMPLATE, one)) == expected


def test_errors_of_both_kinds_are_in_one_order(liverpool: Team) -> None:
    form = {**section_form("identity"), "theme": ["gardens"], "title": ["x" * 130]}

    answer = liverpool.fill(liverpool.begin(), "identity", form)

    assert [one.partition(":")[0] for one in errors(answer.text)] == ["title", "theme"]


def test_the_confirmation_leads_to_where_a_scheme_is_withdrawn(liverpool: Team) -> None:
    draft = liverpool.begin()
    liverpool.complete(draft)

    page = liverpool.get(liverpool.submit(draft).headers["Location"]).text

    (href,) = re.findall(r'href="([^"]+)">Withdraw this scheme', page)
    path, _, anchor = href.partition("#")
    assert f'id="{anchor}"' in liverpool.get(path).text
    assert "take it back" not in page


@pytest.mark.usefixtures("spoken")
def test_numbers_are_read_back_with_commas() -> None:
    baseline = TEMPLATE.find("outcomes.baseline")
    assert baseline is not None
    assert [shown(baseline, value).text for value in (1120, 1120.5, 7)] == ["1,120", "1,120.5", "7"]


@pytest.mark.usefixtures("spoken")
def test_a_list_with_long_choices_takes_the_whole_row_of_an_item() -> None:
    lines = TEMPLATE.find("finance_lines")
    assert lines is not None

    (item,) = control(lines, {}, {}).parts

    wide = {part.name.rpartition("-")[2]: part.is_wide for part in item.parts}
    assert wide["fund"]
    assert not wide["recurrence"]
