"""Charts in a real browser: each window gets the picture that was drawn for it."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import NARROW, WIDE

CHARTS = "/rounds/CM24/charts"
SCHEME = "/rounds/CM24/schemes/CM24-LIVPP-003"
DRAWN = "images => images.map(one => [one.currentSrc, one.naturalWidth, one.alt])"


@pytest.mark.parametrize(
    ("width", "size", "pixels"), [(WIDE, "wide", 760), (NARROW, "narrow", 270)]
)
@pytest.mark.parametrize("runs_scripts", [True, False], ids=["scripts", "no scripts"])
def test_each_window_gets_the_picture_that_was_drawn_for_it(
    visit: Visit, width: int, size: str, pixels: int, runs_scripts: bool
) -> None:
    visitor = visit("chair", width=width, runs_scripts=runs_scripts)

    for path, count in ((CHARTS, 4), (SCHEME, 1)):
        visitor.go(path)
        pictures = visitor.page.locator(".app-chart__picture img")
        expect(pictures).to_have_count(count)
        for picture in pictures.all():
            picture.scroll_into_view_if_needed()
        visitor.page.wait_for_load_state("load")
        for source, natural, words in pictures.evaluate_all(DRAWN):
            assert urlsplit(source).path.endswith(f"/{size}.svg")
            assert natural == pixels
            assert words.startswith("Chart. ")


def test_a_chart_leads_to_the_schemes_that_it_shows(visit: Visit) -> None:
    visitor = visit("chair")
    visitor.go(CHARTS)
    section = visitor.page.locator("#place")

    section.locator("summary").focus()
    visitor.page.keyboard.press("Enter")
    section.get_by_role("row", name="Liverpool").get_by_role("link").click()

    expect(
        visitor.page.get_by_role("link", name="Remove the filter Place: Liverpool")
    ).to_be_visible()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("The list")
