"""Finds text that looks as if it held the details of a person: NHS numbers and telephone numbers.

A scheme is about services, not people, so such text is a slip. An NHS number has ten digits, the
last a check digit (NHS Data Dictionary, NHS NUMBER: modulus 11), so other numbers are seldom taken
for one. A telephone number begins with 0 or +44 and has ten or eleven digits in all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rulebook.problem import Path

_NHS_NUMBER: Final = re.compile(r"(?<![\d.,£-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d,]|\.\d|-\d)")
_TELEPHONE: Final = re.compile(r"(?<![\d.,£])(?:\+44[ ()0-]*|\(?0)(?:[ ()-]{0,2}\d){9,10}(?!\d)")
_MANY_DIGITS: Final = re.compile(r"\d(?:[ ()-]*\d){8}")
_DIGIT: Final = re.compile(r"\d")

Sighting = tuple[Path, str]
"""Where the text is, and what it looks like."""


def personal_details(answers: Any) -> Iterator[Sighting]:
    """Every text among answers that looks personal, each with what it looks like first."""
    if _MANY_DIGITS.search(repr(answers)):  # few schemes go further
        yield from _sightings(answers, ())


def _sightings(answers: Any, path: Path) -> Iterator[Sighting]:
    if isinstance(answers, str):
        if (kind := _looks_like(answers)) is not None:
            yield path, kind
    elif isinstance(answers, Mapping):
        for name, value in answers.items():
            yield from _sightings(value, (*path, name))
    elif isinstance(answers, Sequence):
        for number, value in enumerate(answers):
            yield from _sightings(value, (*path, number))


def _looks_like(text: str) -> str | None:
    if len(text) < 10 or not _DIGIT.search(text):
        return None
    if any(_is_nhs_number(found[0]) for found in _NHS_NUMBER.finditer(text)):
        return "an NHS number"
    return "a telephone number" if _TELEPHONE.search(text) else None


def _is_nhs_number(text: str) -> bool:
    digits = [int(digit) for digit in _DIGIT.findall(text)]
    rest = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits[9] == (11 - rest) % 11
