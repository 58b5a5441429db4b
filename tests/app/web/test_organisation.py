"""Signing in with an account of a real provider, from the first page to the way back."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.app.web.browser import HOST, Browser, form_token
from tests.app.web.conftest import Clock, MakeApp, oidc_of
from tests.app.web.provider import CLIENT_SECRET, Provider, signed


def test_a_person_signs_in_and_returns_to_the_page_they_came_from(browser: Browser) -> None:
    first = browser.get("/rounds-page?tab=dates&x=a%2Fb")
    sign_in_page = browser.get(first.headers["Location"])
    link = f"/sign-in/organisation?next={'/rounds-page?tab%3Ddates%26x%3Da%252Fb'}"

    assert link in sign_in_page.text
    begun = browser.get(link)
    answer = browser.get(browser.visit_provider(begun.headers["Location"]))

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/rounds-page?tab=dates&x=a%2Fb"
    assert browser.get("/rounds-page").text == "oidc:4711"


def test_the_session_holds_who_it_is_and_nothing_from_before(browser: Browser) -> None:
    browser.get("/sign-in")
    with browser.client.session_transaction(base_url=HOST) as session:
        session["planted"] = "by somebody else"
        session["csrf_token"] = "known to somebody else"  # noqa: S105  # a token that is bad

    browser.sign_in()

    kept = browser.session()
    until = kept.pop("until")
    assert until == int((Clock().now + timedelta(hours=8)).timestamp())
    assert kept == {
        "_permanent": True,
        "subject": "oidc:4711",
        "organisation": "LIVPP",
        "roles": ["lead"],
        "name": "Pat Example",
    }


def test_the_cookie_is_for_this_host_over_https_and_not_for_scripts(browser: Browser) -> None:
    answer = browser.sign_in()

    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert not any(attribute.startswith("Domain") for attribute in attributes)


def test_a_visit_ends_after_eight_hours_however_busy_it_is(browser: Browser, clock: Clock) -> None:
    signed_in_at = clock.now
    browser.sign_in()

    clock.now = signed_in_at + timedelta(hours=7, minutes=59)
    assert browser.get("/rounds-page").status_code == 200
    assert "Set-Cookie" not in browser.get("/rounds-page").headers
    clock.now = signed_in_at + timedelta(hours=8)
    assert browser.get("/rounds-page").status_code == 302


def test_the_provider_is_asked_with_state_nonce_and_a_challenge(browser: Browser) -> None:
    first, second = (parse_qs(urlsplit(browser.begin()).query) for _ in range(2))

    assert first["redirect_uri"] == [f"{HOST}/sign-in/callback"]
    assert first["scope"] == ["openid profile"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 20
        assert first[name] != second[name]


def test_only_the_latest_attempt_is_kept_so_that_the_cookie_stays_small(browser: Browser) -> None:
    for _ in range(10):
        browser.begin("/" + "a" * 400)

    assert len([name for name in browser.session() if name.startswith("_state_")]) == 1
    cookie = browser.client.get_cookie("__Host-session", "prioritise.example")
    assert cookie is not None
    assert len(cookie.value) < 2_000


@pytest.mark.parametrize("roles", [["lead", "assessor"], "lead assessor", "lead,assessor, lead"])
def test_roles_come_as_a_list_or_in_one_string(
    browser: Browser, provider: Provider, roles: object
) -> None:
    provider.person["roles"] = roles

    browser.sign_in()

    assert browser.session()["roles"] == ["lead", "assessor"]


def test_the_claims_are_those_that_the_settings_name(make_app: MakeApp, provider: Provider) -> None:
    named = oidc_of(provider, organisation_claim="https://x.example/ods", roles_claim="groups")
    browser = Browser(make_app(oidc=named).test_client())
    provider.person |= {"https://x.example/ods": "WIRPP", "groups": ["chair"]}

    browser.sign_in()

    assert browser.session()["organisation"] == "WIRPP"
    assert browser.session()["roles"] == ["chair"]


def test_claims_that_the_token_lacks_are_asked_for(browser: Browser, provider: Provider) -> None:
    provider.in_userinfo = {"sub": "4711", "organisation": "SEFPP", "roles": "chair"}
    del provider.person["organisation"]

    browser.sign_in()

    session = browser.session()
    assert session["organisation"] == "SEFPP"
    assert session["roles"] == ["lead"]  # what the token says counts more


def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(
    browser: Browser, provider: Provider
) -> None:
    provider.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_post"]

    browser.sign_in()

    assert provider.sent["client_secret"] == CLIENT_SECRET
    assert browser.session()["subject"] == "oidc:4711"


def test_the_provider_may_change_its_key(browser: Browser, provider: Provider) -> None:
    browser.sign_in()
    provider.keys = ("two",)
    provider.sign = lambda claims: signed(claims, "two", "two")

    assert browser.sign_in().status_code == 303


def test_the_provider_is_asked_what_it_is_once(browser: Browser, provider: Provider) -> None:
    browser.sign_in()
    browser.sign_in()

    assert provider.asked.count("/.well-known/openid-configuration") == 1


def test_signing_out_ends_the_visit(browser: Browser) -> None:
    browser.sign_in()
    page = browser.get("/").text
    assert "Pat Example" in page
    assert "Liverpool place partnership" in page
    assert "Lead: answers for the schemes of an organisation" in page

    answer = browser.post("/sign-out", csrf_token=form_token(page))

    assert answer.status_code == 303
    assert browser.session() == {}
    assert browser.get("/rounds-page").status_code == 302


def test_a_name_cannot_write_html(browser: Browser, provider: Provider) -> None:
    provider.person["name"] = "<script>alert(1)</script>"

    browser.sign_in()

    page = browser.get("/").text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
