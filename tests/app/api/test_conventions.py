"""What holds for every route: refusals, entity tags, keys for repeating, media types, sizes."""

import json
from typing import Any

import pytest

from app.store.database import Database
from tests.app.callers import (
    API,
    PATCH,
    ROUND,
    SCHEMES,
    Caller,
    Service,
    open_round,
    refused,
    start,
    values,
)
from tests.builders import a_scheme

SMALL = {
    "title": "Checks in pharmacies",
    "scheme_kind": "investment",
    "submitting_org": "LIVPP",
    "submitter_type": "place_partnership",
}


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """One database is enough: what is tested here never reaches the store."""
    return sqlite_database


def test_a_refusal_names_each_field_by_pointer_and_label(lead: Caller) -> None:
    wrong = a_scheme(scheme_ref=None, population_affected="many", theme="gardens")
    answer = lead.post(SCHEMES, wrong)
    assert refused(answer) == (422, "invalid")
    found = {(item["pointer"], item["label"]) for item in values(answer)["errors"]}
    assert found == {
        ("/population_affected", "People affected a year"),
        ("/theme", "Planning theme"),
    }


def test_a_refusal_tells_programs_where_the_list_of_an_answer_is(lead: Caller) -> None:
    wrong = a_scheme(scheme_ref=None, population_affected="many", theme="gardens")
    word, number = values(lead.post(SCHEMES, wrong))["errors"]

    assert word["message"] == "gardens is not in the list themes."
    assert "list" not in number
    listed = values(lead.get(word["list"]))
    assert listed["list"]["id"] == "themes"
    assert "mental_health" in listed["list"]["entries"]


def test_nothing_is_kept_of_what_was_refused(lead: Caller, chair: Caller) -> None:
    before = values(chair.get(f"{ROUND}/ledger/head"))
    lead.post(SCHEMES, {**SMALL, "theme": "gardens"})
    assert values(chair.get(f"{ROUND}/ledger/head")) == before
    assert values(lead.get(SCHEMES))["schemes"] == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "unreadable"),
        (b"{", 400, "unreadable"),
        (b'{"title": "a", "title": "b"}', 400, "unreadable"),
        (b'{"population_affected": NaN}', 400, "unreadable"),
        (b'{"population_affected": 1e400}', 400, "unreadable"),
        (b"\xff\xfe{}", 400, "unreadable"),
        (b'{"title": "\x00"}', 400, "unreadable"),
        (b"[" * 5000, 400, "unreadable"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b'"text"', 422, "invalid"),
        (b'{"title": "\\ud800"}', 422, "invalid"),
    ],
)
def test_rubbish_is_refused_and_never_a_failure(
    lead: Caller, body: bytes, status: int, code: str
) -> None:
    assert refused(lead.post(SCHEMES, body)) == (status, code)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", ""])
def test_another_media_type_is_refused(lead: Caller, kind: str) -> None:
    body = json.dumps(SMALL).encode()
    assert refused(lead.post(SCHEMES, body, Content_Type=kind)) == (415, "wrong_media_type")


def test_a_patch_has_a_media_type_of_its_own(lead: Caller) -> None:
    ref = lead.draft()
    answer = lead.send("PATCH", f"{SCHEMES}/{ref}", {"title": "B"}, If_Match=lead.tag(ref))
    assert refused(answer) == (415, "wrong_media_type")


def test_another_method_is_refused_with_those_that_are_allowed(lead: Caller) -> None:
    answer = lead.send("DELETE", f"{SCHEMES}/{lead.draft()}", None)
    assert refused(answer) == (405, "method_not_allowed")
    assert {"GET", "PATCH"} <= set(answer.headers["Allow"].replace(" ", "").split(","))


def test_a_body_that_is_too_large_is_refused(database: Database) -> None:
    service = start(database, most_body_bytes=2_000)
    open_round(service)
    lead = service.caller("LIVPP", "lead")
    answer = lead.post(SCHEMES, {**SMALL, "summary": "x" * 3_000})
    assert refused(answer) == (413, "too_large")


def test_unknown_and_repeated_parameters_are_refused(lead: Caller) -> None:
    for query in ("stat=draft", "limit=0", "limit=many", "limit=5&limit=6", "state=asleep"):
        assert refused(lead.get(f"{SCHEMES}?{query}")) == (422, "invalid"), query


def test_a_misspelt_parameter_gets_a_suggestion(lead: Caller) -> None:
    (problem,) = values(lead.get(f"{SCHEMES}?stat=draft"))["errors"]
    assert (problem["label"], "state" in problem["message"]) == ("stat", True)


def test_a_change_must_name_the_version_that_it_changes(lead: Caller) -> None:
    ref = lead.draft()
    address = f"{SCHEMES}/{ref}"
    assert refused(lead.patch(address, {"title": "B"})) == (428, "version_needed")
    for tag in ('"1"', "*", 'W/"2"', "2x", '"99999999999999999999"'):
        assert refused(lead.patch(address, {"title": "B"}, If_Match=tag)) == (412, "changed"), tag
    assert lead.patch(address, {"title": "B"}, If_Match=lead.tag(ref)).status_code == 200


def test_what_the_caller_has_is_not_sent_again(lead: Caller) -> None:
    address = f"{SCHEMES}/{lead.draft()}"
    tag = lead.get(address).headers["ETag"]
    again = lead.get(address, If_None_Match=tag)
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    assert lead.get(address, If_None_Match='"other"').status_code == 200


def test_the_same_key_and_body_get_the_same_answer_and_are_done_once(lead: Caller) -> None:
    first = lead.post(SCHEMES, SMALL, Idempotency_Key="one")
    second = lead.post(SCHEMES, SMALL, Idempotency_Key="one")
    assert (first.status_code, first.get_data()) == (second.status_code, second.get_data())
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.headers["Location"] == second.headers["Location"] == f"{SCHEMES}/CM24-LIVPP-001"
    assert len(values(lead.get(SCHEMES))["schemes"]) == 1


def test_the_same_key_with_another_body_is_refused(lead: Caller) -> None:
    lead.post(SCHEMES, SMALL, Idempotency_Key="one")
    other = lead.post(SCHEMES, {**SMALL, "title": "Another"}, Idempotency_Key="one")
    assert refused(other) == (422, "idempotency_key_reused")


def test_two_callers_may_use_the_same_key(lead: Caller, other: Caller) -> None:
    lead.post(SCHEMES, SMALL, Idempotency_Key="one")
    answer = other.post(SCHEMES, {**SMALL, "submitting_org": "WIRPP"}, Idempotency_Key="one")
    assert values(answer)["ref"] == "CM24-WIRPP-001"


def test_what_was_refused_may_be_mended_under_the_same_key(lead: Caller) -> None:
    wrong = lead.post(SCHEMES, {**SMALL, "theme": "gardens"}, Idempotency_Key="one")
    assert wrong.status_code == 422
    assert lead.post(SCHEMES, SMALL, Idempotency_Key="one").status_code == 201


def test_a_submission_sent_again_under_its_key_is_not_a_second_one(lead: Caller) -> None:
    ref = lead.draft()
    address, tag = f"{SCHEMES}/{ref}/submission", lead.tag(ref)
    first = lead.post(address, None, If_Match=tag, Idempotency_Key="s")
    again = lead.post(address, None, If_Match=tag, Idempotency_Key="s")
    assert first.get_data() == again.get_data()
    assert refused(lead.post(address, None, If_Match=tag)) == (412, "changed")


@pytest.mark.parametrize("key", ["k" * 201, "caf\xe9\x07"])
def test_a_key_that_is_no_key_is_refused(lead: Caller, key: str) -> None:
    assert refused(lead.post(SCHEMES, SMALL, Idempotency_Key=key)) == (400, "unreadable")


def test_text_that_looks_personal_is_shown_before_anything_is_saved(lead: Caller) -> None:
    text = "Contact 943 476 5919 or ring 0151 496 0000."
    answer = lead.post(SCHEMES, {**SMALL, "summary": text})
    assert refused(answer) == (422, "looks_personal")
    assert values(answer)["errors"][0]["pointer"] == "/summary"
    assert values(lead.get(SCHEMES))["schemes"] == []
    kept = lead.post(f"{SCHEMES}?accept_warnings=true", {**SMALL, "summary": text})
    assert kept.status_code == 201


def test_a_team_takes_no_reference_of_another(lead: Caller, service: Service) -> None:
    wirral = service.caller("WIRPP", "lead")

    answer = wirral.post(
        SCHEMES, {**SMALL, "submitting_org": "WIRPP", "scheme_ref": "CM24-LIVPP-999999"}
    )

    assert refused(answer) == (422, "invalid")
    assert values(answer)["errors"][0]["pointer"] == "/scheme_ref"
    assert lead.draft() == "CM24-LIVPP-001"


def test_after_the_last_number_the_first_that_is_free_is_given(lead: Caller) -> None:
    for ref in ("CM24-LIVPP-999999", "CM24-LIVPP-001"):
        assert lead.post(SCHEMES, {**SMALL, "scheme_ref": ref}).status_code == 201

    assert [lead.draft(), lead.draft()] == ["CM24-LIVPP-002", "CM24-LIVPP-003"]


def test_a_reference_that_is_taken_is_refused(lead: Caller) -> None:
    lead.post(SCHEMES, {**SMALL, "scheme_ref": "CM24-LIVPP-007"})
    answer = lead.post(SCHEMES, {**SMALL, "scheme_ref": "CM24-LIVPP-007"})
    assert refused(answer) == (409, "taken")
    assert lead.draft() == "CM24-LIVPP-008"


def test_reference_and_organisation_stay_as_they_are(lead: Caller) -> None:
    ref = lead.draft()
    for change in ({"scheme_ref": "CM24-LIVPP-099"}, {"submitting_org": "WIRPP"}):
        answer = lead.change(ref, **change)
        assert refused(answer) == (422, "invalid")
        assert values(answer)["errors"][0]["code"] == "fixed"


def test_null_in_a_patch_takes_an_answer_away(lead: Caller) -> None:
    ref = lead.draft()
    answer = lead.patch(
        f"{SCHEMES}/{ref}",
        {"summary": None, "detriment_statement": {"level": "possible"}},
        If_Match=lead.tag(ref),
    )
    answers = values(answer)["answers"]
    assert "summary" not in answers
    assert answers["detriment_statement"] == {"level": "possible"}


def test_hostile_text_comes_back_as_it_was_sent(lead: Caller) -> None:
    title = "<script>alert(1)</script> ŵ 🎉 'q' \"q\" \\ %s {0} -- ;DROP"
    ref = lead.draft(title=title)
    assert values(lead.get(f"{SCHEMES}/{ref}"))["answers"]["title"] == title


def test_every_answer_carries_its_request_id_and_the_careful_headers(lead: Caller) -> None:
    answer = lead.get(f"{API}/packs", X_Request_Id="abcdef-123456")
    assert answer.headers["X-Request-Id"] == "abcdef-123456"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    odd = lead.get(f"{API}/packs", X_Request_Id="<b>odd</b>")
    assert odd.headers["X-Request-Id"] != "<b>odd</b>"


def test_too_many_requests_are_told_when_to_come_again(database: Database) -> None:
    service = start(database, requests_per_minute=3)
    caller = service.caller("LIVPP", "lead")
    assert [caller.get(f"{API}/packs").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = caller.get(f"{API}/packs")
    assert refused(answer) == (429, "too_many_requests")
    service.pass_days(int(answer.headers["Retry-After"]) / 86_400)
    assert caller.get(f"{API}/packs").status_code == 200


def test_refused_requests_count_too_and_take_nothing_from_others(database: Database) -> None:
    service = start(database, requests_per_minute=3)
    wrong, lead = Caller(service.app.test_client(), "no.key"), service.caller("LIVPP", "lead")
    assert [wrong.get(f"{API}/packs").status_code for _ in range(4)] == [401, 401, 401, 429]
    assert service.app.test_client().get("/").status_code == 200
    assert [lead.get("/metrics").status_code for _ in range(4)] == [403, 403, 403, 429]


def test_an_invented_method_makes_no_new_figures(service: Service) -> None:
    client, observer = service.app.test_client(), service.caller("QYG", "auditor")
    for number in range(3):
        assert client.open("/healthz", method=f"EVIL{number}").status_code == 405
    figures = observer.get("/metrics").get_data(as_text=True)
    assert "EVIL" not in figures
    assert 'method="other",route="no such page",status="405"} 3.0' in figures


def test_a_failure_shows_no_inner_detail(service: Service, lead: Caller) -> None:
    def broken() -> Any:
        raise RuntimeError("secret detail")

    service.app.view_functions["packs.list_packs"] = broken
    broken.permission = "public"  # type: ignore[attr-defined]
    answer = lead.get(f"{API}/packs")
    assert refused(answer) == (500, "failed")
    assert "secret detail" not in answer.get_data(as_text=True)


def test_a_page_that_there_is_not_is_a_problem_too(lead: Caller) -> None:
    assert refused(lead.get(f"{API}/nowhere")) == (404, "not_found")
    assert refused(lead.get(f"{API}/rounds/NONE")) == (404, "not_found")


def test_only_named_hosts_are_served(database: Database) -> None:
    service = start(database, trusted_hosts=("planning.example",))
    client = service.app.test_client()
    assert client.get("/healthz", base_url="http://planning.example").status_code == 200
    assert client.get("/healthz", base_url="http://evil.example").status_code == 400


def test_a_patch_of_a_kind_that_is_no_object_is_refused(lead: Caller) -> None:
    ref = lead.draft()
    answer = lead.send(
        "PATCH", f"{SCHEMES}/{ref}", ["a"], Content_Type=PATCH, If_Match=lead.tag(ref)
    )
    assert refused(answer) == (422, "invalid")
