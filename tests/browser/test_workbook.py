"""Schemes in Excel in a real browser: sent, looked at, put right, saved and changed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.documents.excel.write import filled
from tests.app.documents.excel.workbooks import cell_of, with_cell
from tests.browser.conftest import Visit
from tests.browser.visitor import NARROW, WIDE, Visitor
from tests.builders import a_scheme, main_pack

WORKBOOK = "/rounds/CM24/workbook"
BEGINNING = {
    "title": "<b>Only</b> a beginning " + "w" * 90,
    "scheme_kind": "investment",
    "submitter_type": "place_partnership",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is no workbook, one with a fault, a warning and a good row, and one all good."""
    folder = tmp_path_factory.mktemp("files")
    scheme = {name: value for name, value in a_scheme(scheme_ref=None).items() if value is not None}
    good = filled(main_pack(), [scheme, BEGINNING])
    place = cell_of(main_pack(), "Schemes", "Lead place", 5)
    summary = cell_of(main_pack(), "Schemes", "Summary", 4)
    faulty = with_cell(
        with_cell(good, "Schemes", place, "Atlantis"), "Schemes", summary, "07700 900123"
    )
    (folder / "text.xlsx").write_text("a,b,c")
    (folder / "faulty.xlsx").write_bytes(faulty)
    (folder / "good.xlsx").write_bytes(good)
    return folder


def send(visitor: Visitor, file: Path) -> Page:
    visitor.go(WORKBOOK)
    visitor.page.get_by_label("The workbook that you filled in", exact=True).set_input_files(file)
    visitor.page.get_by_role("button", name="Upload and check", exact=True).click()
    return visitor.page


def tick_all(page: Page) -> None:
    """Schemes that the team seems to have already are not ticked."""
    for box in page.get_by_role("checkbox").all():
        if box.get_attribute("name") in ("take", "submit"):
            box.check()


def changed(page: Page, folder: Path) -> Path:
    """The workbook that goes on from the page, with another title in its second row."""
    file = folder / "changed.xlsx"
    with page.expect_download() as download:
        page.get_by_role("link", name="with the references filled in").click()
    download.value.save_as(file)
    title = cell_of(main_pack(), "Schemes", "Title", 5)
    file.write_bytes(with_cell(file.read_bytes(), "Schemes", title, "Another title"))
    return file


@pytest.mark.parametrize(
    ("width", "has_scripts"), [(WIDE, True), (NARROW, False)], ids=["wide", "narrow, no scripts"]
)
def test_a_team_brings_its_schemes_in_and_changes_one(
    visit: Visit, folder: Path, tmp_path: Path, width: int, has_scripts: bool
) -> None:
    visitor = visit("liverpool-lead", width=width, has_scripts=has_scripts)
    page = send(visitor, folder / "text.xlsx")
    expect(page.get_by_role("alert")).to_contain_text("This is text, such as a .csv file")
    visitor.check()

    send(visitor, folder / "faulty.xlsx")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Sheet Schemes, row 5")
    visitor.check()
    tick_all(page)
    page.get_by_role("button", name="Save those that are ticked", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("none of this identifies a person")
    visitor.check()

    send(visitor, folder / "good.xlsx")
    tick_all(page)
    page.get_by_role("button", name="Save, and submit those that are ticked for it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The workbook is saved")
    visitor.check()

    send(visitor, changed(page, tmp_path))
    page.get_by_text("See what changes").click()
    expect(page.get_by_text("In the workbook: Another title")).to_be_visible()
    visitor.check()
