"""The list and the pages of schemes in a real browser: by mouse, by keyboard, without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import NARROW, WIDE, ZOOMED, Visitor

ROUND = "/rounds/CM24"
LIST, SCHEMES = f"{ROUND}/list", f"{ROUND}/schemes"
DRAFT, LONG_DRAFT, STANDING, IN_REVIEW, RETURNED = (
    f"{SCHEMES}/CM24-LIVPP-00{number}" for number in (1, 2, 3, 5, 6)
)
TITLE = "Falls prevention classes, Liverpool"
EVERY_COLUMN = "&".join(
    f"column={column}"
    for column in ("organisation", "places", "tier", "score", "cost", "release", "offset", "holds")
)
PAGES = {
    "chair": [
        LIST,
        f"{LIST}?place=E08000012&q=classes",
        f"{LIST}?q=nothing+like+this",
        f"{LIST}?day=yesterday",
        f"{LIST}?sort=title&columns=chosen&{EVERY_COLUMN}",
        f"{LIST}?position=5",
        f"{ROUND}/charts",
        SCHEMES,
        STANDING,
        IN_REVIEW,
        RETURNED,
    ],
    "liverpool-lead": [
        LIST,
        SCHEMES,
        f"{SCHEMES}?state=lapsed",
        DRAFT,
        LONG_DRAFT,
        RETURNED,
    ],
    "board-viewer": [LIST, f"{ROUND}/charts"],
}
WINDOWS = [
    pytest.param(WIDE, True, id="wide"),
    pytest.param(NARROW, True, id="narrow"),
    pytest.param(ZOOMED, True, id="zoomed"),
    pytest.param(NARROW, False, id="narrow without scripts"),
]


def check_folded_and_unfolded(visitor: Visitor) -> None:
    visitor.check()
    visitor.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    visitor.check()


@pytest.mark.parametrize(("width", "has_scripts"), WINDOWS)
@pytest.mark.parametrize("who", PAGES)
def test_every_page_is_open_to_everyone(
    visit: Visit, who: str, width: int, has_scripts: bool
) -> None:
    visitor = visit(who, width=width, has_scripts=has_scripts)

    for path in PAGES[who]:
        visitor.go(path)
        check_folded_and_unfolded(visitor)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_is_refused_is_told_on_an_open_page(visit: Visit, width: int) -> None:
    visitor = visit("chair", width=width)
    visitor.go(STANDING)
    form = visitor.page.locator("#action-return")
    form.locator("summary").click()

    form.get_by_role("button", name="Return", exact=True).click()

    expect(visitor.page).to_have_title(
        "Error: Falls prevention classes, Liverpool – Scheme prioritiser"
    )
    expect(visitor.page.get_by_role("alert")).to_contain_text("Write the reason.")
    visitor.check()


@pytest.mark.parametrize("runs_scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_reason_for_a_tier_is_two_steps_away_by_keyboard(
    visit: Visit, runs_scripts: bool
) -> None:
    visitor = visit("executive", runs_scripts=runs_scripts)
    visitor.go("/")
    page = visitor.page

    press(page, "The list")
    press(page, TITLE)

    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    why = page.locator(".nhsuk-summary-list__row", has_text="Why this tier").first
    expect(why).to_be_in_viewport()
    expect(why).to_contain_text("Source:")


def press(page: Page, link: str) -> None:
    page.get_by_role("link", name=link, exact=True).first.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("runs_scripts", [True, False], ids=["scripts", "no scripts"])
def test_it_is_one_step_away_on_the_list_itself(visit: Visit, runs_scripts: bool) -> None:
    visitor = visit("executive", runs_scripts=runs_scripts)
    visitor.go(LIST)
    why = visitor.page.locator("tr", has_text=TITLE).locator("details")

    why.locator("summary").focus()
    visitor.page.keyboard.press("Enter")

    expect(why.locator("p").last).to_be_visible()


@pytest.mark.parametrize("runs_scripts", [True, False], ids=["scripts", "no scripts"])
def test_filters_work_without_a_mouse_and_can_be_taken_away(
    visit: Visit, runs_scripts: bool
) -> None:
    visitor = visit("chair", runs_scripts=runs_scripts)
    visitor.go(LIST)
    page = visitor.page
    page.locator(".app-find > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Words in title or summary").fill("falls")
    page.get_by_label("Place", exact=True).select_option("Liverpool")

    page.keyboard.press("Tab")
    page.get_by_role("button", name="Show schemes", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.locator("#shown")).to_contain_text("1 of ")
    expect(page.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    page.get_by_role("link", name="Remove the filter Words: falls").click()
    expect(page.locator("#shown")).to_contain_text("5 schemes")


def test_the_file_comes_with_what_is_shown(visit: Visit) -> None:
    visitor = visit("chair")
    visitor.go(f"{LIST}?q=falls")

    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download what is shown as CSV").click()

    assert download.value.suggested_filename.endswith("-shown.csv")
    text = download.value.path().read_text("utf-8")
    assert TITLE in text
    assert "Relaxation pods" not in text
