"""What a running service writes to its error stream: JSON by the line, and nothing of anybody's."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.app.callers import API, ROUND, SCHEMES
from tests.app.faults.served import SECRET_KEY, served
from tests.app.faults.stores import SMALL, with_open_round
from tests.builders import a_scheme

PLANTED = "Zanzibar"
"""Planted wherever a caller can put a text."""
ID = "0123456789abcdef"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """All that was written in the life of a service, and the keys that were sent to it."""
    folder = tmp_path_factory.mktemp("journal")
    url = f"sqlite:///{folder / 'store.db'}"
    with served(url, folder) as service:
        keys = with_open_round(url)
        lead, chair = service.client(keys.lead), service.client(keys.chair)
        wrong = service.client(f"{keys.lead[:13]}{PLANTED}")
        lead.get(f"{SCHEMES}?after={PLANTED}", X_Request_Id=ID, traceparent="00-aa-bb-01")
        draft = lead.post(
            SCHEMES, a_scheme(scheme_ref=None, title=PLANTED), Idempotency_Key=PLANTED
        )
        lead.post(f"{draft.headers['location']}/submission", None, If_Match=draft.headers["etag"])
        lead.post(SCHEMES, {**SMALL, "title": 7, PLANTED: PLANTED})
        lead.post(f"{ROUND}/imports", [{**SMALL, "summary": PLANTED}, {PLANTED: 1}])
        chair.get(f"{ROUND}/ranking?q={PLANTED}&{PLANTED}=1")
        chair.get(f"{ROUND}/ranking", Cookie=f"__Host-session={PLANTED}", X_Request_Id=PLANTED * 20)
        lead.get(f"{SCHEMES}/{PLANTED}")
        lead.get(f"/{PLANTED}", User_Agent=PLANTED, Referer=f"https://{PLANTED}/")
        wrong.get(f"{API}/rounds")
        assert service.end() == 0
        yield service.errors(), [keys.lead, keys.chair]


@pytest.fixture
def requests(told: tuple[str, list[str]]) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in told[0].splitlines()]
    return [line for line in lines if line["message"] == "request"]


def test_every_line_is_one_json_object_with_its_time_and_level(told: tuple[str, list[str]]) -> None:
    lines = [json.loads(line) for line in told[0].splitlines()]
    assert len(lines) > 10
    assert all({"at", "level", "message"} <= line.keys() for line in lines)
    assert {line["level"] for line in lines} == {"info"}


def test_every_request_is_noted_by_the_rule_of_its_route(requests: list[dict[str, Any]]) -> None:
    expected = [
        ("GET", "/api/v1/rounds/<code>/schemes", 200),
        ("POST", "/api/v1/rounds/<code>/schemes", 201),
        ("POST", "/api/v1/rounds/<code>/schemes/<ref>/submission", 200),
        ("POST", "/api/v1/rounds/<code>/schemes", 422),
        ("POST", "/api/v1/rounds/<code>/imports", 200),
        ("GET", "/api/v1/rounds/<code>/ranking", 422),
        ("GET", "/api/v1/rounds/<code>/ranking", 200),
        ("GET", "/api/v1/rounds/<code>/schemes/<ref>", 404),
        ("GET", "no such page", 404),
        ("GET", "/api/v1/rounds", 401),
    ]
    noted = [(line["method"], line["route"], line["status"]) for line in requests]
    assert [line for line in noted if line[1] != "/healthz"] == expected


def test_a_request_keeps_its_plain_id_and_others_get_one(requests: list[dict[str, Any]]) -> None:
    ids = [line["request_id"] for line in requests if line["route"] != "/healthz"]
    assert ids[0] == ID
    assert len(set(ids)) == len(ids)
    assert all(id.isalnum() and len(id) <= 64 for id in ids)
    assert requests[-1]["milliseconds"] >= 0


def test_nothing_that_a_caller_sent_is_written_down(told: tuple[str, list[str]]) -> None:
    text, keys = told
    assert PLANTED.casefold() not in text.casefold()
    assert SECRET_KEY not in text
    assert [key for key in keys if key.partition(".")[2] in text] == []
    assert "CM24" not in text, "paths are not written down, only the rules of routes"
