"""Takes the pictures of the documentation: the demonstration, on a day that stays the same.

`script/screenshots` runs it. The same pages give the same pictures on the same machine.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from logging import WARNING, getLogger
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

import seed
from app.documents.excel.write import filled
from app.edge.current import KEPT_UNDER
from app.services.demo import fill_demo
from app.services.desk import Desk
from app.services.reading import read_schemes
from app.store.migrations import migrate
from rulebook.schema import SchemeReader
from tests.app.callers import OPENING, start
from tests.app.documents.excel.workbooks import cell_of, with_cell
from tests.app.servers import opened
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.served import on_loopback
from tests.browser.visitor import Visitor
from tests.builders import a_scheme, main_pack

PICTURES: Final = Path(__file__).parents[2] / "docs" / "pictures"
SAMPLES: Final = Path(seed.__file__).parent / "samples"
WIDE, NARROW, HEIGHT = 1280, 375, 860
ROUND: Final = "/rounds/CM24"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as somebody sees it, from a place on it if one is named."""

    name: str
    who: str
    path: str
    scroll_to: str = ""
    width: int = WIDE


TAKEN: Final = (
    Picture("start", "liverpool-lead", "/"),
    Picture("form", "liverpool-lead", f"{ROUND}/schemes/GEN24-LIVPP-001/edit/issue"),
    Picture("tasks", "liverpool-lead", f"{ROUND}/schemes/GEN24-LIVPP-001/edit"),
    Picture("list", "chair", f"{ROUND}/list", "table.app-list"),
    Picture("scheme", "chair", f"{ROUND}/schemes/CM24-DIABNET-001"),
    Picture("why", "chair", f"{ROUND}/schemes/CM24-DIABNET-001", "#why"),
    Picture("score", "chair", f"{ROUND}/schemes/CM24-DIABNET-001", "#score"),
    Picture("charts", "chair", f"{ROUND}/charts", "h2"),
    Picture("rule", "chair", "/rulebook/rules/R21"),
    Picture("narrow", "chair", f"{ROUND}/list", "table.app-list", NARROW),
)


def main() -> None:
    getLogger("werkzeug").setLevel(WARNING)
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for picture in TAKEN:
            _take(browser, address, picture)
        _take_workbook(browser, address, Path(folder) / "schemes.xlsx")
        browser.close()


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """The address of the demonstration that `script/run` serves, on a fixed day."""
    database = opened(f"sqlite:///{folder / 'pictures.db'}")
    migrate(database)
    service = start(database, is_demo=True)
    desk: Desk = service.app.extensions[KEPT_UNDER].desk
    given = read_schemes([SAMPLES], SchemeReader(main_pack().template))
    numbers = count()
    fill_demo(
        desk,
        given.schemes,
        OPENING,
        lambda: sha256(str(next(numbers)).encode()).digest()[:10],
        lambda portions: portions,
    )
    with on_loopback(service.app) as address:
        yield address
    database.close()


def _take(browser: Browser, address: str, picture: Picture) -> None:
    page = _page(browser, address, picture.who, picture.width)
    page.goto(address + picture.path)
    if picture.scroll_to:
        page.locator(picture.scroll_to).first.evaluate("one => one.scrollIntoView()")
        page.wait_for_load_state("networkidle")
    _keep(page, picture.name)


def _take_workbook(browser: Browser, address: str, file: Path) -> None:
    """A workbook with a fault, as it is looked at before it is saved."""
    titles = ("Falls prevention classes", "Heart failure clinics", "Care home visits")
    schemes = [a_scheme(scheme_ref=None, title=title) for title in titles]
    rows = [{name: one for name, one in given.items() if one is not None} for given in schemes]
    wrong = cell_of(main_pack(), "Schemes", "Lead place", 5)
    file.write_bytes(with_cell(filled(main_pack(), rows), "Schemes", wrong, "Atlantis"))
    page = _page(browser, address, "liverpool-lead", WIDE)
    page.goto(f"{address}{ROUND}/workbook")
    page.set_input_files("#workbook", file)
    page.get_by_role("button", name="Upload and check").click()
    _keep(page, "workbook")


def _page(browser: Browser, address: str, who: str, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": HEIGHT})
    page = context.new_page()
    Visitor(page, address).sign_in(who)
    return page


def _keep(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
    page.context.close()


if __name__ == "__main__":
    main()
