"""What is wrong with something that was given, where, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
Fault: TypeAlias = tuple[str, Path, str]
"""A file of a pack, a path in it, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class ListedIn:
    """The reference list that has what may be given; of which pack, where that is known."""

    name: str
    pack: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `pointer` is a JSON pointer (RFC 6901) into the file or scheme, empty for the whole of it.
    `line` counts from 1 and is None where the source has no lines.
    `label` is the name of the field as people see it. `code` is stable, `message` is not.
    How to see the list that an answer is taken from, each edge adds in its own words.
    """

    message: str
    pointer: str = ""
    label: str = ""
    code: str = "invalid"
    file: str = ""
    line: int | None = None
    listed_in: ListedIn | None = None

    def __str__(self) -> str:
        place = self.file + (f", line {self.line}" if self.line else "")
        field = self.label or self.pointer
        return ": ".join(part for part in (place, field, self.message) if part)


class Refused(ValueError):
    """What was given cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def pointer_to(path: Path) -> str:
    """The JSON pointer of a path of keys and indexes (RFC 6901); a very long key is cut short."""
    steps = (shorten(step, 80) for step in path)
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def shorten(value: object, limit: int = 60) -> str:
    """A value as it may be quoted in a message: one line that prints, at most `limit` long."""
    text = str(value)[: limit + 1]
    shown = "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
