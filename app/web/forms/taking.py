"""Takes answers from what was typed in a form, as the JSON API takes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from flask_babel import gettext

from app.documents.typed.days import year_of
from app.documents.typed.fault import Unreadable
from app.documents.typed.numbers import (
    amount_of,
    check_pence,
    how_to_write,
    number_of,
    pence_of,
    whole_of,
)
from app.documents.typed.text import trimmed
from app.web.forms.dates import NotADay, day_of
from app.web.forms.typed import YES, Typed, count_of, name_of, number_from, one, says_none
from rulebook.problem import Path, Problem, pointer_to
from rulebook.template import Field

INVALID: Final = "invalid_answer"


@dataclass(slots=True)
class Taken:
    """Answers by field, and what is wrong with those that could not be taken."""

    answers: dict[str, Any] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)


def take(fields: Iterable[Field], typed: Typed) -> Taken:
    """What was typed as answers. An answer that cannot be read is left out, with a problem."""
    taken = Taken()
    taken.answers = _group(fields, typed, (), taken.faults)
    return taken


def _group(
    fields: Iterable[Field], typed: Typed, path: Path, faults: list[Problem]
) -> dict[str, Any]:
    answers = {}
    for part in fields:
        value = _answer(part, typed, (*path, part.id), faults)
        if value is not None:
            answers[part.id] = value
    return answers


def _answer(part: Field, typed: Typed, path: Path, faults: list[Problem]) -> Any:
    """An answer, None where there is none or it cannot be read."""
    if part.type == "group":
        return _group(part.fields, typed, path, faults) or None
    if part.type == "list":
        return _list(part, typed, path, faults)
    try:
        return _choices(part, typed, path) if part.type == "choices" else _one(part, typed, path)
    except Unreadable as fault:
        faults.append(Problem(fault.message, pointer_to(path), part.label, INVALID))
    except NotADay as fault:
        place = pointer_to((*path[:-1], f"{path[-1]}-{fault.part}"))
        faults.append(Problem(str(fault), place, part.label, INVALID))
    return None


def _list(part: Field, typed: Typed, path: Path, faults: list[Problem]) -> Any:
    name = name_of(path)
    numbers = range(count_of(typed, name))
    items = [_group(part.fields, typed, (*path, number), faults) for number in numbers]
    if items and part.may_be_empty and says_none(typed, name):
        message = gettext(
            "“There are none” is ticked, and there are some. Untick it, or remove them."
        )
        faults.append(Problem(message, pointer_to(path), part.label, INVALID))
    if items:
        return items
    return [] if part.may_be_empty and says_none(typed, name) else None


def _choices(part: Field, typed: Typed, path: Path) -> Any:
    name = name_of(path)
    chosen = [choice for choice in typed.get(name, ()) if choice]
    if chosen and part.may_be_empty and says_none(typed, name):
        message = gettext("“None of these” is ticked beside other answers. Untick it or them.")
        raise Unreadable(message)
    if len(chosen) > 1 and part.exclusive in chosen:
        label = next(choice.label for choice in part.choices if choice.id == part.exclusive)
        raise Unreadable(
            gettext("“%(label)s” is ticked beside other answers. Untick it or them.", label=label)
        )
    return chosen or ([] if part.may_be_empty and says_none(typed, name) else None)


def _one(part: Field, typed: Typed, path: Path) -> Any:
    name = name_of(path)
    if part.type == "date":
        return day_of(typed, name)
    text = trimmed(one(typed, name).replace("\r\n", "\n"))
    if part.type == "confirm":
        return True if text == YES else None
    return _read(part, text) if text else None


def _read(part: Field, text: str) -> Any:
    """A text as an answer of its type; it is not empty."""
    if part.type == "money":
        return check_pence(pence_of(amount_of(text)), part.minimum, part.maximum)
    if part.type in ("integer", "decimal"):
        is_whole = part.type == "integer"
        instead = how_to_write(part.minimum, part.maximum, is_whole=is_whole)
        exact = number_of(text, may_be_percent=part.unit == "percent", instead=instead)
        return whole_of(exact) if is_whole else _decimal(exact)
    return _year(text) if part.type == "financial_year" else text


def _decimal(number: Decimal) -> int | float:
    """A float prints as it was typed, up to 15 digits, and is read as it prints."""
    return int(number) if number == int(number) else float(number)


def _year(text: str) -> str:
    year = year_of(text)
    if year is None:
        message = gettext("Write the financial year with both its years, such as 2024-25.")
        raise Unreadable(message)
    return year


def without_blanks(fields: Iterable[Field], typed: Typed) -> dict[str, Any]:
    """What was typed, without the items of lists in which nothing is typed."""
    found = dict(typed)
    for part, path in _lists(fields, ()):
        _close_up(part, path, found)
    return found


def _lists(fields: Iterable[Field], path: Path) -> Iterator[tuple[Field, Path]]:
    """The lists that are not in another list."""
    for part in fields:
        if part.type == "list":
            yield part, (*path, part.id)
        elif part.type == "group":
            yield from _lists(part.fields, (*path, part.id))


def _close_up(part: Field, path: Path, typed: dict[str, Any]) -> None:
    """Takes blank items out of a list, those of lists within its items first."""
    name = name_of(path)
    for number in reversed(range(count_of(typed, name))):
        for inner, place in _lists(part.fields, (*path, number)):
            _close_up(inner, place, typed)
        if _is_blank(f"{name}-{number}-", typed):
            remove_item(typed, name, number)


def _is_blank(start: str, typed: Typed) -> bool:
    return not any(
        trimmed(text)
        for name, texts in typed.items()
        if name.startswith(start) and not name.endswith("-count")
        for text in texts
    )


def remove_item(typed: dict[str, Any], name: str, number: int) -> None:
    """Takes an item out of a list: those behind it move up."""
    count = count_of(typed, name)
    if number >= count:
        return
    kept = {key: texts for key, texts in typed.items() if not _is_behind(key, name, number)}
    for key, texts in typed.items():
        step, rest = _step(key, name)
        if step > number:
            kept[f"{name}-{step - 1}-{rest}"] = texts
    kept[f"{name}-count"] = [str(count - 1)]
    typed.clear()
    typed.update(kept)


def add_item(typed: dict[str, Any], name: str) -> None:
    """Adds an empty item at the end of a list."""
    typed[f"{name}-count"] = [str(count_of(typed, name) + 1)]
    typed.pop(f"{name}-none", None)


def _is_behind(key: str, name: str, number: int) -> bool:
    return _step(key, name)[0] >= number


def _step(key: str, name: str) -> tuple[int, str]:
    """The item of a list that an input belongs to and its name within; -1 for other inputs."""
    if not key.startswith(f"{name}-"):
        return -1, ""
    text, _, rest = key.removeprefix(f"{name}-").partition("-")
    step = number_from(text)
    return (-1, "") if step is None else (step, rest)
