"""Checks the schemes of an uploaded workbook with the reader that checks every scheme."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.documents.excel.told import Told
from app.documents.excel.uploaded import Uploaded, UploadedScheme
from rulebook.problem import Refused
from rulebook.schema import SchemeReader

MOST_TOLD: Final = 2_000
"""How many problems of one workbook are shown at once."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A scheme of a workbook: its checked answers, or None, and all that is wrong with it."""

    scheme: UploadedScheme
    answers: Mapping[str, Any] | None
    told: tuple[Told, ...]


def check_uploaded(uploaded: Uploaded, reader: SchemeReader) -> tuple[Checked, ...]:
    """Every scheme, read as strictly as the API reads one."""
    return tuple(_checked(scheme, reader) for scheme in uploaded.schemes)


def all_told(uploaded: Uploaded, checked: tuple[Checked, ...]) -> list[Told]:
    """All problems of the workbook by sheet, row and column, the first MOST_TOLD of them."""
    told = uploaded.in_order([*uploaded.problems, *(t for item in checked for t in item.told)])
    return told[:MOST_TOLD]


def _checked(scheme: UploadedScheme, reader: SchemeReader) -> Checked:
    try:
        answers: Mapping[str, Any] | None = reader.read(scheme.answers)
        found: list[Told] = []
    except Refused as refused:
        answers, found = None, scheme.tell_all(refused.problems)
    told = (*scheme.told, *found)
    return Checked(scheme, None if told else answers, told)
