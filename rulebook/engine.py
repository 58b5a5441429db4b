"""Runs a rulebook on durable_rules, apart from the compiled rules: the two check each other.

The library is fenced in: each measure here stands against a fault that was seen in version 2.0.28.
It starts no threads and reads no clock; one inference runs at a time in a process, which builds its
own rulesets after a fork; a message is taken back before the next; a ruleset that broke off is not
touched again. State is never deleted; there are no timers, joins, arithmetic or negation.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from multiprocessing import current_process
from threading import Lock
from typing import Any

import durable.engine as library
import orjson

from rulebook.compile import Book
from rulebook.conditions import NUMBERS
from rulebook.engine_rules import KIND, Group, Unusable, denied_rules, groups_of
from rulebook.limits import LARGEST_NUMBER
from rulebook.model import Answer, Condition, Facts, FactSpec, Rule, Value
from rulebook.pack import Pack
from rulebook.problem import shorten

_NAMES = {"sid": "1", "id": "scheme", **KIND}
"""What every message says: one constant state, since the library confuses states and frees them."""
_END = ("", True)
"""What the last definition of a ruleset finds: that the library came to the end."""


class WrongFact(TypeError):
    """A fact has a value of the wrong type, or one that it cannot have."""


class EngineFailed(RuntimeError):
    """The library broke off. The next inference starts with a new ruleset."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The findings of the compiled rules, and where the engine finds otherwise.

    `disagreements` are the rules on which the two differ: all of them where the engine gave no
    answer, and then `failure` says why. `pack` is the id and version of the pack.
    """

    pack: str
    findings: Mapping[str, Answer]
    disagreements: tuple[str, ...]
    failure: str = ""


class Engine:
    """The rules of a book on durable_rules. It may be shared by threads and survives a fork."""

    def __init__(self, rules: Sequence[Rule], facts: Mapping[str, FactSpec]) -> None:
        """`rules` with the phases in order; `facts` are what they ask about, by id.

        Raises Unusable for rules that the library cannot be trusted with.
        """
        phases = [tuple(phase) for _, phase in groupby(rules, key=lambda rule: rule.phase)]
        denied = denied_rules(rules)
        self._ids = tuple(rule.id for rule in rules)
        self._inputs = _inputs(phases, facts)
        self._groups = tuple(group for phase in phases for group in groups_of(phase, denied))

    def matched(self, facts: Facts) -> tuple[str, ...]:
        """The rules that match, in their order; a fact that is absent is unknown.

        Facts that no rule asks about are not looked at, nor is a finding that is given for a rule
        of this book. Raises WrongFact, and EngineFailed where the library breaks off.
        """
        known = {id: fact.checked(facts[id]) for id, fact in self._inputs.items() if id in facts}
        found: dict[str, bool] = {}
        here = _this_process()
        with here.lock:
            for group in self._groups:
                found.update(here.ask(group, {**known, **found}))
        return tuple(id for id in self._ids if found.get(id))


def engine_for(pack: Pack, day: date) -> Engine:
    """The engine for the rules of a pack in force on a day. The same rules share one engine."""
    rules = tuple(rule for rule in pack.rules if rule.is_in_force(day))
    key = (
        tuple((rule.id, rule.phase, rule.when) for rule in rules),
        tuple((spec.id, spec.type, spec.choices) for spec in pack.facts.values()),
    )
    if key not in _ENGINES:
        _ENGINES.setdefault(key, Engine(rules, pack.facts))
    return _ENGINES[key]


def side_by_side(pack: Pack, book: Book, engine: Engine, facts: Facts) -> Agreement:
    """The findings of the compiled rules, checked by the engine. The compiled ones always hold."""
    findings = book.answer(facts)
    name = f"{pack.id} {pack.version}"
    try:
        matched = set(engine.matched(facts))
    except (EngineFailed, WrongFact) as failure:
        return Agreement(name, findings, tuple(findings), str(failure))
    differ = matched ^ {id for id, answer in findings.items() if answer}
    in_order = [*findings, *sorted(matched - findings.keys())]
    return Agreement(name, findings, tuple(id for id in in_order if id in differ))


_ENGINES: dict[object, Engine] = {}


@dataclass(frozen=True, slots=True)
class _Input:
    """A fact that comes from outside: its type, and the words it may have."""

    id: str
    type: str
    words: frozenset[str]

    def checked(self, value: Value) -> Value:
        """The value, if the library can be given it: it compares values of any types in silence."""
        if not self._fits(value):
            raise WrongFact(f"{self.id} is of the type {self.type} and cannot be {shorten(value)}.")
        return value

    def _fits(self, value: object) -> bool:
        if self.type == "boolean":
            return isinstance(value, bool)
        if self.type in NUMBERS:
            return type(value) is int and abs(value) < LARGEST_NUMBER
        if self.type == "choice":
            return isinstance(value, str) and value in self.words
        return isinstance(value, frozenset) and value <= self.words


def _inputs(phases: Sequence[Sequence[Rule]], facts: Mapping[str, FactSpec]) -> dict[str, _Input]:
    """What the rules ask about and do not find themselves, by id."""
    found = {rule.id for phase in phases for rule in phase}
    earlier: set[str] = set()
    inputs: dict[str, _Input] = {}
    for phase in phases:
        for rule in phase:
            for id, condition in _asked(rule):
                if id not in found:
                    inputs[id] = _input(id, facts.get(id), condition)
                elif id not in earlier:
                    raise Unusable(f"{rule.id} asks about {id}, which no earlier phase finds.")
        earlier |= {rule.id for rule in phase}
    return inputs


def _asked(rule: Rule) -> Iterator[tuple[str, Condition]]:
    for condition in rule.when.conditions:
        yield condition.fact, condition
        if condition.other_fact is not None:
            yield condition.other_fact, condition


def _input(id: str, spec: FactSpec | None, condition: Condition) -> _Input:
    """A fact or, where there is none of that name, the finding of a rule not in the book."""
    if spec is not None:
        return _Input(id, spec.type, frozenset(choice.id for choice in spec.choices))
    if condition.op not in ("is", "is_not", "is_known") or condition.other_fact is not None:
        raise Unusable(f"{condition.op} is asked of {id}, and there is no such fact.")
    return _Input(id, "boolean", frozenset())


class _QuietHost(library.Host):  # type: ignore[misc]  # the library has no types
    """A host of rulesets without the threads and timers that the library would start for it."""

    def _run(self) -> None:
        # What took ten seconds by this clock is dropped without a word, and clocks jump.
        library._unix_now = lambda: 0
        # It writes and reads JSON for each message and each rule that fires: half of its time.
        library.json = _QuickJson


class _QuickJson:
    """What the library uses of `json`, quicker."""

    loads = staticmethod(orjson.loads)

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return orjson.dumps(value).decode()


class _Process:
    """The rulesets of one process. They are never freed, so each is built once."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._rulesets: dict[str, _Ruleset] = {}
        self._built = 0

    def ask(self, group: Group, facts: Facts) -> dict[str, bool]:
        """What the rules of a group find. The lock is held."""
        try:
            if group.key not in self._rulesets:
                self._built += 1
                self._rulesets[group.key] = _Ruleset(f"ruleset{self._built}", group)
            return self._rulesets[group.key].answer(facts)
        except BaseException as error:
            self._rulesets.pop(group.key, None)
            if isinstance(error, Exception):
                raise EngineFailed(f"The rule engine broke off: {shorten(error)}") from error
            raise


class _Ruleset:
    """A ruleset of the library, which gathers what fires."""

    def __init__(self, name: str, group: Group) -> None:
        self._name = name
        self._said = [(prop.name, prop.read) for prop in group.properties]
        self._fired: set[tuple[str, bool]] = set()
        self._raised: list[BaseException] = []
        definitions = {
            f"{question.rule} {question.answer}": self._definition(
                question.clause, (question.rule, question.answer)
            )
            for question in group.questions
        }
        definitions["end"] = self._definition(KIND, _END)
        self._host = _QuietHost({name: definitions})

    def answer(self, facts: Facts) -> dict[str, bool]:
        """What fires on a message of facts: yes or no by rule, nothing for one not known."""
        said = ((name, read(facts)) for name, read in self._said)
        message = _NAMES | {name: value for name, value in said if value is not None}
        self._fired.clear()
        self._raised.clear()
        self._host.assert_fact(self._name, message)
        if _END not in self._fired:
            unfinished = EngineFailed("it did not come to the end of its rules.")
            raise next(iter(self._raised), unfinished)
        # Not in a `finally`: after an action that broke off, this would end the process.
        self._host.retract_fact(self._name, message)
        if self._raised:
            raise self._raised[0]
        return dict(self._fired - {_END})

    def _definition(self, clause: dict[str, Any], finding: tuple[str, bool]) -> dict[str, Any]:
        return {"all": [{"m": clause}], "run": self._gather(finding)}

    def _gather(self, finding: tuple[str, bool]) -> Callable[[object], None]:
        def gather(_: object) -> None:
            try:
                self._fired.add(finding)
            except BaseException as error:  # noqa: BLE001 the library swallows it: raised again later
                self._raised.append(error)

        return gather


_PROCESSES: dict[int | None, _Process] = {}


def _this_process() -> _Process:
    """The rulesets of this process: a forked one leaves its parent's, and their lock, alone."""
    pid = current_process().pid
    return _PROCESSES.get(pid) or _PROCESSES.setdefault(pid, _Process())
