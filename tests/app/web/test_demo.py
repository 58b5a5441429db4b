"""The made-up people of a demonstration, and that they exist nowhere else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import ROLES
from app.web.demo import ACCOUNTS
from app.web.words import ROLE_WORDS
from tests.app.web.browser import form_token


def sign_in_as(client: FlaskClient, account_id: str, next_page: str = "/") -> int:
    token = form_token(client.get("/sign-in").text)
    form = {"csrf_token": token, "next": next_page}
    return client.post(f"/sign-in/demo/{account_id}", data=form).status_code


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.id)
def test_each_account_signs_in_as_who_it_says(demo: FlaskClient, account: object) -> None:
    one = next(one for one in ACCOUNTS if one is account)
    page = demo.get("/sign-in").text
    assert f"Sign in as {one.name}" in page
    assert "(made up)" in one.name

    assert sign_in_as(demo, one.id) == 303

    with demo.session_transaction() as session:
        assert session["subject"] == f"demo:{one.id}"
        assert session["organisation"] == one.organisation
        assert session["roles"] == list(one.roles)
    start = demo.get("/").text
    assert one.name in start
    assert all(str(ROLE_WORDS[role]) in start for role in one.roles)


def test_there_is_an_account_for_each_role_and_each_is_in_words() -> None:
    assert {role for account in ACCOUNTS for role in account.roles} == ROLES.keys()
    assert ROLE_WORDS.keys() == ROLES.keys()
    assert {account.organisation for account in ACCOUNTS} == {"LIVPP", "WIRPP", "QYG"}


def test_organisations_are_named(demo: FlaskClient) -> None:
    page = demo.get("/sign-in").text

    assert "Liverpool place partnership" in page
    assert "NHS Cheshire and Merseyside Integrated Care Board" in page


def test_the_browser_returns_to_where_it_came_from(demo: FlaskClient) -> None:
    page = demo.get("/sign-in?next=/rounds-page")
    assert 'name="next" value="/rounds-page"' in page.text
    form = {"csrf_token": form_token(page.text), "next": "/rounds-page"}

    answer = demo.post("/sign-in/demo/chair", data=form, follow_redirects=True)

    assert answer.text == "demo:chair"


def test_an_account_that_does_not_exist_is_not_found(demo: FlaskClient) -> None:
    assert sign_in_as(demo, "nobody") == 404


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.id)
def test_outside_a_demonstration_no_account_exists(closed: Flask, account: object) -> None:
    client = closed.test_client()
    one = next(one for one in ACCOUNTS if one is account)

    assert client.post(f"/sign-in/demo/{one.id}").status_code == 404
    assert one.name not in client.get("/sign-in").text


def test_the_cookie_of_a_demonstration_opens_nothing_elsewhere(
    demo: FlaskClient, closed: Flask
) -> None:
    sign_in_as(demo, "administrator")
    cookie = demo.get_cookie("session")
    assert cookie is not None
    real = closed.test_client()
    real.set_cookie("__Host-session", cookie.value, secure=True)

    assert real.get("/rounds-page", base_url="https://localhost").status_code == 302


def test_without_any_way_in_the_page_says_what_to_set(closed: Flask) -> None:
    page = closed.test_client().get("/sign-in").text

    for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "DEMO=true"):
        assert name in page
