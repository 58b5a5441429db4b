"""The schemes of a round and the page of each: who sees what, and that every code is in words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.callers import SCHEMES, values
from tests.app.rounds import made_up
from tests.app.web.visitors import HOSTILE, World, code_words, new_world
from tests.builders import a_scheme

ROUND = "/rounds/CM24/schemes"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Forty made-up schemes, a draft of Liverpool, and one with hostile texts."""
    world = new_world(tmp_path_factory.mktemp("schemes"))
    world.bring_in(made_up(40))
    hostile = " ".join(HOSTILE)
    world.bring_in(
        [
            a_scheme(scheme_ref="CM24-LIVPP-001", title="Stands"),
            a_scheme(
                scheme_ref="CM24-LIVPP-003",
                title=HOSTILE[0],
                summary=hostile[:590],
                issue_statement=hostile,
            ),
        ]
    )
    world.bring_in([a_scheme(scheme_ref="CM24-LIVPP-002", title="Not finished")], "draft")
    yield world
    world.service.database.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[World]:
    world = new_world(tmp_path)
    yield world
    world.service.database.close()


@pytest.mark.parametrize("account", ["chair", "executive", "assessor", "wirral-lead", "auditor"])
def test_the_draft_of_another_organisation_is_not_there(world: World, account: str) -> None:
    visitor = world.visitor(account)

    assert visitor.get(f"{ROUND}/CM24-LIVPP-002").status_code == 404
    assert "Not finished" not in visitor.page(ROUND).text


def test_a_team_sees_its_own_draft_and_no_scheme_of_others(world: World) -> None:
    lead = world.visitor("liverpool-lead")
    page = lead.page(ROUND)

    assert "Not finished" in page.text
    assert "Stands" in page.text
    assert "CM24-WIRPP" not in page.text
    assert "It is being written. Only its own organisation sees it." in (
        lead.page(f"{ROUND}/CM24-LIVPP-002").text
    )
    assert world.visitor("wirral-lead").get(f"{ROUND}/CM24-LIVPP-001").status_code == 404


@pytest.mark.parametrize("account", ["board-viewer", "rulebook-editor"])
def test_who_may_not_read_schemes_is_told(world: World, account: str) -> None:
    for path in (ROUND, f"{ROUND}/CM24-LIVPP-001", "/schemes"):
        assert world.visitor(account).get(path).status_code == 403


def test_the_bare_address_leads_to_the_newest_round(world: World) -> None:
    assert world.visitor("chair").get("/schemes").headers["Location"] == ROUND


def test_schemes_are_filtered_by_state(world: World) -> None:
    lead = world.visitor("liverpool-lead")

    page = lead.page(ROUND, state="draft")

    assert [row[0] for row in page.rows[1:]] == [
        "Not finished CM24-LIVPP-002 Liverpool place partnership"
    ]
    assert "No scheme is in this state now." in lead.page(ROUND, state="lapsed").text


def test_a_team_without_schemes_is_told_what_to_do(fresh: World) -> None:
    assert "Begin one: it is kept as a draft." in fresh.visitor("liverpool-lead").page(ROUND).text


def test_a_long_list_of_schemes_has_pages(fresh: World) -> None:
    fresh.bring_in([a_scheme(scheme_ref=f"CM24-LIVPP-{n:03}") for n in range(1, 102)], "draft")
    lead = fresh.visitor("liverpool-lead")

    first, second = lead.page(ROUND), lead.page(ROUND, page=2)

    assert len(first.rows) == 101
    assert len(second.rows) == 2
    assert first.links["Next page"] == f"{ROUND}?page=2"


def test_the_page_says_where_a_scheme_stands_and_why(world: World) -> None:
    line = values(world.chair.get(f"{SCHEMES}/CM24-LIVPP-001/explanation"))["scheme"]

    page = world.visitor("chair").page(f"{ROUND}/CM24-LIVPP-001")

    assert f"and its score is {line['score']} of 100" in page.text
    for words in ("Why this tier", "Source:", "Money by year", "How it scores", "History"):
        assert words in page.text
    for letter in "ABCDEFG":
        assert re.search(rf"<summary.*>{letter}\. ", page.html)


def test_only_who_may_preview_sees_the_neighbours(world: World) -> None:
    path = f"{ROUND}/CM24-LIVPP-001"

    assert "Neighbours on the list" in world.visitor("chair").page(path).text
    assert "Neighbours on the list" not in world.visitor("liverpool-lead").page(path).text


def test_no_code_is_shown_on_any_scheme(world: World) -> None:
    chair = world.visitor("chair")
    refs = re.findall(rf'href="{ROUND}/([^"?]+)"', chair.page(ROUND).html)

    assert len(refs) > 30
    for ref in refs:
        assert code_words(chair.page(f"{ROUND}/{ref}")) == [], ref


def test_hostile_answers_are_text(world: World) -> None:
    page = world.visitor("liverpool-lead").page(f"{ROUND}/CM24-LIVPP-003")

    assert "<script>alert" not in page.html
    assert page.html.count("<script") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.html
    assert HOSTILE[-1] in page.text


def test_the_pages_name_the_rule_beside_each_missing_answer(fresh: World) -> None:
    ref = "CM24-LIVPP-001"
    fresh.bring_in([a_scheme(scheme_ref=ref, summary=None)])

    lead = fresh.visitor("liverpool-lead")
    for path in (f"{ROUND}/{ref}", f"{ROUND}/{ref}/edit", f"{ROUND}/{ref}/check"):
        page = lead.page(path)
        assert page.links["R01"] == "/rulebook/rules/R01?round=CM24", path
        assert re.search(r"Rule R01 , Required answers are missing\. .*IMTP deadline", page.text), (
            path
        )


def test_a_returned_scheme_says_what_is_missing_and_by_when(fresh: World) -> None:
    fresh.bring_in([a_scheme(scheme_ref="CM24-LIVPP-001", monitoring_body=None)])
    lead = fresh.visitor("liverpool-lead")

    page = lead.page(f"{ROUND}/CM24-LIVPP-001")

    assert "It is returned, not turned down" in page.text
    assert "What is missing" in page.text
    assert "Monitoring body" in page.text
    assert "19 December 2023 (14 days left)" in page.text
    assert "19 December 2023" in lead.page(ROUND).text


def test_versions_are_compared_by_question(fresh: World) -> None:
    team = fresh.service.caller("LIVPP", "lead")
    ref = team.draft(title="First", milestones=[a_milestone("One"), a_milestone("Two")])
    team.change(ref, title="Second", milestones=[a_milestone("Zero"), a_milestone("One")])
    team.change(ref, theme=None)
    lead = fresh.visitor("liverpool-lead")

    page = lead.page(f"{ROUND}/{ref}", before=1, after=2)

    assert ["Title Changed", "First", "Second"] in page.rows
    kinds = [row[0] for row in page.rows if row and row[0].startswith("Milestones")]
    assert kinds == ["Milestones 1 Added", "Milestones 2 Removed"]
    assert "Planning theme Removed" in lead.page(f"{ROUND}/{ref}").text
    same = lead.page(f"{ROUND}/{ref}", before=2, after=2).text
    assert "What changed from version 2 to version 2: nothing." in same


def a_milestone(name: str) -> dict[str, str]:
    return {"name": name, "date": "2024-06-01", "owner": "A lead"}


def test_reviewers_see_no_version_that_was_not_submitted(fresh: World) -> None:
    team = fresh.service.caller("LIVPP", "lead")
    ref = team.draft(title="Submitted title")
    team.submit(ref)
    fresh.chair.do("return", ref, {"reason": "Say more about the outcome."})
    team.tags.clear()
    team.change(ref, title="A title not meant for others yet")

    chair = fresh.visitor("executive").page(f"{ROUND}/{ref}")
    assessor = fresh.visitor("assessor").page(f"{ROUND}/{ref}", before=1, after=2)
    lead = fresh.visitor("liverpool-lead").page(f"{ROUND}/{ref}")

    for page in (chair, assessor):
        assert "Submitted title" in page.text
        assert "A title not meant for others yet" not in page.text
    assert "Changed the answers" not in assessor.text
    assert "Say more about the outcome." in assessor.text
    assert "A title not meant for others yet" in lead.text
    assert "which is not submitted yet" in lead.text


def test_the_history_says_who_and_when(fresh: World) -> None:
    fresh.bring_in([a_scheme(scheme_ref="CM24-LIVPP-001")])

    page = fresh.visitor("chair").page(f"{ROUND}/CM24-LIVPP-001")

    what = [row[1:] for row in page.rows if row and row[0].startswith("5 December 2023 at 10:00")]
    who = "A program of NHS Cheshire and Merseyside Integrated Care Board"
    assert what == [[who, "Submitted it"], [who, "Began a draft"]]
