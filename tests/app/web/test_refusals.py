"""Each refusal as a page: plain words, what to do, and nothing that is meant for programs."""

import pytest
from flask import Flask
from werkzeug.exceptions import RequestEntityTooLarge

from app import errors
from app.web.presenters.refusal import TITLES, for_people, refusal

CASES: list[tuple[Exception, str, str]] = [
    (errors.NotPermitted("Your roles do not let you publish."), "not open to you", "administrator"),
    (errors.NotFound("There is no such round."), "nothing here", "begin at the start page"),
    (errors.Changed("It was changed. Read it again."), "has changed this", ""),
    (RequestEntityTooLarge(), "too large", "Send less"),
    (errors.TooMany("Try again in 3 s.", 3), "too much at once", ""),
    (ZeroDivisionError(), "went wrong", "tell the administrator"),
    (errors.StoreBusy("The store is busy. Try again."), "not ready", ""),
]


@pytest.mark.parametrize(("error", "title", "what_next"), CASES)
def test_a_refusal_says_what_is_wrong_and_what_to_do(
    shared_demo: Flask, error: Exception, title: str, what_next: str
) -> None:
    with shared_demo.test_request_context("/"):
        page = refusal(error, "request-0001", needs_visit=False)

    assert title in page.title
    assert what_next in page.what_next
    assert page.sentence.endswith(".")
    assert "request-0001" in page.reference
    assert page.is_error


@pytest.mark.parametrize("status", [400, 403, 404, 405, 412, 413, 429, 500, 503])
def test_every_status_that_people_meet_has_a_title(status: int) -> None:
    assert str(TITLES[status])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "There is no round with this code. GET /api/v1/rounds lists them.",
            "There is no round with this code.",
        ),
        (
            "Load the page again. A program sends a key, or the token of a page.",
            "Load the page again.",
        ),
        ("There is no such version, or none that you may read.", None),
        ("POST /api/v1/evaluations tries it out.", None),
    ],
)
def test_people_are_not_told_what_programs_are(said: str, shown: str | None) -> None:
    assert for_people(said) == (shown or said)
