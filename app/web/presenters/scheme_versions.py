"""The versions of a scheme, what changed between two, and what happened to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import orjson
from flask_babel import gettext

from app.domain.ledger import Event
from app.domain.scheme import RETURNED, SUBMIT
from app.services.scheme_view import VersionMark
from app.services.viewing import Version
from app.web.presenters.answers import Shown, shown
from app.web.presenters.people import person_in_words
from app.web.presenters.states import EVENT_WORDS
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wording import moment, number
from rulebook.pack import Pack
from rulebook.template import Field


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A version that can be chosen to be compared."""

    value: str
    text: str
    is_before: bool
    is_after: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions that may be read; `differences` is None where the two are the same."""

    choices: tuple[VersionChoice, ...]
    title: str
    differences: Table | None


def versions_shown(
    pack: Pack, marks: Sequence[VersionMark], before: Version, after: Version
) -> Versions:
    choices = tuple(
        VersionChoice(
            str(mark.number), _mark(mark), mark.number == before.number, mark.number == after.number
        )
        for mark in reversed(marks)
    )
    numbers = {"before": number(before.number), "after": number(after.number)}
    title = gettext("What changed from version %(before)s to version %(after)s", **numbers)
    rows = tuple(_changes(pack, before.answers, after.answers))
    return Versions(choices, title, _table(title, rows) if rows else None)


def _mark(mark: VersionMark) -> str:
    return gettext(
        "Version %(number)s, %(moment)s, by %(who)s",
        number=number(mark.number),
        moment=moment(mark.made_at),
        who=person_in_words(mark.made_by),
    )


def _table(title: str, rows: tuple[Row, ...]) -> Table:
    columns = (gettext("Question"), gettext("Was"), gettext("Is"))
    return Table(title, tuple(Column(text) for text in columns), rows)


def _changes(pack: Pack, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Row]:
    for field in pack.template.fields:
        yield from _change(field, field.label, before.get(field.id), after.get(field.id))


def _change(field: Field, label: str, was: Any, now: Any) -> Iterator[Row]:
    """A row for each answer that differs: of a group by its parts, of a list by its items."""
    if was == now:
        return
    if field.type == "group" and was is not None and now is not None:
        for part in field.fields:
            words = f"{label} › {part.label}"
            yield from _change(part, words, was.get(part.id), now.get(part.id))
    elif field.type == "list":
        yield from _items(field, label, was or [], now or [])
    else:
        yield _row(label, _words(field, was), _words(field, now))


def _items(field: Field, label: str, was: Sequence[Any], now: Sequence[Any]) -> Iterator[Row]:
    """Items are paired by what they say, so that one that is put in changes no other."""
    old_texts, new_texts = ([orjson.dumps(item) for item in items] for items in (was, now))
    matcher = SequenceMatcher(None, old_texts, new_texts, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        for at in range(max(b - a, d - c)):
            old = was[a + at] if a + at < b else None
            new = now[c + at] if c + at < d else None
            place = (c if new is not None else a) + at + 1
            yield _row(f"{label} {place}", _item(field, old), _item(field, new))


def _item(field: Field, item: Any) -> str:
    return text_of(shown(field, [item])) if item is not None else ""


def _words(field: Field, value: Any) -> str:
    return text_of(shown(field, value)) if value is not None else ""


def _row(label: str, was: str, now: str) -> Row:
    nothing = gettext("No answer")
    note = gettext("Removed") if not now else gettext("Changed")
    return Row(
        (
            Cell(label, note=note if was else gettext("Added")),
            *map(Cell, (was or nothing, now or nothing)),
        )
    )


def text_of(answer: Shown) -> str:
    """An answer as one text."""
    parts = [f"{part.label}: {text_of(part.answer)}" for part in answer.parts]
    items = [text_of(item) for item in answer.items]
    return "; ".join(filter(None, (answer.text, *answer.texts, *parts, *items)))


def history_table(events: Sequence[Event]) -> Table | None:
    """What happened to a scheme, the newest first; None where there is nothing to tell."""
    rows = tuple(_event(event) for event in reversed(events))
    heads = (gettext("When"), gettext("Who"), gettext("What"))
    columns = tuple(Column(text) for text in heads)
    return Table(gettext("What happened, newest first"), columns, rows) if rows else None


def _event(event: Event) -> Row:
    who = person_in_words(event.actor, event.organisation)
    what = str(EVENT_WORDS.get(event.action, gettext("Something else")))
    reason = str(event.body.get("reason") or event.body.get("late_reason") or "")
    if event.action == SUBMIT and event.body.get("state") == RETURNED:
        reason = gettext("It was not complete, so it came back to its team.")
    place = gettext("Position %(position)s of the ledger", position=number(event.position))
    return Row((Cell(moment(event.at), note=place), Cell(who), Cell(what, note=reason)))
