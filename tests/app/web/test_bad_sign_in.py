"""What a provider, or somebody in its place, must not get away with."""

import base64
import json
import logging
from collections.abc import Callable
from time import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.app.web.browser import Browser
from tests.app.web.provider import CLIENT_SECRET, Answer, Claims, Provider, in_json, signed

CANNOT_TRUST = "Your account service cannot be reached, or its answer cannot be trusted."


def part(values: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()


def unsigned(claims: Claims) -> str:
    return f"{part({'alg': 'none'})}.{part(claims)}."


def signed_with_the_secret(claims: Claims) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET * 3))


def altered(claims: Claims) -> str:
    head, _, seal = signed(claims).split(".")
    return f"{head}.{part({**claims, 'roles': ['administrator']})}.{seal}"


WRONG_CLAIMS: list[tuple[str, dict[str, object]]] = [
    ("a nonce of another sign-in", {"nonce": "another"}),
    ("no nonce", {"nonce": None}),
    ("for another program", {"aud": "another"}),
    ("for another program that ours stands in for", {"aud": "another", "azp": "prioritiser"}),
    ("for ours among others, asked for by another", {"aud": ["prioritiser", "x"], "azp": "x"}),
    ("for nobody", {"aud": None}),
    ("from another issuer", {"iss": "https://evil.example"}),
    ("from no issuer", {"iss": None}),
    ("expired two minutes ago", {"exp": int(time()) - 120}),
    ("never expires", {"exp": None}),
    ("not valid yet", {"nbf": int(time()) + 86_400}),
    ("made in the future", {"iat": int(time()) + 86_400}),
    ("about nobody", {"sub": None}),
    ("about a number", {"sub": 4711}),
    ("the hash of another access token", {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
]


@pytest.mark.parametrize(
    "changes", [row[1] for row in WRONG_CLAIMS], ids=[row[0] for row in WRONG_CLAIMS]
)
def test_a_token_that_does_not_hold_lets_nobody_in(
    browser: Browser, provider: Provider, changes: Claims
) -> None:
    def change(claims: Claims) -> Claims:
        return {name: v for name, v in {**claims, **changes}.items() if v is not None}

    provider.change = change

    refused_by_us(browser)


@pytest.mark.parametrize("subject", ["", " ", "x" * 256])
def test_a_subject_that_is_none_lets_nobody_in(
    browser: Browser, provider: Provider, subject: str
) -> None:
    provider.person["sub"] = subject

    answer = browser.sign_in()

    assert answer.status_code == 502
    assert "did not say whose account it is" in answer.text


SIGNATURES: list[tuple[str, Callable[[Claims], str]]] = [
    ("another key under the name of the right one", lambda claims: signed(claims, "two", "one")),
    ("a key that the provider does not publish", lambda claims: signed(claims, "two", "two")),
    ("claims altered after signing", altered),
    ("alg none", unsigned),
    ("a secret instead of a key", signed_with_the_secret),
    ("no token at all", lambda claims: ""),
    ("no form of a token", lambda claims: "a.b.c"),
]


@pytest.mark.parametrize("sign", [row[1] for row in SIGNATURES], ids=[row[0] for row in SIGNATURES])
@pytest.mark.parametrize("listed", [["RS256"], ["none", "HS256", "RS256"]], ids=["RS256", "any"])
def test_a_token_with_a_wrong_signature_lets_nobody_in(
    browser: Browser, provider: Provider, sign: Callable[[Claims], str], listed: list[str]
) -> None:
    provider.metadata["id_token_signing_alg_values_supported"] = listed
    provider.sign = sign

    refused_by_us(browser)


def test_the_right_token_lets_them_in_after_all_that(browser: Browser, provider: Provider) -> None:
    provider.sign = unsigned
    refused_by_us(browser)
    provider.sign = signed

    assert browser.sign_in().status_code == 303


def refused_by_us(browser: Browser) -> None:
    answer = browser.sign_in()
    assert answer.status_code == 502
    assert CANNOT_TRUST in answer.text
    assert "subject" not in browser.session()


def test_a_sign_in_that_this_browser_did_not_begin_is_refused(
    browser: Browser, provider: Provider
) -> None:
    back = browser.visit_provider(browser.begin())
    victim = Browser(browser.client.application.test_client())

    answer = victim.get(back)

    assert answer.status_code == 400
    assert "This sign-in was begun elsewhere, or too long ago. Begin again." in answer.text
    assert "/token" not in provider.asked


@pytest.mark.parametrize("state", ["another", "", None])
def test_a_state_that_does_not_match_is_refused(browser: Browser, state: str | None) -> None:
    query = parse_qs(urlsplit(browser.visit_provider(browser.begin())).query)
    told = {"code": query["code"][0], **({} if state is None else {"state": state})}

    assert browser.get(f"/sign-in/callback?{urlencode(told)}").status_code == 400
    assert "subject" not in browser.session()


def test_a_code_holds_once(browser: Browser) -> None:
    back = browser.visit_provider(browser.begin())
    cookie = browser.client.get_cookie("__Host-session", "prioritise.example")
    assert cookie is not None
    assert browser.get(back).status_code == 303

    assert browser.get(back).status_code == 400  # the state is spent
    thief = Browser(browser.client.application.test_client())
    thief.client.set_cookie("__Host-session", cookie.value, domain="prioritise.example")
    assert thief.get(back).status_code == 502  # and with the old cookie, so is the code


def test_a_code_is_of_no_use_without_its_verifier(browser: Browser) -> None:
    stolen = parse_qs(urlsplit(browser.visit_provider(browser.begin())).query)["code"][0]
    thief = Browser(browser.client.application.test_client())
    own = parse_qs(urlsplit(thief.begin()).query)["state"][0]

    answer = thief.get(f"/sign-in/callback?{urlencode({'code': stolen, 'state': own})}")

    assert answer.status_code == 502
    assert "subject" not in thief.session()


def test_who_is_denied_by_the_provider_is_told_so(browser: Browser) -> None:
    browser.begin()
    told = urlencode({"error": "access_denied", "error_description": "Call 0000 to get in"})

    answer = browser.get(f"/sign-in/callback?{told}")

    assert answer.status_code == 403
    assert "Your account service did not let you in." in answer.text
    assert "0000" not in answer.text


@pytest.mark.parametrize("error", ["server_error", "temporarily_unavailable", "made_up"])
def test_an_error_of_the_provider_is_told(browser: Browser, error: str) -> None:
    assert browser.get(f"/sign-in/callback?error={error}").status_code == 502


HTML = (200, {"Content-Type": "text/html"}, b"<p>Sign in to the hotel's network")
BAD_ANSWERS: list[tuple[str, Answer]] = [
    ("/.well-known/openid-configuration", (503, {}, b"")),
    ("/.well-known/openid-configuration", HTML),
    ("/.well-known/openid-configuration", in_json({})),
    ("/.well-known/openid-configuration", (200, {}, b"[]")),
    ("/.well-known/openid-configuration", (200, {}, b"null")),
    ("/token", (500, {}, b"")),
    ("/token", HTML),
    ("/token", in_json({})),
    ("/token", (200, {}, b"[1]")),
    ("/token", in_json({"access_token": "a", "token_type": "Bearer"})),
    ("/token", in_json({"access_token": "a", "token_type": "Bearer", "id_token": 3})),
    ("/token", in_json({"error": ["x"]}, 400)),
    ("/keys", (404, {}, b"")),
    ("/keys", HTML),
    ("/keys", in_json({})),
    ("/keys", in_json({"keys": []})),
    ("/keys", in_json({"keys": [3]})),
    ("/keys", in_json({"keys": [{"kty": "RSA", "kid": "one", "n": "", "e": ""}]})),
    ("/keys", (200, {}, b"[]")),
]


@pytest.mark.parametrize(("path", "instead"), BAD_ANSWERS)
def test_a_bad_answer_is_told_and_not_remembered(
    browser: Browser, provider: Provider, path: str, instead: Answer
) -> None:
    provider.instead[path] = instead
    answer = browser.get("/sign-in/organisation")
    if answer.status_code == 302:
        answer = browser.get(browser.visit_provider(answer.headers["Location"]))

    assert answer.status_code == 502
    assert CANNOT_TRUST in answer.text
    assert answer.headers["X-Request-Id"] in answer.text

    provider.instead.clear()
    assert browser.sign_in().status_code == 303


BAD_METADATA: list[tuple[str, dict[str, object]]] = [
    ("another issuer", {"issuer": "https://evil.example"}),
    ("no signatures with a public key", {"id_token_signing_alg_values_supported": ["HS256"]}),
    ("no signatures", {"id_token_signing_alg_values_supported": []}),
    ("a token endpoint in the clear", {"token_endpoint": "http://accounts.example/token"}),
    ("keys in the clear", {"jwks_uri": "http://accounts.example/keys"}),
    ("no address", {"authorization_endpoint": None}),
    ("a script", {"authorization_endpoint": "javascript:alert(1)"}),
    ("no possible address", {"authorization_endpoint": "https://["}),
]


@pytest.mark.parametrize("told", [row[1] for row in BAD_METADATA], ids=[r[0] for r in BAD_METADATA])
def test_what_the_provider_says_of_itself_is_checked(
    browser: Browser, provider: Provider, told: dict[str, object]
) -> None:
    provider.metadata = told

    assert browser.get("/sign-in/organisation").status_code == 502


def test_userinfo_about_somebody_else_is_refused(browser: Browser, provider: Provider) -> None:
    provider.in_userinfo = {"sub": "4712", "organisation": "SEFPP"}
    del provider.person["organisation"]

    refused_by_us(browser)


def test_a_provider_that_is_down_is_told(browser: Browser, provider: Provider) -> None:
    browser.sign_in()
    back = browser.visit_provider(browser.begin())
    provider.instead["/token"] = (504, {}, b"")

    assert browser.get(back).status_code == 502


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_provider_that_does_not_answer_in_time_is_told(
    browser: Browser, provider: Provider, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("app.web.provider.SECONDS", 0.2)
    provider.waits[path] = 0.6

    answer = browser.get("/sign-in/organisation")
    if answer.status_code == 302:
        answer = browser.get(browser.visit_provider(answer.headers["Location"]))

    assert answer.status_code == 502


def test_the_reason_is_noted_for_the_operator_without_the_secret(
    browser: Browser, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.metadata["issuer"] = "https://accounts.example/"
    with caplog.at_level(logging.WARNING, "prioritise"):
        browser.get("/sign-in/organisation")

    assert "OIDC_ISSUER has to be exactly https://accounts.example/" in caplog.text
    assert CLIENT_SECRET not in caplog.text
