"""The list as people read it: who sees it, what is filtered, what it adds up to, and the file."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from app.documents.rows import safe_cell
from app.web.list_query import ListQuery, list_query
from tests.app.callers import values
from tests.app.web.visitors import HOSTILE, Page, World, code_words, full_world, new_world
from tests.builders import a_scheme

LIST = "/rounds/CM24/list"
CSV = "/rounds/CM24/list.csv"
ATTRIBUTES = {"offset_status", "urgency"}
YEARS = ("2024-25", "2025-26", "2026-27")
SUBMITTERS = ("liverpool-submitter", "liverpool-lead", "wirral-lead", "board-viewer")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Sixty made-up schemes, and some with hostile titles."""
    world = full_world(tmp_path_factory.mktemp("list"))
    yield world
    world.service.database.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[World]:
    world = new_world(tmp_path)
    yield world
    world.service.database.close()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def every_row(world: World, **query: Any) -> list[dict[str, str]]:
    return rows_of(world.visitor("chair").get(CSV, **query).text)


def refs_on_pages(world: World, **query: Any) -> list[str]:
    """The references on all pages, in their order."""
    chair, found = world.visitor("chair"), []
    for number in range(1, 10):
        page = chair.page(LIST, page=number, **query)
        found += re.findall(r"app-list__facts\"><span>([^<]+)<", page.html)
        if "Next page" not in page.links:
            return found
    raise AssertionError("The pages have no end.")


@pytest.mark.parametrize("account", SUBMITTERS)
def test_who_may_not_preview_is_told_that_nothing_is_published(world: World, account: str) -> None:
    page = world.visitor(account).page(LIST)

    assert "No list of this round has been published yet." in page.text
    assert "app-list" not in page.html
    assert world.visitor(account).get(CSV).status_code == 404


def test_who_may_not_preview_reads_the_published_list_and_is_told(empty: World) -> None:
    empty.bring_in([a_scheme(scheme_ref="CM24-LIVPP-001", title="Published")])
    empty.publish()
    empty.bring_in([a_scheme(scheme_ref="CM24-LIVPP-002", title="Came later")])

    board = empty.visitor("board-viewer").page(LIST)
    wirral = empty.visitor("wirral-lead").page(LIST)
    liverpool = empty.visitor("liverpool-lead").page(LIST)
    chair = empty.visitor("chair").page(LIST)

    for page in (board, wirral, liverpool):
        assert "This is the published list" in page.text
        assert "Published" in page.text
        assert "Came later" not in page.text
    for page, has_its_page in ((board, False), (wirral, False), (liverpool, True), (chair, True)):
        assert ("/schemes/CM24-LIVPP-001" in page.html) is has_its_page
        assert ("Source: " in page.text) is not has_its_page
    assert "Came later" in chair.text
    assert empty.visitor("board-viewer").get(LIST, position=1).status_code == 403


def test_nobody_reads_it_without_signing_in(world: World) -> None:
    answer = world.service.app.test_client().get(LIST)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


def test_the_bare_address_leads_to_the_newest_round(world: World) -> None:
    assert world.visitor("chair").get("/list").headers["Location"] == LIST


def test_a_round_that_is_not_there_is_not_found(world: World) -> None:
    assert world.visitor("chair").get("/rounds/XX99/list").status_code == 404


def test_an_empty_list_says_what_to_do(empty: World) -> None:
    page = empty.visitor("chair").page(LIST)

    assert "No scheme has been submitted in this round yet." in page.text


def test_an_empty_result_says_what_to_do(world: World) -> None:
    page = world.visitor("chair").page(LIST, q="nothing has these words")

    assert "No scheme has all of this. Take away a filter" in page.text
    assert page.links["Clear all filters"] == LIST


def test_the_lines_stand_in_the_order_of_the_list(world: World) -> None:
    answer = values(world.chair.get("/api/v1/rounds/CM24/ranking?limit=200"))

    assert refs_on_pages(world) == [line["ref"] for line in answer["lines"]]
    assert len(answer["lines"]) == 65


FILTERED = [
    ({"list": "disinvestment_offset"}, "List: Disinvestment offsets"),
    ({"tier": "mandated"}, "Tier: Nationally mandated"),
    ({"place": "E08000012"}, "Place: Liverpool"),
    ({"organisation": "LIVPP"}, "Organisation: Liverpool place partnership"),
    ({"q": "clinic"}, "Words: clinic"),
    ({"held": "yes"}, "Approval: Held"),
    ({"held": "no", "urgency": "urgent"}, "Approval: Can be approved now"),
    ({"offset_status": "shown", "tier": "mandated"}, "Offset: Shown"),
    ({"urgency": "urgent"}, "Urgency: Urgent"),
    ({"q": "a", "place": "E08000012", "list": "investment"}, "List: Investments"),
]


@pytest.mark.parametrize(("query", "chip"), FILTERED)
def test_filters_combine_and_are_shown(world: World, query: dict[str, str], chip: str) -> None:
    wanted = values(world.chair.get("/api/v1/rounds/CM24/ranking?limit=200"))[
        "lines"
    ]  # all, then by hand
    page = world.visitor("chair").page(LIST, **query)

    found = refs_on_pages(world, **query)

    assert chip in page.text
    assert 0 < len(found) < len(wanted)
    assert found == [
        line["ref"]
        for line in wanted
        if query.get("list", line["list"]) == line["list"]
        and query.get("tier", line["tier"]) == line["tier"]
        and query.get("organisation", line["submitting_org"]) == line["submitting_org"]
        and ("place" not in query or query["place"] in line["places"])
        and query.get("held", is_held(line)) == is_held(line)
        and all(line["attributes"][name] == query[name] for name in ATTRIBUTES & query.keys())
        and line["ref"] in found_by_words(world, query.get("q", ""))
    ]


def is_held(line: dict[str, Any]) -> str:
    """Whether a gate holds what has a rank, as the API has it; nothing for what has none."""
    settled = set(line["gates"].values()) <= {"passed"}
    return ("no" if settled else "yes") if line["rank"] else ""


def found_by_words(world: World, words: str) -> set[str]:
    answer = values(
        world.chair.get(f"/api/v1/rounds/CM24/ranking?limit=200{words and '&q=' + words}")
    )
    return {line["ref"] for line in answer["lines"]}


def test_each_filter_can_be_taken_away_by_itself(world: World) -> None:
    page = world.visitor("chair").page(LIST, tier="mandated", place="E08000012")

    assert page.links[
        "Remove the filter Tier: Nationally mandated Tier: Nationally mandated ✕"
    ] == (f"{LIST}?place=E08000012")


def test_totals_follow_the_filters_and_leave_out_what_is_returned(world: World) -> None:
    query = {"place": "E08000012"}
    rows = every_row(world, column=["cost", "release"], columns="chosen", **query)
    returned = [row for row in rows if row["List"] == "Returned to their teams"]
    rows = [row for row in rows if row not in returned]
    page = world.visitor("chair").page(LIST, **query)
    total = next(row for row in page.rows if row and row[0] == "All lists together")
    cost, release = (
        sum(float(row[f"{part} {year} (£)"] or 0) for row in rows for year in YEARS)
        for part in ("Gross cost", "Cash released")
    )

    assert returned
    assert total[1] == str(len(rows))
    assert f"cost £{cost:,.0f} gross" in page.text
    assert f"release £{release:,.0f} in cash" in page.text
    assert f"would leave £{cost - release:,.0f} to pay" in page.text
    for at, year in enumerate(YEARS, start=2):
        pounds = sum(float(row[f"Gross cost {year} (£)"] or 0) for row in rows)
        assert total[at] == f"£{pounds:,.0f}"


@pytest.mark.parametrize("sort", ["rank", "score", "cost", "title"])
def test_the_file_has_exactly_what_the_pages_show(world: World, sort: str) -> None:
    query = {"list": "investment", "sort": sort, "tier": "system_priority"}

    rows = every_row(world, **query)

    assert [row["Reference"] for row in rows] == refs_on_pages(world, **query)
    page = world.visitor("chair").page(LIST, **query)
    shown = {
        row[1].split(" CM24-")[0].split(" GEN24-")[0]: row for row in page.rows if len(row) > 5
    }
    for row in rows[:50]:
        line = shown[" ".join(row["Title"].removeprefix("'").split())]
        assert line[0].rstrip("=") == row["Rank"]
        score = row["Score"], row["Score at most"]
        assert (score[0] if score[0] == score[1] else " to ".join(score)) in line
        cost = row["Gross cost 2024-25 (£)"]
        assert (f"£{float(cost):,.0f}" if cost else "–") in line


def test_the_workbook_has_exactly_what_the_other_file_has(world: World) -> None:
    query = {"tier": "system_priority", "columns": "chosen", "column": ["score", "cost", "flags"]}
    answer = world.visitor("chair").get("/rounds/CM24/list.xlsx", **query)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    heads, *lines = book.get_sheet_by_name("The list").to_python()

    rows = every_row(world, **query)

    assert heads == [*rows[0]]
    assert [[as_text(value) for value in line] for line in lines] == [
        [as_text(text.removeprefix("'")) for text in row.values()] for row in rows
    ]
    is_number = {head for line in lines for head, value in zip(heads, line, strict=True)
                 if isinstance(value, float)}  # fmt: skip
    assert {"Rank", "Score", "Gross cost 2024-25 (£)"} <= is_number
    said = book.get_sheet_by_name("About this list").to_python()
    assert ["Tier: System priority"] in said


def as_text(value: Any) -> str:
    """A number as the shortest text that means it."""
    try:
        return f"{float(value):g}"
    except ValueError:
        return str(value)


def test_sorts_are_right(world: World) -> None:
    rows = every_row(world, sort="title", list="investment")
    assert rows == sorted(rows, key=lambda row: row["Title"].removeprefix("'").casefold())
    rows = every_row(world, sort="score", list="investment")
    scores = [float(row["Score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_columns_are_those_that_were_chosen(world: World) -> None:
    query = {"columns": "chosen", "column": ["tier", "flags"]}
    page = world.visitor("chair").page(LIST, **query)
    heads = every_row(world, **query)[0].keys()

    assert ["Rank", "Scheme", "Flags"] in page.rows
    assert list(heads) == ["List", "Rank", "Reference", "Title", "Tier", "Flags", "Why"]
    assert "column=tier" in page.links["Title"]


def test_a_list_by_loss_shows_what_is_released_unless_other_columns_are_chosen(
    world: World,
) -> None:
    chair, query = world.visitor("chair"), {"list": "disinvestment_offset"}
    usual = chair.page(LIST, **query)
    chosen = chair.page(LIST, columns="chosen", column="cost", **query)

    assert "Cash released 2024\N{NON-BREAKING HYPHEN}25" in heads_of(usual)
    assert "Gross cost 2024\N{NON-BREAKING HYPHEN}25" not in heads_of(usual)
    assert "Gross cost 2024\N{NON-BREAKING HYPHEN}25" in heads_of(chosen)
    assert {"Gross cost 2024-25 (£)", "Cash released 2024-25 (£)"} <= every_row(world)[0].keys()


def heads_of(page: Page) -> list[str]:
    return next(row for row in page.rows if row[:1] == ["Rank"])


def test_the_past_is_shown_as_the_past(empty: World) -> None:
    empty.bring_in([a_scheme(scheme_ref="CM24-LIVPP-001", title="The first")])
    position = values(empty.chair.get("/api/v1/rounds/CM24/ranking"))["as_of"]["position"]
    empty.service.pass_days(2)
    empty.bring_in([a_scheme(scheme_ref="CM24-LIVPP-002", title="The second")])
    chair = empty.visitor("chair")

    for query in ({"position": position}, {"day": "2023-12-05"}):
        page = chair.page(LIST, **query)
        assert "This is the past: the list as it stood on 5 December 2023" in page.text
        assert "The second" not in page.text
        assert page.links["See the list as it is now"].rstrip("?") == LIST
    now = chair.page(LIST)
    assert "The second" in now.text
    assert "This is the past" not in now.text


def test_a_day_that_is_none_is_explained(world: World) -> None:
    page = world.visitor("chair").page(LIST, day="8th of Xmas")

    assert "Write the day, the month and the year, such as 27/11/2026." in page.text
    assert "<title>Error: " in page.html
    assert 'value="8th of Xmas"' in page.html


@pytest.mark.parametrize("typed", ["05/12/2023", "5.12.2023", "5 December 2023", " 2023-12-05 "])
def test_a_day_is_read_as_people_type_it_and_the_address_has_it_in_iso_form(
    world: World, typed: str
) -> None:
    answer = world.visitor("chair").get(LIST, day=typed, tier="mandated", page=2)

    assert answer.location == f"{LIST}?tier=mandated&day=2023-12-05&page=2"
    assert 'value="05/12/2023"' in world.visitor("chair").page(LIST, day="2023-12-05").html


def test_the_foot_says_by_what_and_where_in_the_ledger(world: World) -> None:
    as_of = values(world.chair.get("/api/v1/rounds/CM24/ranking"))["as_of"]
    page = world.visitor("chair").page(LIST)

    assert "version 2024-25.2, with its rules and lists as they stood on 1 December" in page.text
    assert f"at position {as_of['position']} of the ledger" in page.text
    assert as_of["hash"][:12] in page.text


def test_hostile_titles_are_text(world: World) -> None:
    page = world.visitor("chair").page(LIST, organisation="LIVPP", q="alert")

    assert "<script>alert" not in page.html
    assert "&lt;script&gt;alert(1)" in page.html
    assert page.html.count("<script") == 1


@pytest.mark.parametrize("page", ["", "0", "-1", "99999999", "1e9", "²"])
def test_any_number_of_a_page_leads_to_a_page(world: World, page: str) -> None:
    assert world.visitor("chair").get(LIST, page=page).status_code == 200


@pytest.mark.parametrize(
    "name", ["list", "tier", "place", "organisation", "theme", "q", "sort", "day"]
)
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_addresses_break_nothing(world: World, name: str, value: str) -> None:
    answer = world.visitor("chair").get(LIST, **{name: value})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_no_code_is_shown(world: World) -> None:
    for number in (1, 2):
        assert code_words(world.visitor("chair").page(LIST, page=number)) == []


def test_an_address_says_what_it_asks_and_nothing_else() -> None:
    query = ListQuery(tier="mandated", columns=("tier",), page=3)

    assert query.asking() == "tier=mandated&columns=chosen&column=tier"
    assert ListQuery().asking() == ""
    assert query.asking(page=2).endswith("column=tier")
    assert list_query(dict_of(query.pairs())) == query


def dict_of(pairs: Any) -> Any:
    from werkzeug.datastructures import MultiDict  # noqa: PLC0415

    return MultiDict(pairs)


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
