"""Every page for several people, wide and narrow, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.served import REFUSALS
from tests.browser.visitor import NARROW, WIDE, ZOOMED

ROUND = "/rounds/CM24"
WINDOWS = [
    pytest.param(WIDE, True, id="wide"),
    pytest.param(NARROW, False, id="narrow without scripts"),
]
PAGES = [
    ("", ["/", "/sign-in", "/nowhere"]),
    ("liverpool-lead", ["/", "/sign-in", "/nowhere", f"{ROUND}/workbook"]),
    ("chair", ["/", "/refused/403", f"{ROUND}/charts", f"{ROUND}/publish", f"{ROUND}/late"]),
    ("board-viewer", ["/"]),
    ("administrator", ["/"]),
]


@pytest.mark.parametrize(("width", "has_scripts"), WINDOWS)
@pytest.mark.parametrize(("who", "paths"), PAGES, ids=[who or "nobody" for who, _ in PAGES])
def test_a_page_is_open_to_everyone(
    visit: Visit, who: str, paths: list[str], width: int, has_scripts: bool
) -> None:
    visitor = visit(who, width=width, has_scripts=has_scripts)

    for path in paths:
        visitor.go(path)
        visitor.check()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_refusal_is_open_to_everyone_too(visit: Visit, width: int) -> None:
    visitor = visit("liverpool-lead", width=width)

    for status in REFUSALS:
        visitor.go(f"/refused/{status}")
        assert visitor.page.title().startswith("Error: ")
        visitor.check()
    visitor.go("/sign-out")
    assert visitor.page.title().startswith("Error: ")
    visitor.check()


def test_nothing_is_cut_off_at_twice_the_size(visit: Visit) -> None:
    visitor = visit("liverpool-lead", width=ZOOMED)

    visitor.go("/")

    visitor.check()


def test_the_components_start_where_scripts_run(visit: Visit) -> None:
    visitor = visit()

    visitor.go("/")

    expect(visitor.page.locator("body")).to_have_class("js-enabled nhsuk-frontend-supported")
