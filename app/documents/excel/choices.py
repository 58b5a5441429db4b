"""Choices by title: what a drop-down shows, and the id of what was chosen or typed."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.documents.excel.faults import CellFault
from app.documents.excel.tidy import number_text
from app.documents.typed.text import key_of, trimmed
from rulebook.model import Choice
from rulebook.problem import shorten
from rulebook.schema import YES_NO
from rulebook.suggest import nearest
from rulebook.template import Field
from rulebook.words import listed

YES_NO_CHOICES: Final = tuple(Choice(id, label) for id, label in YES_NO.items())
CONFIRM_CHOICES: Final = (Choice("yes", "Yes"),)
EMPTY_CHOICE: Final = "None of these"
"""The answer to a question with several choices that none of them applies; blank is no answer."""
_OTHER_EMPTY: Final = "No choice applies"
"""The same, where a choice itself is called “None of these”."""
EMPTY_LIST: Final = "None"
BETWEEN: Final = "; "
_FEW = 8
_YES, _NO = ("yes", "y", "true"), ("no", "n", "false")
_NOT_KNOWN = ("not known", "not_known", "unknown", "don't know")


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen: the titles as people see them by id, and the ids by what they type."""

    titles: Mapping[str, str]
    ids: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]]

    def one(self, text: str) -> str:
        """The id of a choice by its title or id; raises CellFault for what is neither."""
        key = key_of(text)
        if key in self.ambiguous:
            message = f"There are several choices called “{shorten(text)}”. "
            raise CellFault(message + f"Choose {_quoted(self.ambiguous[key])}.")
        if key not in self.ids:
            raise CellFault(f"“{shorten(text)}” is not one of the choices.{self._hint(text)}")
        return self.ids[key]

    def has(self, text: str) -> bool:
        return key_of(text) in self.ids

    @property
    def empty(self) -> str:
        """What says that none of them applies."""
        return _OTHER_EMPTY if self.has(EMPTY_CHOICE) else EMPTY_CHOICE

    def _hint(self, text: str) -> str:
        titles = list(self.titles.values())
        if len(titles) <= _FEW:
            return f" Choose {_quoted(tuple(titles))}."
        return f"{nearest(text, titles)} Choose one from the list of the cell."


def choices_of(choices: tuple[Choice, ...]) -> Choices:
    """Choices whose titles are all different: where two are alike, each has its id behind it."""
    count = Counter(key_of(choice.label) for choice in choices)
    titles = {
        c.id: f"{c.label} ({c.id})" if count[key_of(c.label)] > 1 else c.label for c in choices
    }
    ids = {key_of(id): id for id in titles} | {key_of(t): id for id, t in titles.items()}
    alike: dict[str, tuple[str, ...]] = {}
    for choice in choices:
        key = key_of(choice.label)
        if count[key] > 1 and key not in ids:
            alike[key] = (*alike.get(key, ()), titles[choice.id])
    return Choices(titles, ids, alike)


def offered(field: Field) -> tuple[Choice, ...]:
    """The choices of a field, those of yes or no included."""
    return {"yes_no": YES_NO_CHOICES, "confirm": CONFIRM_CHOICES}.get(field.type, field.choices)


def one_of(known: Choices, value: Any) -> str:
    """The id of the one choice in a cell."""
    return known.one(_text(value))


def some_of(field: Field, known: Choices, value: Any) -> list[str]:
    """The ids of the choices in a cell, with ; or a new line between them."""
    text = _text(value)
    if key_of(text) == key_of(known.empty):
        return []
    parts = [trimmed(part) for part in re.split(r"[;\n]", text) if key_of(part)]
    if known.has(text):
        parts = [text]
    elif len(parts) == 1 and all(known.has(part) for part in text.split(",")):
        raise CellFault("Put a ; between the choices, not a comma: some titles hold commas.")
    ids = [known.one(part) for part in parts]
    _check_set(field, known, ids)
    return ids


def yes_no_of(value: Any) -> str:
    key = key_of(_text(value))
    for id, words in (("yes", _YES), ("no", _NO), ("not_known", _NOT_KNOWN)):
        if key in words:
            return id
    raise CellFault(
        f"“{shorten(_text(value))}” is not an answer here. Choose Yes, No or Not known."
    )


def confirmed(value: Any) -> bool:
    """True for Yes; nothing else can be taken."""
    if key_of(_text(value)) in _YES:
        return True
    raise CellFault("Choose Yes once it is so. Leave the cell blank until then.")


def check_empty_list(value: Any) -> None:
    """Refuses a cell that does not say plainly that a list has nothing in it."""
    if key_of(_text(value)) in (key_of(EMPTY_LIST), key_of(EMPTY_CHOICE), *_YES):
        return
    message = "Write None if there is nothing to list. Otherwise leave the cell blank"
    raise CellFault(f"{message}, and use the sheet of the list.")


def _check_set(field: Field, known: Choices, ids: list[str]) -> None:
    twice = next((id for id, count in Counter(ids).items() if count > 1), None)
    if twice is not None:
        raise CellFault(f"“{known.titles[twice]}” is given twice. Give it once.")
    if field.exclusive in ids and len(ids) > 1:
        title = known.titles[field.exclusive]
        raise CellFault(f"“{title}” stands alone. Remove it, or the other choices.")


def _text(value: Any) -> str:
    """What a cell shows, for words: TRUE is yes, and a number may be the title of a choice."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number_text(value) if isinstance(value, float) else str(value)


def _quoted(titles: tuple[str, ...]) -> str:
    return listed((f"“{title}”" for title in titles), "or")
