"""Sign-in when the provider cannot be reached at all, or is set in a way that cannot work."""

import sys

import pytest
from flask import Flask

from app.settings import Oidc
from app.web.provider import Provider
from rulebook.problem import Refused
from tests.app.web.browser import Browser
from tests.app.web.conftest import MakeApp
from tests.app.web.provider import running_provider


def test_a_provider_that_nobody_answers_for_is_told(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_provider() as gone:
        issuer = gone.issuer
    browser = Browser(make_app(oidc=Oidc(issuer, "x", "y")).test_client())

    answer = browser.get("/sign-in/organisation")

    assert answer.status_code == 502
    assert "Your account service cannot be reached" in answer.text


@pytest.mark.parametrize(
    "issuer",
    ["http://accounts.example", "accounts.example", "https://", "https://[", "ftp://localhost"],
)
def test_an_issuer_in_the_clear_is_refused(issuer: str) -> None:
    with pytest.raises(Refused, match=r"OIDC_ISSUER: .* must begin with https://"):
        Provider(Oidc(issuer, "x", "y"))


def test_and_the_service_does_not_start_with_it(make_app: MakeApp) -> None:
    with pytest.raises(Refused, match="must begin with https://"):
        make_app(oidc=Oidc("http://accounts.example", "x", "y"))


@pytest.mark.parametrize("missing", ["authlib", "requests"])
def test_without_the_extra_the_service_does_not_start_and_says_what_to_install(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == missing]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, missing, None)
    for name in ("app.web.organisation", "app.web.provider"):
        monkeypatch.delitem(sys.modules, name, raising=False)

    with pytest.raises(Refused, match=r"install the extra: pip install 'scheme-prioritiser\[oidc"):
        make_app(oidc=Oidc("https://accounts.example", "x", "y"))


def test_without_the_extra_the_rest_works(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "authlib", None)

    assert make_app().test_client().get("/sign-in").status_code == 200


def test_without_a_provider_its_pages_do_not_exist(closed: Flask) -> None:
    client = closed.test_client()

    assert client.get("/sign-in/organisation").status_code == 404
    assert client.get("/sign-in/callback").status_code == 404
