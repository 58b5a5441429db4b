"""What can be done with a mouse can be done with keys alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit


@pytest.mark.parametrize("runs_scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_first_key_offers_to_skip_to_the_content(visit: Visit, runs_scripts: bool) -> None:
    page = visit("chair", runs_scripts=runs_scripts).page

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content", exact=True)
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    assert page.url.endswith("#maincontent")


def test_the_places_of_the_service_are_reached_one_after_another(visit: Visit) -> None:
    visitor = visit("chair")
    page = visitor.page
    page.keyboard.press("Tab")

    found = []
    for _ in range(7):
        page.keyboard.press("Tab")
        found.append(page.evaluate("document.activeElement.innerText.trim()"))

    assert found[:3] == ["Scheme prioritiser", "Sign out", "Start"]
    assert "For programs (API)" in found


@pytest.mark.parametrize("runs_scripts", [True, False], ids=["scripts", "no scripts"])
def test_signing_out_needs_no_mouse(visit: Visit, runs_scripts: bool) -> None:
    page = visit("liverpool-lead", runs_scripts=runs_scripts).page
    expect(page.get_by_role("heading", level=1)).to_have_text("What is waiting for you")

    page.get_by_role("button", name="Sign out", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Choose what to fund, and see why")
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_have_count(0)


def test_the_start_page_names_what_waits(visit: Visit) -> None:
    page = visit("liverpool-lead").page

    expect(page.get_by_role("table", name="Returned to you: 1", exact=True)).to_contain_text(
        "14 days left"
    )
    expect(page.get_by_role("table", name="Drafts: 2", exact=True)).to_contain_text(
        "Community heart failure clinics, Liverpool"
    )
    expect(page.get_by_role("table", name="Submitted: 3", exact=True)).to_contain_text("In review")
    expect(page.get_by_role("table", name="Calendar of the round", exact=True)).to_be_visible()
