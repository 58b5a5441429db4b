"""Another site cannot make a browser change anything here."""

import json
from secrets import token_hex, token_urlsafe
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Principal
from app.services.keys import KeyPlan, make_key
from app.store.database import Database
from tests.app.web.browser import HOST, Browser, form_token
from tests.app.web.conftest import NOW
from tests.builders import a_scheme

OURS = "This does not show that it comes from a page of this service."
ROUND = {"title": "Planning 2024-25", "pack": "cheshire_merseyside"}


def signed_in_as(client: FlaskClient, account_id: str) -> str:
    """Signs in; the token of the pages that follow."""
    form = {"csrf_token": form_token(client.get("/sign-in").text)}
    assert client.post(f"/sign-in/demo/{account_id}", data=form).status_code == 303
    return form_token(client.get("/").text)


def open_round(client: FlaskClient, code: str = "CM24", **headers: str) -> Any:
    return client.post("/api/v1/rounds", json={**ROUND, "code": code}, headers=headers)


def test_a_form_without_a_token_is_refused_with_a_page(demo: FlaskClient) -> None:
    signed_in_as(demo, "chair")

    answer = demo.post("/sign-out")

    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    assert OURS in answer.text
    assert demo.get("/rounds-page").status_code == 200


@pytest.mark.parametrize("token", ["", "made-up", "ImEi.aaaaaa.bbbbbb"])
def test_a_token_that_was_made_up_is_refused(demo: FlaskClient, token: str) -> None:
    signed_in_as(demo, "chair")

    assert demo.post("/sign-out", data={"csrf_token": token}).status_code == 400


def test_the_token_of_another_visit_is_refused(demo: FlaskClient) -> None:
    others = signed_in_as(demo.application.test_client(), "chair")
    signed_in_as(demo, "chair")

    assert demo.post("/sign-out", data={"csrf_token": others}).status_code == 400


def test_signing_in_needs_a_token_too(demo: FlaskClient) -> None:
    assert demo.post("/sign-in/demo/chair").status_code == 400


def test_the_api_refuses_a_cookie_without_a_token_in_its_own_form(demo: FlaskClient) -> None:
    signed_in_as(demo, "chair")

    answer = open_round(demo)

    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["code"] == "not_from_here"
    assert problem["detail"].startswith(OURS)


def test_the_api_takes_a_cookie_with_a_token_in_a_header(demo: FlaskClient) -> None:
    token = signed_in_as(demo, "chair")
    assert open_round(demo, "WEB1", **{"X-CSRFToken": token}).status_code == 201

    lead = demo.application.test_client()
    token = signed_in_as(lead, "liverpool-lead")
    answer = lead.post(
        "/api/v1/rounds/WEB1/schemes",
        json=a_scheme(scheme_ref=None),
        headers={"X-CSRFToken": token},
    )

    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
def test_every_way_to_change_something_is_guarded(demo: FlaskClient, method: str) -> None:
    signed_in_as(demo, "administrator")
    refused = set()
    for rule in demo.application.url_map.iter_rules():
        if method in (rule.methods or ()):
            path = str(rule).replace("<", "").replace(">", "")
            answer = demo.open(path, method=method)
            refused.add((answer.status_code, rule.rule))

    assert {status for status, _ in refused} <= {400, 403}, refused


def test_a_key_needs_no_token(demo: FlaskClient, store: Database) -> None:
    plan, maker = KeyPlan("robot", "QYG", ("chair",)), Principal("cli", "", ())
    key = store.write(lambda t: make_key(t, maker, plan, NOW, token_hex(4), token_urlsafe(32)))

    assert open_round(demo, "WEB2", Authorization=f"Bearer {key}").status_code == 201


def test_a_wrong_key_does_not_let_the_cookie_through(demo: FlaskClient) -> None:
    signed_in_as(demo, "chair")

    assert open_round(demo, Authorization="Bearer wrong.key").status_code == 401
    assert open_round(demo, Authorization="Basic eDp5").status_code == 401


@pytest.mark.parametrize("referrer", [None, "https://evil.example/", "http://prioritise.example/"])
def test_over_https_the_page_before_has_to_be_ours(browser: Browser, referrer: str | None) -> None:
    browser.sign_in()
    form = {"csrf_token": form_token(browser.get("/").text)}
    headers = {"Referer": referrer} if referrer else {}

    answer = browser.client.post("/sign-out", base_url=HOST, data=form, headers=headers)

    assert answer.status_code == 400
    assert OURS in answer.text
