"""What people do with a scheme from its page, and what they are told when it cannot be done."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.web.visitors import Page, Visitor, World, new_world, read
from tests.builders import a_scheme

SCHEME = "/rounds/CM24/schemes/CM24-LIVPP-001"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = new_world(tmp_path)
    yield world
    world.service.database.close()


def draft(world: World) -> None:
    world.bring_in([a_scheme(scheme_ref="CM24-LIVPP-001")], "draft")


def standing(world: World) -> None:
    world.bring_in([a_scheme(scheme_ref="CM24-LIVPP-001")])


def actions(page: Page) -> list[str]:
    return re.findall(r'id="action-(\w+)"', page.html)


def shown_version(visitor: Visitor) -> str:
    found = re.search('name="version" value="([0-9]+)"', visitor.get(SCHEME).text)
    assert found
    return found[1]


def do(visitor: Visitor, action: str, **form: str) -> Page:
    """Sends the form of an action as its page shows it, and follows."""
    given = {"version": shown_version(visitor), **form}
    answer = visitor.post(f"{SCHEME}/{action}", **given)
    assert answer.status_code == 303, answer.text
    return visitor.page(answer.headers["Location"])


ALLOWED = [
    ("liverpool-lead", draft, ["submit", "withdraw"]),
    ("liverpool-lead", standing, ["withdraw"]),
    ("chair", standing, ["review", "return"]),
    ("executive", standing, []),
    ("assessor", standing, []),
]


@pytest.mark.parametrize(("account", "make", "expected"), ALLOWED)
def test_each_reader_is_offered_what_they_may_do(
    world: World, account: str, make: object, expected: list[str]
) -> None:
    assert callable(make)
    make(world)

    assert actions(world.visitor(account).page(SCHEME)) == expected


def test_a_scheme_is_submitted_once_it_is_confirmed(world: World) -> None:
    draft(world)
    lead = world.visitor("liverpool-lead")

    refused = lead.post(f"{SCHEME}/submit", version=shown_version(lead))
    assert refused.status_code == 422
    assert "Tick the box to say that the answers are right." in refused.text
    assert "<title>Error: " in refused.text

    page = do(lead, "submit", confirm="yes")
    assert "Received. It is on the list now." in page.text
    assert actions(page) == ["withdraw"]


def test_one_that_is_not_complete_comes_back_at_once(world: World) -> None:
    world.bring_in([a_scheme(scheme_ref="CM24-LIVPP-001", monitoring_body=None)], "draft")

    page = do(world.visitor("liverpool-lead"), "submit", confirm="yes")

    assert "Received, and returned at once" in page.text


def test_a_scheme_is_withdrawn_and_opened_again(world: World) -> None:
    standing(world)
    lead = world.visitor("liverpool-lead")

    withdrawn = do(lead, "withdraw")
    assert "Withdrawn. It is not on the list any more." in withdrawn.text
    assert actions(withdrawn) == ["reopen"]
    assert world.visitor("chair").get(SCHEME).status_code == 404

    assert "Opened again. It is a draft now." in do(lead, "reopen").text


def test_a_scheme_is_reviewed_and_returned_with_a_reason(world: World) -> None:
    standing(world)
    chair = world.visitor("chair")

    assert "Taken into review." in do(chair, "review").text
    page = do(chair, "return", reason="  Show the <baseline>\r\nof the outcome. ")

    assert "Returned. Its team sees the reason and the date." in page.text
    assert "Show the &lt;baseline&gt; of the outcome." in page.html
    assert (
        "Show the <baseline> of the outcome." in world.visitor("liverpool-lead").page(SCHEME).text
    )


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("", "Write the reason. The team reads it."),
        (" \n ", "Write the reason. The team reads it."),
        ("x" * 601, "The reason is too long"),
        ("a\x00b", "The reason holds signs that cannot be shown"),
    ],
)
def test_a_reason_that_cannot_be_taken_is_told_and_kept(
    world: World, reason: str, told: str
) -> None:
    standing(world)
    chair = world.visitor("chair")

    answer = chair.post(f"{SCHEME}/return", version=shown_version(chair), reason=reason)

    assert answer.status_code == 422
    assert told in answer.text
    if reason.strip() and "\x00" not in reason:
        assert f">{reason}</textarea>" in answer.text


def test_a_change_in_between_is_told_and_nothing_typed_is_lost(world: World) -> None:
    standing(world)
    chair = world.visitor("chair")
    version = shown_version(chair)
    do(world.visitor("chair"), "review")

    answer = chair.post(f"{SCHEME}/return", version=version, reason="Kept as it was typed.")
    page = read(answer.text)

    assert answer.status_code == 412
    assert "This scheme has changed" in page.text
    assert "so nothing was done" in page.text
    assert "Kept as it was typed.</textarea>" in page.html
    assert "In review" in page.text
    assert shown_version(chair) in page.html


def test_a_lapsed_scheme_is_let_in_late(world: World) -> None:
    world.bring_in([a_scheme(scheme_ref="CM24-LIVPP-001", monitoring_body=None)])
    world.service.pass_days(15)
    standing_again = a_scheme(scheme_ref="CM24-LIVPP-009")
    world.bring_in([standing_again], "draft")  # any turn closes what has lapsed
    chair = world.visitor("chair")
    assert "Lapsed" in chair.page(SCHEME).text

    page = do(chair, "allow-late", reason="The post was late.")

    assert "Its team may submit it late now." in page.text
    assert "The post was late." in world.visitor("liverpool-lead").page(SCHEME).text


def test_an_action_that_the_state_does_not_allow_is_told(world: World) -> None:
    standing(world)
    lead = world.visitor("liverpool-lead")

    answer = lead.post(f"{SCHEME}/reopen", version=shown_version(lead))

    assert answer.status_code == 409
    assert "so it cannot be opened again" in answer.text


ACTIONS = ("submit", "withdraw", "reopen", "review", "return", "allow-late")


def test_nobody_acts_on_what_they_may_not(world: World) -> None:
    standing(world)

    for account in ("wirral-lead", "executive", "board-viewer"):
        visitor = world.visitor(account)
        for action in ACTIONS:
            form = {"version": "3", "confirm": "yes", "reason": "Because"}
            assert visitor.post(f"{SCHEME}/{action}", **form).status_code in (403, 404), action
    assert "Submitted" in world.visitor("chair").page(SCHEME).text


def test_a_form_from_elsewhere_does_nothing(world: World) -> None:
    standing(world)
    for account in ("liverpool-lead", "chair"):
        visitor = world.visitor(account)
        for action in ACTIONS:
            answer = visitor.client.post(f"{SCHEME}/{action}", data={"version": "3"})
            assert answer.status_code in (400, 403), action
