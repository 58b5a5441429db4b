"""Many schemes at once, with a result for each row."""

import json
from typing import Any

import pytest

from app.store.database import Database
from tests.app.callers import ROUND, SCHEMES, Caller, Service, lines_of, refused, values
from tests.app.rounds import made_up
from tests.builders import a_scheme

IMPORTS = f"{ROUND}/imports"
NDJSON = "application/x-ndjson"


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


def rows(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [a_scheme(scheme_ref=None, title=f"Scheme {n}", **changes) for n in range(count)]


def test_each_row_has_a_result_of_its_own_and_a_summary_ends_it(lead: Caller) -> None:
    wrong = {"title": "No more than this"}
    answer = lead.post(IMPORTS, [*rows(2), wrong])
    first, second, third, summary = lines_of(answer)
    assert [line["ref"] for line in (first, second)] == ["CM24-LIVPP-001", "CM24-LIVPP-002"]
    assert (third["row"], third["ref"], third["code"]) == (3, None, "invalid")
    assert {"/scheme_kind", "/submitting_org"} <= {e["pointer"] for e in third["errors"]}
    assert summary == {"rows": 3, "kept": 2, "refused": 1}
    assert answer.content_type == NDJSON


def test_all_or_none_keeps_none_when_one_is_wrong(lead: Caller) -> None:
    answer = lead.post(f"{IMPORTS}?mode=all", [*rows(2), {"title": "x"}])
    assert refused(answer) == (422, "invalid")
    assert values(answer)["errors"][0]["pointer"].startswith("/2/")
    assert values(lead.get(SCHEMES))["schemes"] == []
    assert lines_of(lead.post(f"{IMPORTS}?mode=all", rows(2)))[-1]["kept"] == 2


def test_rows_may_be_submitted_at_once_and_are_judged_beside_each_other(
    lead: Caller, chair: Caller
) -> None:
    answer = lead.post(f"{IMPORTS}?action=submit", [*rows(2), *rows(1, summary=None)])
    assert [line["state"] for line in lines_of(answer)[:3]] == [
        "submitted",
        "submitted",
        "returned",
    ]
    found = values(chair.get(f"{ROUND}/ranking"))["lines"]
    assert sorted(line["list"] for line in found) == ["investment", "investment", "returned"]


def test_lines_that_are_not_json_do_not_stop_the_others(lead: Caller) -> None:
    text = "\n".join([json.dumps(rows(1)[0]), "{broken", "", json.dumps(rows(1)[0])])
    found = lines_of(lead.post(IMPORTS, text.encode(), Content_Type=NDJSON))
    assert [(line["row"], line.get("code")) for line in found[:-1]] == [
        (1, None),
        (2, "unreadable"),
        (4, None),
    ]


def test_the_same_import_sent_again_brings_nothing_in_twice(lead: Caller) -> None:
    first = lead.post(IMPORTS, rows(3), Idempotency_Key="i")
    again = lead.post(IMPORTS, rows(3), Idempotency_Key="i")
    assert first.get_data() == again.get_data()
    assert len(values(lead.get(SCHEMES))["schemes"]) == 3


def test_more_rows_than_a_portion_are_all_kept(service: Service, chair: Caller) -> None:
    everything = service.caller("QYG", "administrator")
    found = lines_of(everything.post(f"{IMPORTS}?action=submit", list(made_up(230))))
    assert found[-1] == {"rows": 230, "kept": 230, "refused": 0}
    assert [line["row"] for line in found[:-1]] == list(range(1, 231))
    assert values(chair.get(f"{ROUND}/ranking?limit=1"))["total"] == 230


def test_a_reference_that_comes_twice_is_refused_the_second_time(lead: Caller) -> None:
    twice = [a_scheme(), a_scheme()]
    first, second, _ = lines_of(lead.post(IMPORTS, twice))
    assert (first["ref"], second["code"]) == ("CM24-LIVPP-001", "taken")


def test_references_go_on_after_the_highest_that_a_row_has_given(lead: Caller) -> None:
    given = [*rows(2), a_scheme(scheme_ref="CM24-LIVPP-007"), *rows(2)]
    refs = [line["ref"] for line in lines_of(lead.post(IMPORTS, given))[:5]]
    assert [ref[-3:] for ref in refs] == ["001", "002", "007", "008", "009"]


def test_a_late_row_is_kept_as_a_draft_and_says_why(service: Service, lead: Caller) -> None:
    service.pass_days(60)
    (line, _) = lines_of(lead.post(f"{IMPORTS}?action=submit", rows(1)))
    assert (line["state"], line["code"]) == ("draft", "not_now")


@pytest.mark.parametrize("body", [{}, "text", []])
def test_a_body_that_is_no_list_of_schemes_is_refused(lead: Caller, body: Any) -> None:
    assert refused(lead.post(IMPORTS, body)) == (400, "unreadable")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"[" + b"0," * 20_000 + b"0]"),
        ("application/x-ndjson", b"not JSON\n\n" * 20_001),
    ],
)
def test_too_many_rows_are_refused_as_a_whole(lead: Caller, kind: str, body: bytes) -> None:
    answer = lead.post(IMPORTS, body, Content_Type=kind)
    assert refused(answer) == (400, "unreadable")
    assert "more than 20,000 schemes" in values(answer)["detail"]


def test_an_import_into_a_round_that_there_is_not_is_refused(lead: Caller) -> None:
    assert refused(lead.post(f"{ROUND}9/imports", rows(1))) == (404, "not_found")
