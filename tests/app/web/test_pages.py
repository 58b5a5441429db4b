"""The pages of sign-in, and what a browser gets when something is refused."""

import re

import pytest
from flask.testing import FlaskClient

from app.edge.permission import permission_of
from app.web.returning import path_here
from tests.app.web.conftest import MakeApp

OUR_SCRIPT = '<script type="module" src="/static/service.js">'
ELSEWHERE = [
    ("//evil.example", "another host"),
    ("///evil.example", "another host, for some"),
    ("\\evil.example", "a backslash reads as a slash"),
    ("\\\\evil.example", "two of them"),
    ("/\\evil.example", "one of each"),
    ("/\t/evil.example", "browsers drop tabs"),
    ("/\n/evil.example", "and line ends"),
    ("\n//evil.example", "also before"),
    (" //evil.example", "and blanks"),
    ("https://evil.example", "an absolute address"),
    ("HTTPS:evil.example", "another form of it"),
    ("javascript:alert(1)", "a script"),
    ("data:text/html,x", "a document of its own"),
    ("evil.example", "not from the root"),
    ("", "nothing"),
    ("/a b", "a blank"),
    ("/é", "a sign that is not written out"),
    ("/\x00", "a control sign"),
    ("/" + "a" * 500, "too long for a cookie"),
    ("/sign-in?next=/sign-in", "round and round"),
    ("/sign-out", "out again"),
]


@pytest.mark.parametrize(("given", "why"), ELSEWHERE)
def test_a_next_page_elsewhere_leads_to_the_start(given: str, why: str) -> None:
    assert path_here(given) == "/", why


@pytest.mark.parametrize("given", ["/", "/a", "/a/b?c=d&e=%2F%2Fx", "/a?next=https://b", "/a#b"])
def test_a_next_page_here_is_kept(given: str) -> None:
    assert path_here(given) == given


@pytest.mark.parametrize("given", ["//evil.example", "\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(demo: FlaskClient, given: str) -> None:
    page = demo.get("/sign-in", query_string={"next": given}).text
    token = re.findall('name="csrf_token" value="([^"]+)"', page)[0]
    assert given not in page

    answer = demo.post("/sign-in/demo/chair", data={"csrf_token": token, "next": given})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_that_needs_sign_in_leads_there(demo: FlaskClient, method: str) -> None:
    answer = demo.open("/rounds-page?a=1", method=method)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/rounds-page%3Fa%3D1"


def test_a_page_asked_for_with_a_wrong_key_is_refused(demo: FlaskClient) -> None:
    answer = demo.get("/rounds-page", headers={"Authorization": "Bearer wrong.key"})

    assert answer.status_code == 401
    assert "This key does not hold" in answer.text


@pytest.mark.parametrize(
    ("path", "method", "status", "sentence"),
    [
        ("/nowhere", "GET", 404, "There is no such page."),
        ("/<script>alert(1)</script>", "GET", 404, "There is no such page."),
        ("/sign-out", "GET", 405, "This page cannot be used in this way."),
        ("/broken-page", "GET", 500, "Something went wrong here."),
    ],
)
def test_a_refusal_says_what_is_wrong_what_to_do_and_the_request_id(
    demo: FlaskClient, path: str, method: str, status: int, sentence: str
) -> None:
    answer = demo.open(path, method=method, headers={"X-Request-Id": "request-0001"})

    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert sentence in answer.text
    assert f"Status {status}. Request id: request-0001" in answer.text
    assert answer.text.count("<script") == 1  # the one that every page has
    assert "<title>Error: " in answer.text


def test_a_host_that_is_not_ours_gets_a_page_too(make_app: MakeApp) -> None:
    client = make_app(trusted_hosts=("prioritise.example",)).test_client()

    assert client.get("/", base_url="https://prioritise.example").status_code == 200
    for path in ("/", "/sign-in", "/rounds-page"):
        answer = client.get(path, base_url="https://evil.example")
        assert answer.status_code == 400
        assert answer.mimetype == "text/html"


def test_too_many_requests_get_a_page_that_says_when(make_app: MakeApp) -> None:
    client = make_app(requests_per_minute=1).test_client()
    client.get("/")

    answer = client.get("/")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/rounds", 401), ("/api/nowhere", 404), ("/metrics", 401)]
)
def test_programs_get_problem_details(demo: FlaskClient, path: str, status: int) -> None:
    answer = demo.get(path)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere"])
def test_a_page_is_a_whole_document_without_scripts_or_styles_of_its_own(
    demo: FlaskClient, path: str
) -> None:
    page = demo.get(path)

    assert page.text.startswith("<!doctype html>\n<html lang=")
    for wanted in ("<title>", "<main ", "<h1 "):
        assert page.text.count(wanted) == 1
    assert re.findall(r"<script[^>]*>[^<]*", page.text) == [OUR_SCRIPT]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page.text)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_in_a_demonstration_the_cookie_works_without_https(demo: FlaskClient) -> None:
    cookie = demo.get("/sign-in").headers["Set-Cookie"]

    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_start_page_names_nobody_before_sign_in(demo: FlaskClient) -> None:
    page = demo.get("/").text

    assert "Sign out" not in page
    assert 'href="/sign-in"' in page
    assert 'href="/api/v1/docs"' in page
    assert demo.get("/api/v1/docs").status_code == 200


def test_every_page_declares_whom_it_is_for(demo: FlaskClient) -> None:
    with demo.application.app_context():
        open_routes = [
            rule.endpoint
            for rule in demo.application.url_map.iter_rules()
            if permission_of(rule.endpoint) is None
        ]

    assert open_routes == []
