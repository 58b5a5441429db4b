"""Dry runs: all that would be found of a scheme, and nothing is kept."""

from typing import Any

import pytest

from app.store.database import Database
from tests.app.callers import API, ROUND, SCHEMES, Caller, refused, values
from tests.builders import a_scheme

EVALUATIONS = f"{API}/evaluations"


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


def test_a_complete_scheme_is_classified_scored_and_explained(lead: Caller) -> None:
    found = values(lead.post(EVALUATIONS, {"scheme": a_scheme()}))
    assert (found["is_complete"], found["missing"], found["warnings"]) == (True, [], [])
    scheme = found["explanation"]["scheme"]
    assert (scheme["tier"], scheme["score"]) == ("system_priority", "69.4")
    assert {finding["rule"] for finding in found["explanation"]["findings"]} >= {"R20", "R23"}


def test_what_is_missing_is_listed_with_who_asks_for_it(lead: Caller) -> None:
    found = values(lead.post(EVALUATIONS, {"scheme": a_scheme(summary=None)}))
    assert found["is_complete"] is False
    (missing,) = found["missing"]
    assert (missing["pointer"], missing["label"]) == ("/summary", "Summary")
    assert missing["sources"][0]["document"].startswith("Planning for 2024-25")


def test_nothing_is_kept_of_it(lead: Caller, chair: Caller) -> None:
    before = values(chair.get(f"{ROUND}/ledger/head"))
    lead.post(EVALUATIONS, {"scheme": a_scheme(), "round": "CM24"})
    assert values(chair.get(f"{ROUND}/ledger/head")) == before
    assert values(lead.get(SCHEMES))["schemes"] == []


def test_a_submission_finds_what_its_evaluation_found(lead: Caller) -> None:
    evaluated = values(lead.post(EVALUATIONS, {"scheme": a_scheme(), "round": "CM24"}))
    submitted = values(lead.submit(lead.draft()))
    expected, found = evaluated["explanation"]["scheme"], submitted["classification"]
    for name in ("tier", "score", "gates", "flags", "findings", "facts", "parts", "attributes"):
        assert found[name] == expected[name], name


def test_beside_a_round_it_shows_what_others_have_claimed(lead: Caller) -> None:
    giver = lead.submitted()
    claim = {"scheme_ref": giver, "amount": 100, "financial_year": "2024-25", "certainty": "agreed"}
    scheme = a_scheme(scheme_ref="CM24-LIVPP-050", offset_pairs=[claim])
    alone = values(lead.post(EVALUATIONS, {"scheme": scheme}))["explanation"]["scheme"]["facts"]
    beside = values(lead.post(EVALUATIONS, {"scheme": scheme, "round": "CM24"}))
    assert "offset_overclaimed_pence" not in alone
    assert beside["explanation"]["scheme"]["facts"]["offset_overclaimed_pence"] == 100


def test_text_that_looks_personal_is_a_warning(lead: Caller) -> None:
    scheme = a_scheme(summary="Ring 0151 496 0000 to ask.")
    (warning,) = values(lead.post(EVALUATIONS, {"scheme": scheme}))["warnings"]
    assert (warning["pointer"], warning["code"]) == ("/summary", "looks_personal")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/scheme"),
        ([], ""),
        ({"scheme": {}, "rond": "CM24"}, "/rond"),
        ({"scheme": a_scheme(), "round": 5}, "/round"),
        ({"scheme": a_scheme(), "pack": "cheshire"}, "/pack"),
        ({"scheme": a_scheme(theme="gardens")}, "/scheme/theme"),
        ({"scheme": []}, "/scheme"),
    ],
)
def test_a_wrong_part_is_named(lead: Caller, body: Any, pointer: str) -> None:
    answer = lead.post(EVALUATIONS, body)
    assert refused(answer) == (422, "invalid")
    assert values(answer)["errors"][0]["pointer"] == pointer


def test_of_many_wrong_names_the_first_are_told(lead: Caller) -> None:
    answer = lead.post(EVALUATIONS, {"scheme": {}, **{f"x{number}": 0 for number in range(300)}})
    problems = values(answer)["errors"]
    assert len(problems) == 201
    assert problems[-1]["message"].startswith("There are more than 200 problems.")


def test_a_round_that_there_is_not_is_refused(lead: Caller) -> None:
    body = {"scheme": a_scheme(), "round": "NONE"}
    assert refused(lead.post(EVALUATIONS, body)) == (404, "not_found")
