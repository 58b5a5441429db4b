"""The start page: what waits for whom, on which day, and what to do where nothing does."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.store.database import Database
from tests.app.callers import Service, open_round, start
from tests.app.web.test_demo import sign_in_as


@pytest.fixture
def service(sqlite_database: Database) -> Service:
    return start(sqlite_database, is_demo=True)


def start_page(service: Service, account: str) -> str:
    """What a made-up person reads on the start page, in one line."""
    client: FlaskClient = service.app.test_client()
    assert sign_in_as(client, account) == 303
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", client.get("/").text)))


def test_without_a_round_the_page_says_who_opens_one(service: Service) -> None:
    assert "The chair or an administrator opens it" in start_page(service, "liverpool-lead")
    assert "Open the first one" in start_page(service, "chair")


def test_a_team_without_schemes_is_told_what_to_do(service: Service) -> None:
    open_round(service)

    page = start_page(service, "liverpool-lead")

    assert "Your team has no drafts. Begin one" in page
    assert "Nothing has been returned to your team." in page
    assert "Your team has not submitted anything yet." in page


def test_a_team_sees_its_own_schemes_with_their_dates(service: Service) -> None:
    chair = open_round(service)
    lead, other = service.caller("LIVPP", "lead"), service.caller("WIRPP", "lead")
    lead.draft(title="A draft of ours")
    other.draft(title="A draft of theirs", submitting_org="WIRPP")
    returned = lead.submitted(title="One that came back")
    chair.do("return", returned, {"reason": "The baseline is missing."})
    lead.submitted(title="One that stands")

    page = start_page(service, "liverpool-lead")

    for wanted in ("Drafts: 1", "A draft of ours", "Returned to you: 1", "One that came back"):
        assert wanted in page
    assert "19 December 2023" in page
    assert "14 days left" in page
    assert "Submitted: 1" in page
    assert "A draft of theirs" not in page


def test_a_returned_scheme_whose_day_has_passed_says_so(service: Service) -> None:
    chair = open_round(service)
    ref = service.caller("LIVPP", "lead").submitted()
    chair.do("return", ref, {"reason": "The baseline is missing."})
    service.now += timedelta(days=14)
    assert "Today is the last day" in start_page(service, "liverpool-lead")

    service.now += timedelta(days=1)

    assert "Too late: ask the chair" in start_page(service, "liverpool-lead")


def test_reviewers_see_how_many_there_are_and_no_draft(service: Service) -> None:
    chair = open_round(service)
    lead = service.caller("LIVPP", "lead")
    lead.draft(title="A draft of ours")
    lead.submitted()
    chair.do("review", lead.submitted())

    page = start_page(service, "assessor")

    assert "1 submitted, not yet in review" in page
    assert "1 in review" in page
    assert "0 returned to their teams" in page
    assert "A draft of ours" not in page


def test_the_stages_of_a_round_are_there_for_all(service: Service) -> None:
    open_round(service)
    page = start_page(service, "board-viewer")
    assert "Round CM24 Planning for 2024-25" in page
    assert "days left" in page
    assert "Calendar of the round" in page
    assert "has not been published yet" in page
    assert "drafts" not in page

    service.now -= timedelta(days=365)
    assert "No stage runs today. Next: " in start_page(service, "board-viewer")

    service.now += timedelta(days=2 * 365)
    page = start_page(service, "board-viewer")
    assert "Planning for 2024-25" in page  # among the earlier ones, with its calendar
    assert "Now." not in page
    assert page.count("Over") == 6
