"""Compiles conditions into one Python function: the reference, the bulk path, the explanation.

The source is written from checked conditions only: fact ids and values enter it as literals, sets
as constants. Each fact is read once and each condition that several rules share is worked out once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rulebook.conditions import OPERATORS
from rulebook.model import Answer, Condition, Facts, Rule, When
from rulebook.pack import Pack

Answers = tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The rules in force on one day, and the function that answers all of them, in their order."""

    rules: tuple[Rule, ...]
    evaluate: Callable[[Facts], Answers]

    def answer(self, facts: Facts) -> dict[str, Answer]:
        """The answer of every rule by its id."""
        ids = (rule.id for rule in self.rules)
        return dict(zip(ids, self.evaluate(facts), strict=True))


def book_for(pack: Pack, day: date) -> Book:
    """The rules of a pack that are in force on a day, compiled.

    A rule that is not in force finds nothing: a condition that asks about it is not known.
    """
    rules = tuple(rule for rule in pack.rules if rule.is_in_force(day))
    return Book(rules, _compiled(tuple((rule.id, rule.when) for rule in rules)))


@lru_cache(maxsize=32)
def _compiled(questions: tuple[tuple[str, When], ...]) -> Callable[[Facts], Answers]:
    return compile_conditions(questions)


def compile_conditions(questions: Iterable[tuple[str, When]]) -> Callable[[Facts], Answers]:
    """A function from facts to the answer of each question, in order.

    A question may ask about the answer of an earlier one by its name, as a yes-or-no fact. One
    without a name cannot be asked about.
    """
    writer = _Writer()
    for name, when in questions:
        writer.ask(name, when)
    return writer.function()


@dataclass(frozen=True, slots=True)
class _Part:
    """A condition as Python: for a definite yes, for a definite no, for not known, and its answer.

    `unknown` is empty for what is always known.
    """

    yes: str
    no: str
    unknown: str
    answer: str


class _Writer:
    """Writes the source of one function, line by line; each fact is read once."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._facts: dict[str, str] = {}
        self._constants: dict[str, Any] = {}
        self._answers: list[str] = []

    def ask(self, name: str, when: When) -> None:
        parts = [self._part(condition) for condition in when.all_of]
        if when.any_of:
            anyone = _any([self._part(condition) for condition in when.any_of])
            parts.append(_known_part(self._assign(f"d{len(self._answers)}", anyone)))
        variable = self._assign(f"r{len(self._answers)}", _all(parts))
        self._answers.append(variable)
        if name:
            self._facts[name] = variable

    def function(self) -> Callable[[Facts], Answers]:
        answers = "".join(f"{answer}, " for answer in self._answers)
        body = "\n    ".join([*self._lines, f"return ({answers})"])
        source = f"def evaluate(facts):\n    get = facts.get\n    {body}\n"
        namespace: dict[str, Any] = dict(self._constants)
        exec(compile(source, "<rulebook>", "exec"), namespace)  # noqa: S102 only checked conditions are in it
        function: Callable[[Facts], Answers] = namespace["evaluate"]
        return function

    def _part(self, condition: Condition) -> _Part:
        asked, given = OPERATORS[condition.op], self._fact(condition.fact)
        if asked.asks_whether_known:
            yes = asked.python.format(given, condition.value)
            no = asked.python.format(given, not condition.value)
            return _Part(yes, no, "", yes)
        if condition.other_fact is None:
            right, unknown = self._constant(condition.value), f"{given} is None"
        else:
            right = self._fact(condition.other_fact)
            unknown = f"{given} is None or {right} is None"
        compared = asked.python.format(given, right)
        no = f"not ({unknown}) and not ({compared})"
        return _Part(
            f"not ({unknown}) and {compared}", no, unknown, f"None if {unknown} else {compared}"
        )

    def _fact(self, id: str) -> str:
        if id not in self._facts:
            self._facts[id] = self._assign(f"f{len(self._facts)}", f"get({id!r})")
        return self._facts[id]

    def _constant(self, value: Any) -> str:
        if not isinstance(value, frozenset):
            return repr(value)
        name = f"K{len(self._constants)}"
        self._constants[name] = value
        return name

    def _assign(self, name: str, expression: str) -> str:
        self._lines.append(f"{name} = {expression}")
        return name


def _known_part(name: str) -> _Part:
    """A part whose answer has been worked out already."""
    return _Part(f"{name} is True", f"{name} is False", f"{name} is None", name)


def _all(parts: Sequence[_Part]) -> str:
    """The expression for `all_hold`."""
    if len(parts) == 1:
        return parts[0].answer
    no = " or ".join(part.no for part in parts)
    return f"False if {no} else {_unless_unknown(parts, 'True')}" if parts else "True"


def _any(parts: Sequence[_Part]) -> str:
    """The expression for `any_holds`."""
    if len(parts) == 1:
        return parts[0].answer
    yes = " or ".join(part.yes for part in parts)
    return f"True if {yes} else {_unless_unknown(parts, 'False')}"


def _unless_unknown(parts: Sequence[_Part], answer: str) -> str:
    unknown = " or ".join(part.unknown for part in parts if part.unknown)
    return f"None if {unknown} else {answer}" if unknown else answer
