"""Schemes in Excel, as a team brings them in: looked at first, then saved, and changed later."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.documents.excel.read import read_workbook
from app.documents.excel.write import filled, workbook_template
from tests.app.callers import SCHEMES, Caller, values
from tests.app.documents.excel.workbooks import cell_of, parts_of, with_cell
from tests.app.web.browser import form_token
from tests.app.web.forms import form_of
from tests.app.web.visitors import Page, Visitor, World, code_words, new_world, read
from tests.builders import a_scheme, main_pack

WORKBOOK = "/rounds/CM24/workbook"
BEGINNING = {
    "title": "Only a beginning",
    "scheme_kind": "investment",
    "submitter_type": "place_partnership",
}


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = new_world(tmp_path_factory.mktemp("workbooks"))
    yield made
    made.service.database.close()


@pytest.fixture
def lead(world: World) -> Visitor:
    return world.visitor("liverpool-lead")


@pytest.fixture
def api(world: World) -> Caller:
    return world.service.caller("LIVPP", "lead")


def a_new(title: str, **changes: Any) -> dict[str, Any]:
    """A complete scheme that has no reference yet."""
    given = a_scheme(**{"scheme_ref": None, "title": title, **changes})
    return {name: value for name, value in given.items() if value is not None}


def workbook(*schemes: dict[str, Any]) -> bytes:
    return filled(main_pack(), schemes)


def with_answer(data: bytes, heading: str, value: str | None, row: int = 4) -> bytes:
    return with_cell(data, "Schemes", cell_of(main_pack(), "Schemes", heading, row), value)


def sent(visitor: Visitor, data: bytes, name: str = "schemes.xlsx") -> TestResponse:
    token = form_token(visitor.get(WORKBOOK).text)
    form = {"csrf_token": token, "workbook": (io.BytesIO(data), name)}
    return visitor.client.post(WORKBOOK, data=form)


def uploaded(visitor: Visitor, data: bytes) -> str:
    """Where the upload is looked at."""
    answer = sent(visitor, data)
    assert answer.status_code == 303, read(answer.text).text
    return str(answer.headers["Location"])


def pressed(visitor: Visitor, path: str, do: str = "save", **form: Any) -> TestResponse:
    """Presses a button with the boxes as the page has ticked them, or as they are given."""
    page = visitor.get(path).text
    ticked = {name: texts for name, texts in form_of(page).items() if name in ("take", "submit")}
    data = {"csrf_token": form_token(page), **ticked, "do": do, **form}
    return visitor.client.post(path, data=data)


def saved(visitor: Visitor, path: str, do: str = "save", **form: Any) -> Page:
    answer = pressed(visitor, path, do, **form)
    assert answer.status_code == 303, read(answer.text).text
    return visitor.page(path)


def titles(api: Caller) -> list[tuple[str, str]]:
    """The reference and state of every scheme of the team, by title."""
    found = values(api.get(SCHEMES))["schemes"]
    return sorted((one["ref"], one["state"]) for one in found)


def answers_of(api: Caller, ref: str) -> dict[str, Any]:
    given: dict[str, Any] = values(api.get(f"{SCHEMES}/{ref}"))["answers"]
    return given


def test_the_empty_workbook_is_the_template(lead: Visitor) -> None:
    answer = lead.get(lead.page(WORKBOOK).links["Download the empty workbook"])

    assert answer.data == workbook_template(main_pack())
    assert answer.headers["Content-Disposition"] == "attachment; filename=CM24-schemes.xlsx"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_nothing_is_saved_before_the_team_says_so(lead: Visitor, api: Caller) -> None:
    path = uploaded(lead, workbook(a_new("Falls service"), BEGINNING))
    page = lead.page(path)

    assert "2 new drafts would be made. Nothing is saved yet." in page.text
    assert page.rows[1] == [
        "Falls service Row 4",
        "New draft Save : Falls service",
        page.rows[1][2],
    ]
    assert page.rows[1][2].startswith("System priority It serves a priority of the whole system")
    assert "answers are missing before it can be submitted." in page.rows[2][2]
    assert code_words(page) == []
    assert titles(api) == []


def test_schemes_are_saved_as_drafts_once(lead: Visitor, api: Caller) -> None:
    path = uploaded(lead, workbook(a_new("Falls service"), BEGINNING))

    page = saved(lead, path)
    again = saved(lead, path)

    assert "2 schemes are kept here." in page.text
    assert page.rows[1] == ["Falls service CM24-LIVPP-001", "New draft", "Draft"]
    assert again.text == page.text
    assert titles(api) == [("CM24-LIVPP-001", "draft"), ("CM24-LIVPP-002", "draft")]


def test_those_that_are_complete_can_be_submitted_at_once(lead: Visitor, api: Caller) -> None:
    path = uploaded(lead, workbook(a_new("Falls service"), BEGINNING))
    assert "Submit : Falls service" in lead.page(path).rows[1][2]
    assert "Submit :" not in lead.page(path).rows[2][2]

    saved(lead, path, do="submit")

    assert titles(api) == [("CM24-LIVPP-001", "submitted"), ("CM24-LIVPP-002", "draft")]


def test_after_the_closing_date_none_is_submitted(world: World, lead: Visitor, api: Caller) -> None:
    world.service.pass_days(60)
    lead = world.visitor("liverpool-lead")
    path = uploaded(lead, workbook(a_new("Falls service")))
    assert "Save, and submit" not in lead.page(path).text

    page = saved(lead, path, do="submit", submit="4")

    assert [state for _, state in titles(world.service.caller("LIVPP", "lead"))] == ["draft"]
    assert "Ask the chair" in page.rows[1][2]


def test_a_faulty_row_is_told_and_the_others_are_saved(lead: Visitor, api: Caller) -> None:
    data = workbook(a_new("Falls service"), a_new("Heart failure clinics"))
    data = with_answer(data, "Lead place", "Atlantis", row=5)
    path = uploaded(lead, data)
    page = lead.page(path)

    assert page.rows[1][:2] == ["Sheet Schemes, row 5, column I New 2", "Lead place"]
    assert "“Atlantis” is not one of the choices." in page.rows[1][2]

    done = saved(lead, path)

    assert "1 row was not taken" in done.text
    assert done.rows[2][:2] == ["Heart failure clinics", "Not taken"]
    assert titles(api) == [("CM24-LIVPP-001", "draft")]


def test_the_report_comes_as_the_workbook_with_comments(lead: Visitor) -> None:
    data = with_answer(workbook(a_new("Falls service")), "Lead place", "Atlantis")
    path = uploaded(lead, data)

    answer = lead.get(f"{path}/comments.xlsx")

    comments = b"".join(part for name, part in parts_of(answer.data).items() if "comments" in name)
    assert "“Atlantis” is not one of the choices." in comments.decode()
    assert "schemes-comments.xlsx" in answer.headers["Content-Disposition"]


def test_a_file_whose_name_nobody_can_see_is_called_workbook(lead: Visitor) -> None:
    answer = sent(lead, workbook(a_new("Falls service")), "\u200d\u3164\u2800 .xlsx")

    commented = lead.get(f"{answer.headers['Location']}/comments.xlsx")

    assert commented.headers["Content-Disposition"] == "attachment; filename=workbook-comments.xlsx"


def test_a_team_changes_its_schemes_in_the_workbook_filled_with_them(
    lead: Visitor, api: Caller
) -> None:
    ref = api.draft(title="Falls service", summary="A class in each town.")
    api.submitted(title="Not to be changed any more")
    data = lead.get(f"{WORKBOOK}/team.xlsx").data
    assert [one.label for one in read_workbook(data, main_pack()).schemes] == [ref]

    path = uploaded(lead, with_answer(with_answer(data, "Title", "Falls classes"), "Summary", None))
    page = lead.page(path)

    assert page.rows[1][1].startswith("2 answers change Save")
    assert "Here: Falls service In the workbook: Falls classes" in page.rows[1][1]
    assert "Here: A class in each town. In the workbook: No answer" in page.rows[1][1]
    saved(lead, path)
    assert answers_of(api, ref)["title"] == "Falls classes"
    assert "summary" not in answers_of(api, ref)


def test_what_is_the_same_is_not_saved_again(lead: Visitor, api: Caller) -> None:
    ref = api.draft(title="Falls service")
    path = uploaded(lead, lead.get(f"{WORKBOOK}/team.xlsx").data)
    assert lead.page(path).rows[1][1] == "No change"
    assert "Save those that are ticked" not in lead.page(path).text

    refused = pressed(lead, path, do="submit")

    assert "Tick at least one scheme to save." in read(refused.text).text
    assert titles(api) == [(ref, "draft")]
    saved(lead, path, do="submit", submit="4")
    assert values(api.get(f"{SCHEMES}/{ref}"))["version"] == 1
    assert titles(api) == [(ref, "submitted")]


def test_only_what_is_ticked_is_saved_and_submitted(lead: Visitor, api: Caller) -> None:
    titles_given = ("One", "Two", "Three", "Four")
    path = uploaded(lead, workbook(*(a_new(title) for title in titles_given)))

    page = saved(lead, path, do="submit", take=["4", "5"], submit=["5", "6"])

    assert [row[1:] for row in page.rows[1:]] == [
        ["New draft", "Draft"],
        ["New draft", "Submitted"],
        ["New draft", "Submitted"],
        ["Left out", ""],
    ]


def test_boxes_stay_as_they_were_ticked_where_something_is_wrong(lead: Visitor) -> None:
    rows = [{**BEGINNING, "summary": "Ring Jo on 07700 900123."}, a_new("Falls service")]
    path = uploaded(lead, workbook(*rows))

    refused = pressed(lead, path, do="submit", take=["4"], submit=[])

    assert refused.status_code == 422
    assert [form_of(refused.text).get(name) for name in ("take", "submit")] == [["4"], None]


def test_what_was_chosen_stays_where_something_else_is_missing(lead: Visitor, api: Caller) -> None:
    ref = api.draft(title="Falls service")
    data = lead.get(f"{WORKBOOK}/team.xlsx").data
    api.change(ref, title="Of somebody else")
    data = with_answer(with_answer(data, "Title", "Of the workbook"), "Summary", "07700 900123")
    path = uploaded(lead, data)

    no_look = pressed(lead, path, clashing="theirs")
    no_choice = pressed(lead, path, confirmed="yes")

    assert form_of(no_look.text)["clashing"] == ["theirs"]
    assert form_of(no_choice.text)["confirmed"] == ["yes"]
    assert answers_of(api, ref)["title"] == "Of somebody else"


def test_a_reference_that_a_row_gives_is_not_given_to_another(lead: Visitor) -> None:
    named = {**a_new("Complete"), "scheme_ref": "CM24-LIVPP-001"}

    page = lead.page(uploaded(lead, workbook(BEGINNING, named)))

    assert "answers are missing before it can be submitted." in page.rows[1][2]
    assert "System priority" in page.rows[2][2]


def test_what_was_left_out_needs_no_answer(lead: Visitor, api: Caller) -> None:
    """Neither text that looks personal nor a clash stops what has none."""
    rows = [{**BEGINNING, "summary": "Ring Jo on 07700 900123."}, a_new("Falls service")]

    saved(lead, uploaded(lead, workbook(*rows)), take=["5"])

    assert len(titles(api)) == 1


def test_the_work_goes_on_in_the_workbook_with_references(lead: Visitor, api: Caller) -> None:
    data = workbook(a_new("Falls service"), a_new("Heart failure clinics"))
    path = uploaded(lead, with_answer(data, "Lead place", "Atlantis", row=5))
    assert lead.get(f"{path}/saved.xlsx").status_code == 404
    page = saved(lead, path)
    assert "the workbook below" in page.text

    after = lead.get(page.links["Download your workbook with the references filled in"]).data
    mended = with_cell(after, "Schemes", cell_of(main_pack(), "Schemes", "Lead place", 5), "Wirral")
    mended = with_answer(mended, "Title", "Falls classes")
    again = uploaded(lead, mended)

    assert lead.page(again).rows[1][1].startswith("1 answer changes")
    assert lead.page(again).rows[2][1].startswith("New draft")
    saved(lead, again)
    assert answers_of(api, "CM24-LIVPP-001")["title"] == "Falls classes"
    assert [ref for ref, _ in titles(api)] == ["CM24-LIVPP-001", "CM24-LIVPP-002"]


def test_changes_of_others_are_kept_beside_those_of_the_workbook(
    lead: Visitor, api: Caller
) -> None:
    ref = api.draft(title="Falls service", summary="A class in each town.")
    data = lead.get(f"{WORKBOOK}/team.xlsx").data
    api.change(ref, summary="A class in each village.")

    saved(lead, uploaded(lead, with_answer(data, "Title", "Falls classes")))

    found = answers_of(api, ref)
    assert (found["title"], found["summary"]) == ("Falls classes", "A class in each village.")


@pytest.mark.parametrize(
    ("kept", "title"), [("mine", "Of the workbook"), ("theirs", "Of somebody else")]
)
def test_where_both_have_changed_an_answer_the_team_chooses(
    lead: Visitor, api: Caller, kept: str, title: str
) -> None:
    ref = api.draft(title="Falls service")
    data = lead.get(f"{WORKBOOK}/team.xlsx").data
    api.change(ref, title="Of somebody else")
    path = uploaded(lead, with_answer(data, "Title", "Of the workbook"))
    assert "In the workbook: Of the workbook Here: Of somebody else" in lead.page(path).text

    refused = pressed(lead, path)

    assert refused.status_code == 422
    assert "Choose which ones to keep." in read(refused.text).text
    saved(lead, path, clashing=kept)
    assert answers_of(api, ref)["title"] == title


def test_a_scheme_that_the_workbook_was_not_filled_with_is_not_emptied(
    lead: Visitor, api: Caller
) -> None:
    ref = api.draft(title="Falls service")
    path = uploaded(lead, workbook({**BEGINNING, "scheme_ref": ref}))

    assert "this workbook was not filled with its answers" in lead.page(path).text
    assert pressed(lead, path, take="4").status_code == 303
    assert answers_of(api, ref)["title"] == "Falls service"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"submitting_org": "WIRPP"}, "You write for LIVPP. Give this organisation."),
        (
            {"scheme_ref": "CM24-WIRPP-001"},
            "The references of LIVPP have its code before the number.",
        ),
    ],
)
def test_what_may_not_be_made_is_told_at_its_cell(
    world: World, lead: Visitor, changes: dict[str, str], told: str
) -> None:
    wirral = world.service.caller("WIRPP", "lead")
    wirral.draft(submitting_org="WIRPP", lead_place="E08000015")
    page = lead.page(uploaded(lead, workbook({**BEGINNING, **changes})))

    assert page.rows[1][0].startswith("Sheet Schemes, row 4, column ")
    assert told in page.rows[1][2]
    assert "Save" not in page.text


def test_the_same_title_twice_is_pointed_out(lead: Visitor, api: Caller) -> None:
    ref = api.draft(title="Only a beginning")

    path = uploaded(lead, workbook(BEGINNING))

    page = lead.page(path)
    assert f"Your team has a scheme with this title already, {ref}." in page.text
    assert pressed(lead, path).status_code == 422
    saved(lead, path, take="4")
    assert len(titles(api)) == 2


def test_text_that_looks_personal_is_saved_once_somebody_has_looked(
    lead: Visitor, api: Caller
) -> None:
    path = uploaded(lead, workbook({**BEGINNING, "summary": "Ring Jo Smith on 07700 900123."}))
    assert "Sheet Schemes, row 4, column" in lead.page(path).text

    refused = pressed(lead, path)

    assert refused.status_code == 422
    assert titles(api) == []
    saved(lead, path, confirmed="yes")
    assert len(titles(api)) == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Choose the workbook that you filled in."),
        (b"a,b,c\n1,2,3\n", "This is text, such as a .csv file"),
        (b"PK\x03\x04 nothing", "The workbook is damaged and cannot be opened."),
        (workbook(), "The workbook has no scheme in it."),
    ],
    ids=["no file", "text", "damaged", "empty"],
)
def test_a_file_that_cannot_be_taken_is_refused_with_what_to_do(
    lead: Visitor, data: bytes, told: str
) -> None:
    answer = sent(lead, data, name="schemes.xlsx" if data else "")

    assert answer.status_code == 422
    assert told in read(answer.text).text
    assert "<title>Error:" in answer.text


def test_an_upload_is_for_its_own_team(world: World, lead: Visitor) -> None:
    path = uploaded(lead, workbook(BEGINNING))
    wirral = world.visitor("wirral-lead")

    for address in (path, f"{path}/comments.xlsx", f"{WORKBOOK}/nothing"):
        assert wirral.get(address).status_code == 404
    assert wirral.post(path, do="save", take="4").status_code == 404
    assert world.visitor("chair").get(WORKBOOK).status_code == 403


def test_the_name_of_a_file_is_only_a_name(lead: Visitor) -> None:
    name = "..\\..\\<script>alert(1)</script>" + "x" * 300 + ".xlsx"
    answer = sent(lead, workbook(BEGINNING), name)

    page = lead.get(str(answer.headers["Location"]))

    assert "<script>alert" not in page.text
    shown = re.search(r"nhsuk-caption-l\">([^<]*)", page.text)
    assert shown is not None
    assert len(shown[1]) < 200
