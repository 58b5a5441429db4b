"""What people read when something is refused: what is wrong, what to do, and the request id."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import HTTPException

from app.edge.status import told
from app.errors import NotFound, NotPermitted
from app.web.navigation import START, Link, path_to
from rulebook.problem import Problem

TITLES: Final[Mapping[int, LazyString]] = {
    400: lazy_gettext("This could not be read"),
    401: lazy_gettext("Sign in first"),
    403: lazy_gettext("This is not open to you"),
    404: lazy_gettext("There is nothing here"),
    405: lazy_gettext("This page cannot be used in this way"),
    409: lazy_gettext("This is not possible now"),
    412: lazy_gettext("Somebody has changed this"),
    413: lazy_gettext("That is too large"),
    415: lazy_gettext("This kind of file cannot be taken"),
    422: lazy_gettext("Some answers cannot be taken"),
    428: lazy_gettext("This page is out of date"),
    429: lazy_gettext("That was too much at once"),
    500: lazy_gettext("Something went wrong here"),
    502: lazy_gettext("Sign-in does not work now"),
    503: lazy_gettext("The service is not ready"),
}
SENTENCES: Final[Mapping[int, LazyString]] = {
    400: lazy_gettext("What the browser sent could not be read."),
    404: lazy_gettext("There is no such page."),
    405: lazy_gettext("This page cannot be used in this way. It may have been opened by hand."),
    413: lazy_gettext("What was sent is too large."),
    500: lazy_gettext("Something went wrong here. It was noted."),
}
"""For what the web library refuses by itself, and what nobody foresaw."""
WHAT_NEXT: Final[Mapping[int, LazyString]] = {
    400: lazy_gettext("Go back, load the page again and repeat what you did."),
    401: lazy_gettext("Sign in and do it again."),
    403: lazy_gettext(
        "If your work needs it, ask the administrator of this service. Say which page it was."
    ),
    404: lazy_gettext("Check the address, or begin at the start page."),
    405: lazy_gettext("Begin at the start page."),
    412: lazy_gettext("Load the page again, see what it says now, then make your change."),
    413: lazy_gettext("Send less at a time."),
    428: lazy_gettext("Load the page again, then make your change."),
    429: lazy_gettext("Wait a little, then load the page again."),
    500: lazy_gettext(
        "Try again. If it goes wrong again, tell the administrator of this service the request id."
    ),
    502: lazy_gettext("Try again in a few minutes."),
    503: lazy_gettext("Try again in a minute. If it goes on, tell the administrator."),
}
SIGN_IN_AGAIN: Final = lazy_gettext("You are not signed in, or your visit has ended.")
_FOR_PROGRAMS: Final = re.compile(r"[^.]*(?:/api/v1/|\bA program\b)\S*(?: [^.]*)?\.(?=\s|$)")
"""A sentence that tells a program what to do."""


@dataclass(frozen=True, slots=True)
class RefusalPage:
    """A page that says what was refused."""

    title: str
    sentence: str
    what_next: str
    problems: tuple[str, ...]
    reference: str
    breadcrumbs: tuple[Link, ...] = ()
    is_error: bool = True


def refusal(error: Exception, request_id: str, *, needs_visit: bool) -> RefusalPage:
    """`needs_visit` where a person has to sign in, and not a program that sent a wrong key."""
    status, refused = told(error)
    return RefusalPage(
        title=str(TITLES.get(status, TITLES[400])),
        sentence=_sentence(error, status, str(refused), needs_visit=needs_visit),
        what_next=_what_next(error, status, needs_visit=needs_visit),
        problems=tuple(problem_in_words(problem) for problem in refused.problems),
        reference=gettext(
            "Status %(status)s. Request id: %(id)s", status=str(status), id=request_id
        ),
        breadcrumbs=(Link(gettext("Start"), path_to(START)),),
    )


def _sentence(error: Exception, status: int, said: str, *, needs_visit: bool) -> str:
    if needs_visit:
        return str(SIGN_IN_AGAIN)
    if isinstance(error, HTTPException) or status == 500:
        return str(SENTENCES.get(status, SENTENCES[400]))
    return for_people(said)


def _what_next(error: Exception, status: int, *, needs_visit: bool) -> str:
    """What to do, where the sentence does not say so itself."""
    is_silent = isinstance(error, HTTPException | NotPermitted | NotFound) or status == 500
    return str(WHAT_NEXT.get(status, "")) if is_silent or needs_visit else ""


def for_people(said: str) -> str:
    """What the service says, without the sentences that tell programs what to do."""
    return _FOR_PROGRAMS.sub("", said).strip() or said


def problem_in_words(problem: Problem) -> str:
    """What is wrong, after the name of its question where there is one."""
    return f"{problem.label}: {problem.message}" if problem.label else problem.message
