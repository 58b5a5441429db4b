"""Which answers a submission still lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.conditions import evaluate
from rulebook.model import Facts, Source
from rulebook.template import Field, Section, Template


@dataclass(frozen=True, slots=True)
class Missing:
    """A required answer that is missing: where, its name, what to give, and who asks for it."""

    pointer: str
    label: str
    section: str
    to_do: str
    sources: tuple[Source, ...]


def missing_answers(
    template: Template, answers: Mapping[str, Any], facts: Facts
) -> tuple[Missing, ...]:
    """Every answer that must be there at submission and is not, in the order of the template.

    A condition on a fact that is not known asks for nothing: the answer to that fact is itself
    required, and so is asked for first.
    """
    return tuple(
        item
        for section in template.sections
        for field in section.fields
        if field.fields or not answers.get(field.id)
        for item in _Search(section, field, facts).missing(answers.get(field.id))
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks through one field of the template and all that is in it."""

    section: Section
    top: Field
    facts: Facts

    def missing(self, value: Any) -> Iterator[Missing]:
        yield from self._in(self.top, value, f"/{self.top.id}", self.top.label)

    def _in(self, field: Field, value: Any, pointer: str, label: str) -> Iterator[Missing]:
        if _is_unanswered(field, value):
            if self._is_required(field):
                yield self._found(pointer, label, self._to_do(field))
        elif field.type == "list":
            if field.min_items and len(value) < field.min_items:
                to_do = f"Give at least {field.min_items}; there is {len(value)} now."
                yield self._found(pointer, label, to_do)
            for n, item in enumerate(value):
                yield from self._parts(field, item, f"{pointer}/{n}", f"{label} {n + 1}")
        elif field.type == "group":
            yield from self._parts(field, value, pointer, label)

    def _parts(
        self, field: Field, group: Mapping[str, Any], pointer: str, label: str
    ) -> Iterator[Missing]:
        for part in field.fields:
            value = group.get(part.id)
            if part.fields or not value:  # most answers are single, and there
                yield from self._in(part, value, f"{pointer}/{part.id}", f"{label} › {part.label}")

    def _is_required(self, field: Field) -> bool:
        if field.required_when is not None and evaluate(field.required_when, self.facts):
            return True
        return field.required in ("draft", "submit")

    def _to_do(self, field: Field) -> str:
        """What to answer; a part without a question of its own names the one it belongs to."""
        if field.question:
            none = " If there are none, say so." if field.must_say_none else ""
            return f"Answer: {field.question}{none}"
        return f"It is part of: {self.top.question}" if self.top.question else "Give it."

    def _found(self, pointer: str, label: str, to_do: str) -> Missing:
        return Missing(pointer, label, f"Section {self.section.letter}", to_do, self.top.sources)


def _is_unanswered(field: Field, value: Any) -> bool:
    return value is None or (value in ((), {}) and not field.may_be_empty)
