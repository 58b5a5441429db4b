"""Checks the answers of a scheme as they come in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.personal import personal_details
from app.errors import Invalid, LooksPersonal
from app.services.desk import Desk, reader_of
from rulebook.labels import label_of
from rulebook.pack import Pack
from rulebook.problem import Problem, Refused, pointer_to


def read_answers(desk: Desk, pack: Pack, given: Any, top: str = "") -> Mapping[str, Any]:
    """The checked answers of a scheme; raises Invalid with the place of everything wrong.

    `top` is the pointer of the scheme in what was sent.
    """
    try:
        return reader_of(desk, pack).read(given)
    except Refused as refusal:
        found = [replace(problem, pointer=top + problem.pointer) for problem in refusal.problems]
        raise Invalid("Some answers cannot be taken as they are.", found) from None


def warnings_of(pack: Pack, answers: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What looks as if it held the details of a person."""
    return tuple(
        Problem(
            f"This looks like {kind}. Leave out what could identify a person.",
            pointer_to(path),
            label_of(pack.template, path),
            LooksPersonal.code,
        )
        for path, kind in personal_details(answers)
    )


def check_personal(pack: Pack, answers: Mapping[str, Any], *, is_confirmed: bool) -> None:
    """Refuses text that looks personal, until somebody has confirmed that it is not."""
    found = () if is_confirmed else warnings_of(pack, answers)
    if found:
        raise LooksPersonal("Some text may hold the details of a person. Nothing was saved.", found)
