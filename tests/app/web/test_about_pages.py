"""The pages about the service, which anyone may read."""

import pytest
from flask.testing import FlaskClient

from app.settings import settings_from
from tests.app.web.conftest import MakeApp

ABOUT = ["/about/method", "/about/glossary", "/about/accessibility"]


@pytest.mark.parametrize("path", ABOUT)
def test_a_page_about_the_service_is_open_to_everyone(demo: FlaskClient, path: str) -> None:
    answer = demo.get(path)

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_every_page_leads_to_the_method_and_the_accessibility_statement(demo: FlaskClient) -> None:
    page = demo.get("/").text

    assert 'href="/about/method"' in page
    assert 'href="/about/accessibility"' in page


def test_the_method_says_what_is_the_planning_documents_and_what_is_ours(
    demo: FlaskClient,
) -> None:
    page = demo.get("/about/method").text

    assert "From the planning document of October 2023" in page
    assert "Our own default, for local sign-off" in page
    assert 'href="/about/glossary"' in page
    assert "/rulebook/criteria" not in page  # not for who has not signed in


def test_the_glossary_is_in_the_order_of_the_alphabet(demo: FlaskClient) -> None:
    page = demo.get("/about/glossary").text

    words = [part.split("<")[0] for part in page.split('summary-list__key">')[1:]]
    assert words == sorted(words, key=str.casefold)
    assert {"Tier", "Gate", "Flag", "Pack", "Offset", "Fact"} <= set(words)


def test_the_statement_does_not_claim_an_audit(demo: FlaskClient) -> None:
    page = demo.get("/about/accessibility").text

    assert "nobody outside the makers of the service has audited it" in page
    assert "What is not tested yet" in page


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("", "It has not done so yet"),
        ("access@icb.example", 'href="mailto:access@icb.example"'),
        ("https://icb.example/contact", 'href="https://icb.example/contact"'),
        ("0151 496 0000, option 2", "<strong>0151 496 0000, option 2</strong>"),
        ("javascript:alert(1)", "<strong>javascript:alert(1)</strong>"),
        ("<b>@icb.example", "&lt;b&gt;@icb.example"),
    ],
)
def test_the_statement_names_the_contact_that_is_set(
    make_app: MakeApp, contact: str, shown: str
) -> None:
    page = make_app(contact=contact).test_client().get("/about/accessibility").text

    assert shown in page


def test_the_contact_is_a_setting() -> None:
    given = {"SECRET_KEY": "s" * 32, "CONTACT": " access@icb.example "}

    assert settings_from(given).contact == "access@icb.example"
    assert settings_from({"SECRET_KEY": "s" * 32}).contact == ""
