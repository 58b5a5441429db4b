"""The rulebook and the pages about the service, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import NARROW, WIDE, ZOOMED

PAGES = [
    "/rulebook",
    "/rulebook?round=CM24",
    "/rulebook/rules/R22?round=CM24",
    "/rulebook/rules/R25",
    "/rulebook/criteria",
    "/rulebook/criteria/cQ1",
    "/rulebook/meanings",
    "/rulebook/lists",
    "/rulebook/lists/national_items?search=nice",
    "/rulebook/lists/funds?search=nothing%20like%20it",
    "/rulebook/packs",
    "/rulebook/rules/R999",
    "/about/method",
    "/about/glossary",
    "/about/accessibility",
]


@pytest.mark.parametrize(
    ("width", "has_scripts"),
    [(WIDE, True), (NARROW, True), (ZOOMED, True), (WIDE, False), (NARROW, False)],
)
def test_the_rulebook_is_open_to_everyone(visit: Visit, width: int, has_scripts: bool) -> None:
    visitor = visit("chair", width=width, has_scripts=has_scripts)

    for path in PAGES:
        visitor.go(path)
        visitor.check()


@pytest.mark.parametrize("path", ["/about/method", "/about/glossary", "/about/accessibility"])
def test_the_pages_about_the_service_need_no_sign_in(visit: Visit, path: str) -> None:
    visitor = visit(width=NARROW)

    visitor.go(path)

    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    visitor.check()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_rule_is_found_and_read_with_keys_alone(visit: Visit, has_scripts: bool) -> None:
    page = visit("chair", has_scripts=has_scripts).page

    page.get_by_role("link", name="Rulebook", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Round CM24: Planning for 2024-25", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="System priority", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Rule R23 System priority")
    expect(page.locator("main")).to_contain_text("could not be answered")


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_list_is_searched_and_its_sources_opened_with_keys_alone(
    visit: Visit, has_scripts: bool
) -> None:
    visitor = visit("board-viewer", has_scripts=has_scripts)
    page = visitor.page
    visitor.go("/rulebook/lists/national_items")

    page.get_by_label("Search this list", exact=True).focus()
    page.keyboard.type("hybrid closed loop")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="1 entry of 92")).to_be_visible()
    sources = page.locator("summary").first
    sources.focus()
    page.keyboard.press("Enter")

    expect(page.locator("details li").first).to_be_visible()
    assert "search=hybrid" in page.url
    visitor.check()


def test_the_whole_fingerprint_is_opened_with_keys_alone(visit: Visit) -> None:
    visitor = visit("auditor", width=NARROW)
    visitor.go("/rulebook/packs")

    visitor.page.locator("summary").first.focus()
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.locator(".app-digits").first).to_be_visible()
    visitor.check()
