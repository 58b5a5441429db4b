"""Requests that make no sense are refused in words, whatever stands behind; none is a failure."""

from typing import Any

import pytest

from tests.app.callers import API, ROUND, SCHEMES, Caller, lines_of, refused, values
from tests.builders import a_scheme


@pytest.mark.parametrize(
    "address",
    [
        f"{ROUND}%00",
        f"{ROUND}%FF",
        f"{ROUND}/schemes/%E2%80%AE",
        f"{SCHEMES}/a%00b/versions/1",
        f"{SCHEMES}/a/versions/{'9' * 40}",
        f"{API}/packs/%00",
        f"{API}/packs/cheshire_merseyside/lists/a%00",
    ],
)
def test_a_name_with_signs_that_no_name_has_is_not_found(lead: Caller, address: str) -> None:
    assert refused(lead.get(address)) == (404, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        "after=1e999",
        "after=0-1",
        "at=2024-02-30",
        "at=9999-12-31",
        "at=20240101",
        "q=%00",
        "q=%E2%80%8B",
        f"position={'9' * 30}",
        "limit=1&limit=2",
        "limit=1000",
        "unheard_of=1",
    ],
)
def test_a_parameter_of_another_form_is_refused(chair: Caller, query: str) -> None:
    assert refused(chair.get(f"{ROUND}/ranking?{query}")) == (422, "invalid")


@pytest.mark.parametrize("secret", ["", "é", "a.b\x00", "a\x00.b", "x" * 5_000])
def test_a_key_that_is_none_is_refused(lead: Caller, secret: str) -> None:
    answer = lead.client.get(ROUND, headers={"Authorization": f"Bearer {secret}"})
    assert refused(answer) == (401, "sign_in_needed")


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 201])
@pytest.mark.parametrize(("address", "body"), [(SCHEMES, {}), (f"{ROUND}/imports", [{}])])
def test_an_idempotency_key_of_another_form_is_refused(
    lead: Caller, address: str, body: Any, key: str
) -> None:
    assert refused(lead.post(address, body, Idempotency_Key=key))[1] in ("unreadable", "invalid")
    assert refused(lead.post(address, [] if body else a_scheme(), Idempotency_Key=key)) == (
        400,
        "unreadable",
    )


@pytest.mark.parametrize("tag", ["2", '"2', "*", 'W/"2"', '"1", "2"', '"' + "9" * 30 + '"'])
def test_only_the_etag_as_it_was_given_lets_a_change_through(lead: Caller, tag: str) -> None:
    address = f"{SCHEMES}/{lead.draft()}"
    assert refused(lead.patch(address, {"title": "B"}, If_Match=tag)) == (412, "changed")


def test_reading_takes_no_notice_of_if_match(lead: Caller) -> None:
    assert lead.get(ROUND, If_Match='"999"').status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "DELETE", "PUT", "CONNECT", "BREW"])
def test_another_method_is_refused_and_those_that_there_are_are_named(
    lead: Caller, method: str
) -> None:
    answer = lead.send(method, ROUND, None)
    assert refused(answer) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "row", [b'{"\\ud800": 1}', b'{"title": "\\ud800"}', b'{"title": "a\\u0000"}', b"1", b"null"]
)
def test_a_row_with_half_a_character_or_none_at_all_is_refused_by_itself(
    lead: Caller, row: bytes
) -> None:
    answer = lead.post(f"{ROUND}/imports", b"[" + row + b"]")
    assert answer.status_code == 200
    assert [line.get("status") for line in lines_of(answer)] == [422, None]


def test_no_version_is_number_0(lead: Caller) -> None:
    address = f"{SCHEMES}/{lead.submitted()}/versions/0"
    assert refused(lead.get(address)) == (404, "not_found")
    assert refused(lead.get(f"{address}/classification")) == (404, "not_found")


def test_a_round_is_tried_out_by_its_code_only(lead: Caller) -> None:
    answer = lead.post(f"{API}/evaluations", b'{"scheme": {}, "round": "A\\u0000"}')
    assert refused(answer) == (422, "invalid")
    assert answer.get_json()["errors"][0]["pointer"] == "/round"


@pytest.mark.parametrize("sent", ["draft", "change", "evaluation"])
def test_a_list_where_one_scheme_is_wanted_is_told_where_to_go(lead: Caller, sent: str) -> None:
    one = f"{SCHEMES}/{lead.draft()}"
    if sent == "draft":
        answer = lead.post(SCHEMES, [a_scheme()])
    elif sent == "change":
        answer = lead.patch(one, [a_scheme()], If_Match=lead.tags[one])
    else:
        answer = lead.post(f"{API}/evaluations", {"scheme": [a_scheme()]})
    assert refused(answer) == (422, "invalid")
    (error,) = values(answer)["errors"]
    assert error["pointer"] == ("/scheme" if sent == "evaluation" else "")
    assert error["label"] == "Scheme"
    assert error["message"].endswith("For many, use POST /api/v1/rounds/{code}/imports.")
