"""A submitter drafts, corrects, submits, is returned, completes and submits again, in a browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.services.drafting import asked_fields
from app.web.forms.typed import typed_from
from rulebook.template import Field
from tests.browser.conftest import Visit
from tests.browser.visitor import NARROW, WIDE, Visitor
from tests.builders import a_scheme, main_pack

NEW = "/rounds/CM24/schemes/new"
SECTIONS = {section.id: section for section in main_pack().template.sections}
WINDOWS = [
    pytest.param(WIDE, True, id="scripts"),
    pytest.param(WIDE, False, id="no scripts"),
    pytest.param(NARROW, True, id="narrow"),
]


def begin(visitor: Visitor, title: str) -> str:
    """The path of a new draft."""
    page = visitor.page
    visitor.go(NEW)
    page.get_by_label("What is the scheme called?", exact=True).fill(title)
    page.get_by_label("Investment", exact=True).check()
    page.get_by_label("Place partnership", exact=True).check()
    page.get_by_role("button", name="Keep the draft and go on", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page.url.removeprefix(visitor.address)


def fill_section(page: Page, fields: list[Field]) -> None:
    """Fills in what a page asks, as a complete scheme has it."""
    scheme = a_scheme(title=None)
    for field in fields:
        if field.type == "list":
            for _ in range(len(scheme.get(field.id, ())) - 1):
                page.locator(f'button[value="add:{field.id}"]').click()
    typed = typed_from(fields, scheme)
    for name, texts in typed.items():
        if not name.endswith("-count"):
            fill(page, name, list(texts))


def fill(page: Page, name: str, texts: list[str]) -> None:
    inputs = page.locator(f'[name="{name}"]')
    if inputs.count() == 0:  # a list within a list
        page.locator(f'button[value="add:{name.rpartition("-0-")[0]}"]').click()
    kind = inputs.first.evaluate("one => one.type")
    if kind in ("radio", "checkbox"):
        for text in texts:
            page.locator(f'[name="{name}"][value="{text}"]').check(force=True)
    elif kind == "select-one":
        inputs.select_option(texts[0])
    else:
        inputs.fill(texts[0])


def save(page: Page, button: str = "Save and go to all sections") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def complete(visitor: Visitor, draft: str) -> None:
    for id, section in SECTIONS.items():
        visitor.go(f"{draft}/{id}")
        fill_section(visitor.page, [*asked_fields(section.fields)])
        visitor.check()
        save(visitor.page)
        expect(visitor.page.get_by_role("status")).to_contain_text("is saved.")


def correct_an_error(visitor: Visitor, path: str, total: Locator) -> None:
    visitor.go(path)
    total.fill("about half a million")
    save(visitor.page)
    alert = visitor.page.get_by_role("alert")
    expect(alert).to_contain_text("Total gross cost")
    visitor.check()
    alert.get_by_role("link").click()
    expect(total).to_be_focused()
    expect(total).to_have_value("about half a million")
    total.fill("£500k")
    save(visitor.page)


def declare(page: Page) -> None:
    page.get_by_role("button", name="Check answers and submit", exact=True).click()
    page.get_by_role("button", name="Go on to the declaration", exact=True).click()
    page.get_by_label("It is accurate", exact=True).check()
    page.get_by_label("I am authorised", exact=True).check()
    page.get_by_label("Role of the person who declares", exact=True).fill("Place director")
    page.get_by_role("button", name="Submit the scheme", exact=True).click()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_scheme_is_written_submitted_returned_and_submitted_again(
    visit: Visit, has_scripts: bool
) -> None:
    visitor = visit("liverpool-submitter", has_scripts=has_scripts)
    page = visitor.page
    draft = begin(visitor, "Checks in pharmacies")
    complete(visitor, draft)
    total = page.get_by_label("What is the total gross cost over all years?", exact=True)
    correct_an_error(visitor, f"{draft}/finance", total)

    declare(page)
    expect(page.get_by_role("heading", name="This scheme was returned to you")).to_be_visible()
    visitor.check()
    page.get_by_role("link", name="Total gross cost", exact=True).first.click()
    total.fill("£540k")
    save(page)
    page.get_by_role("button", name="Check answers and submit", exact=True).click()
    visitor.check()
    page.go_back()
    declare(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Scheme submitted")
    visitor.check()


@pytest.mark.parametrize(("width", "has_scripts"), WINDOWS)
def test_every_page_of_the_form_is_open_to_everyone(
    visit: Visit, width: int, has_scripts: bool
) -> None:
    visitor = visit("liverpool-lead", width=width, has_scripts=has_scripts)
    visitor.go(NEW)
    visitor.check()
    draft = begin(visitor, "w" * 120)

    ends = ["", *(f"/{id}" for id in SECTIONS), "/../check", "/../declaration"]
    for path in [NEW + "/earlier", *(f"{draft}{end}" for end in ends)]:
        visitor.go(path)
        visitor.check()


def test_errors_warnings_and_lost_visits_are_open_to_everyone(visit: Visit) -> None:
    visitor = visit("liverpool-lead", width=NARROW)
    page = visitor.page
    draft = begin(visitor, "Errors of every kind")
    visitor.go(f"{draft}/delivery")
    for box in page.locator("form.app-form input[type=text]").all():
        box.fill("x" * 400)
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()
    visitor.check()

    visitor.go(f"{draft}/issue")
    page.locator("#issue_statement").fill("Ring 0151 496 0000")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("telephone number")
    visitor.check()

    page.context.clear_cookies()
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in again to save this")
    visitor.check()


def test_a_conflict_is_shown_side_by_side(visit: Visit) -> None:
    one, other = visit("liverpool-submitter"), visit("liverpool-lead", width=NARROW)
    draft = begin(one, "Two of us write it")
    for visitor, words in ((one, "Words of one"), (other, "Words of the other")):
        visitor.go(f"{draft}/issue")
        visitor.page.locator("#issue_statement").fill(words)
    save(one.page)
    save(other.page)

    expect(other.page.get_by_text("Words of one", exact=True)).to_be_visible()
    expect(other.page.get_by_text("Words of the other", exact=True)).to_be_visible()
    other.check()
    other.page.get_by_label("Keep mine", exact=True).check()
    save(other.page, "Save the answers chosen")

    other.go(f"{draft}/issue")
    expect(other.page.locator("#issue_statement")).to_have_value("Words of the other")


def test_a_section_is_filled_in_with_keys_alone(visit: Visit) -> None:
    visitor = visit("liverpool-submitter")
    page = visitor.page
    draft = begin(visitor, "By keyboard")
    visitor.go(f"{draft}/finance")

    reach(page, "finance_lines-0-financial_year")
    page.keyboard.type("2024-25")
    reach(page, "finance_lines-0-kind")
    page.keyboard.press("ArrowDown")
    reach(page, "finance_lines-0-gross_cost")
    page.keyboard.type("£1.25m")
    reach(page, "add:finance_lines")
    page.keyboard.press("Enter")
    expect(page.locator("#finance_lines-1")).to_be_in_viewport()
    page.locator("#finance_lines-1").focus()
    reach(page, "funding_source")
    page.keyboard.press("Space")
    reach(page, "save")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is saved.")

    visitor.go(f"{draft}/finance")
    expect(page.locator("#finance_lines-0-gross_cost")).to_have_value("1,250,000")
    expect(page.locator("#finance_lines-0-kind")).to_have_value("revenue")


def reach(page: Page, wanted: str) -> None:
    """Presses Tab until the input of this id, or the button of this value, has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate("[document.activeElement.id, document.activeElement.value]")
        if wanted in found:
            return
    pytest.fail(f"{wanted} cannot be reached with keys")


def test_the_preview_follows_what_is_typed(visit: Visit) -> None:
    visitor = visit("liverpool-submitter")
    page = visitor.page
    draft = begin(visitor, "A preview")
    visitor.go(f"{draft}/identity")
    panel = page.locator("#trial")
    expect(panel).to_contain_text("4 of 57 needed answers are there.")

    page.locator("#summary").fill("What it is")

    expect(panel).to_contain_text("5 of 57 needed answers are there.")
    expect(page.locator("#trial-said")).to_contain_text("5 of 57")


def test_a_long_list_can_be_filtered_where_scripts_run(visit: Visit) -> None:
    visitor = visit("liverpool-submitter")
    page = visitor.page
    draft = begin(visitor, "A filter")
    visitor.go(f"{draft}/identity")
    group = page.get_by_role("group", name=re.compile("Which organisations are partners")).first

    group.get_by_role("searchbox").fill("alder hey")

    expect(group.get_by_role("checkbox", name=re.compile("Alder Hey"))).to_be_visible()
    expect(group.get_by_role("checkbox", name=re.compile("Wirral"))).to_have_count(0)
