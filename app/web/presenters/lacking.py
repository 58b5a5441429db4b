"""The questions that lack an answer or a part of one, and the rules that ask for them."""

from collections.abc import Callable, Sized
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app.documents.names import source_in_words
from app.domain.ranked import Explanation
from app.web.navigation import Link
from app.web.presenters.asking import AskedBy, asked_by
from app.web.presenters.wording import number
from rulebook.missing import Missing
from rulebook.template import Field

MOST_PARTS: Final = 8
"""Of more parts that one question lacks, the rest is counted."""
Address = Callable[[str], str]
"""Gives the address of the question that a JSON pointer names."""


@dataclass(frozen=True, slots=True)
class MissingAnswer:
    """A question that lacks its answer or parts of it.

    `link` leads to what is missing first. `parts` names the parts, and is empty where the answer
    itself is missing; `to_do` says what to give in either case. `source` is where the question
    comes from.
    """

    field: str
    link: Link
    parts: str
    to_do: str
    source: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A rule that returns a scheme without certain answers, and which those are."""

    rule: AskedBy
    asks_for: str


def top_of(pointer: str) -> str:
    """The question that a JSON pointer leads into."""
    return pointer.split("/")[1]


def missing_answers(explanation: Explanation, address: Address) -> tuple[MissingAnswer, ...]:
    """Every question that lacks something, in the order of the template."""
    by_field: dict[str, list[Missing]] = {}
    for item in explanation.line.classification.missing:
        by_field.setdefault(top_of(item.pointer), []).append(item)
    return tuple(_missing(explanation, id, items, address) for id, items in by_field.items())


def _missing(
    explanation: Explanation, id: str, items: list[Missing], address: Address
) -> MissingAnswer:
    pack, first = explanation.round.pack, items[0]
    field = next(field for field in pack.template.fields if field.id == id)
    answer = explanation.line.scheme.get(id)
    is_one = isinstance(answer, Sized) and len(answer) == 1
    parts = _parts(field, items, is_one=is_one)
    return MissingAnswer(
        field=id,
        link=Link(field.label, address(first.pointer)),
        parts=parts,
        to_do=gettext("Missing: %(parts)s.", parts=parts) if parts else first.to_do,
        source="; ".join(source_in_words(pack, source) for source in first.sources),
    )


def _parts(field: Field, items: list[Missing], *, is_one: bool) -> str:
    """The labels of the parts that are missing; nothing where it is the answer as a whole."""
    labels = [
        _label(field, item, is_one=is_one) for item in items if item.pointer != f"/{field.id}"
    ]
    more = len(labels) - MOST_PARTS
    if more > 0:
        counted = gettext("%(count)s more", count=number(more))
        labels = [*labels[:MOST_PARTS], counted]
    return "; ".join(labels)


def _label(field: Field, item: Missing, *, is_one: bool) -> str:
    """A part without the name of its question, with the number of the item where there are more."""
    inside = item.label.removeprefix(field.label).removeprefix(" › ")
    if field.type != "list":
        return inside
    item_number, _, part = inside.strip().partition(" › ")
    return part if is_one else gettext("%(part)s (item %(n)s)", part=part, n=item_number)


def rules_that_ask(explanation: Explanation, code: str) -> tuple[Asking, ...]:
    """Each rule once that asks for missing answers, with those; `code` is that of the round."""
    pack, found = explanation.round.pack, explanation.line.classification
    missing = missing_answers(explanation, lambda _: "")
    labels: dict[AskedBy, list[str]] = {}
    for answer in missing:
        for rule in asked_by(pack, found, f"/{answer.field}", code):
            labels.setdefault(rule, []).append(answer.link.text)
    return tuple(
        Asking(
            rule,
            gettext("It asks for all of them.")
            if len(asked) == len(missing)
            else gettext("It asks for: %(labels)s.", labels="; ".join(asked)),
        )
        for rule, asked in labels.items()
    )
