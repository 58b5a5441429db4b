"""Conditions as definitions for durable_rules, which fire on one flat message about a scheme.

A message holds whole numbers, yes or no, and words from closed vocabularies, under names such as
`value:scheme_kind`, `known:qeia_stage` and `member:national_basis:nice_ta`. What is not known is
left out. Each limit and guard is here because the library fails without it, mostly in silence.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rulebook.limits import MOST_RULES_IN_A_PHASE
from rulebook.model import Condition, Facts, Rule, When

Clause = dict[str, Any]
"""An expression of durable_rules: one comparison, or a list under `$and` or `$or`."""

KIND: Clause = {"kind": "scheme"}
"""What every definition asks first, and all that the last one asks, which fires on any message."""

MOST_BRANCHES = 60
"""The library follows at most 64 branches at once, and refuses the message that opens more."""
MOST_PROPERTIES = 240
"""The library takes at most 252 properties in a message."""
MOST_LISTS = 15
"""The library takes at most 31 marks in a definition; each `$and` and each `$or` needs two."""

_COMPARE = {
    "is": ("$eq", "$neq"),
    "is_not": ("$neq", "$eq"),
    "at_least": ("$gte", "$lt"),
    "at_most": ("$lte", "$gt"),
    "more_than": ("$gt", "$lte"),
    "less_than": ("$lt", "$gte"),
}
"""By operator: what durable_rules calls it, and what it calls the definite contrary."""


class Unusable(ValueError):
    """A rule asks for something that the engine cannot be trusted with."""


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that a message says of a fact: its value, if it is known, or if it has a member."""

    fact: str
    says: str = "value"
    member: str = ""

    @property
    def name(self) -> str:
        return ":".join(part for part in (self.says, self.fact, self.member) if part)

    def read(self, facts: Facts) -> bool | int | str | None:
        """What the message says, None where it must not say anything."""
        value = facts.get(self.fact)
        if self.says == "known":
            return value is not None
        if isinstance(value, frozenset):
            return self.member in value
        return value


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a rule matches or, where `answer` is False, whether it is sure not to match."""

    rule: str
    answer: bool
    clause: Clause
    properties: frozenset[Property]


@dataclass(frozen=True, slots=True)
class Group:
    """The questions that are put to the library together, and what their message says.

    The same questions have the same `key`.
    """

    key: str
    questions: tuple[Question, ...]
    properties: tuple[Property, ...]


def groups_of(rules: Sequence[Rule], denied: frozenset[str]) -> Iterator[Group]:
    """The questions of a phase: one group, or more where the library cannot take them together.

    For the rules in `denied` a second question finds where they are sure not to match.
    """
    if len(rules) > MOST_RULES_IN_A_PHASE:
        raise Unusable(f"The phase {rules[0].phase} has more than {MOST_RULES_IN_A_PHASE} rules.")
    waiting: list[Question] = []
    for question in _questions(rules, denied):
        if waiting and not _fit([*waiting, question]):
            yield _group(waiting)
            waiting = []
        waiting.append(question)
    if waiting:
        yield _group(waiting)


def denied_rules(rules: Sequence[Rule]) -> frozenset[str]:
    """The rules about which a later one asks more than whether they match.

    Whoever asks that a finding be no, or known, needs a definite no. So does a rule that is denied
    itself, of every finding it asks about: its contrary asks for theirs.
    """
    denied: set[str] = set()
    ids = {rule.id for rule in rules}
    for rule in reversed(rules):
        for condition in rule.when.conditions:
            asks_yes = condition.op == "is" and condition.value is True
            if condition.fact in ids and (rule.id in denied or not asks_yes):
                denied.add(condition.fact)
    return frozenset(denied)


def clause_of(when: When, answer: bool) -> Clause:
    """What holds where the conditions hold or, for a False answer, where they are sure not to."""
    every = [condition_clause(condition, answer) for condition in when.all_of]
    anyone = [condition_clause(condition, answer) for condition in when.any_of]
    if answer:
        return _list("$and", [KIND, *every, *([_list("$or", anyone)] if anyone else [])])
    ways = [*every, *([_list("$and", anyone)] if anyone else [])]
    return _list("$and", [KIND, _list("$or", ways)])


def condition_clause(condition: Condition, answer: bool) -> Clause:
    """What holds where a condition holds or, for a False answer, where it is sure not to."""
    left, *others = (prop.name for prop in properties_of(condition))
    if condition.op == "is_known":
        return {left: condition.value is answer}
    if condition.op == "one_of":
        compare = "$eq" if answer else "$neq"
        return _several(answer, [_compare(compare, left, word) for word in _words(condition)])
    if condition.op == "includes_any":
        return _several(answer, [{name: answer} for name in (left, *others)])
    compare = _COMPARE[condition.op][0 if answer else 1]
    if condition.other_fact is None:
        return _compare(compare, left, condition.value)
    # With an absent right side the library compares with whatever is in memory: ask for it first.
    right = others[0] if others else left
    guards: list[Clause] = [{"$ex": {right: 1}}, {"$ex": {left: 1}}]
    return _list("$and", [*guards, _compare(compare, left, {"$m": right})])


def properties_of(condition: Condition) -> tuple[Property, ...]:
    """What a condition needs a message to say; the left side comes first."""
    if condition.op == "is_known":
        return (Property(condition.fact, "known"),)
    if condition.op == "includes_any":
        return tuple(Property(condition.fact, "member", word) for word in _words(condition))
    others = (condition.other_fact,) if condition.other_fact else ()
    return tuple(Property(fact) for fact in (condition.fact, *others))


def _questions(rules: Sequence[Rule], denied: frozenset[str]) -> Iterator[Question]:
    for rule in rules:
        for answer in (True, False) if rule.id in denied else (True,):
            clause = clause_of(rule.when, answer)
            reads = (properties_of(condition) for condition in rule.when.conditions)
            question = Question(rule.id, answer, clause, frozenset().union(*reads))
            if not _fit([question]) or _count_lists(clause) > MOST_LISTS:
                raise Unusable(f"The rule {rule.id} asks about too much at once.")
            yield question


def _fit(questions: Sequence[Question]) -> bool:
    branches = sum(_count_branches(question.clause) for question in questions)
    return branches <= MOST_BRANCHES and len(_properties(questions)) <= MOST_PROPERTIES


def _group(questions: Sequence[Question]) -> Group:
    properties = sorted(_properties(questions), key=lambda prop: prop.name)
    names = [*(prop.name for prop in properties), *KIND, "id", "sid", "$s"]
    if len({_hash(name) for name in names}) < len(names):
        raise Unusable("The library cannot tell the names of two facts apart. Rename one of them.")
    key = json.dumps([(item.rule, item.answer, item.clause) for item in questions])
    return Group(key, tuple(questions), tuple(properties))


def _properties(questions: Iterable[Question]) -> frozenset[Property]:
    return frozenset().union(*(question.properties for question in questions))


def _count_branches(clause: Clause) -> int:
    """How many branches the library may hold open at once while it follows a clause."""
    ((operator, parts),) = clause.items()
    if operator == "$or":
        return sum(_count_branches(part) for part in parts)
    if operator == "$and":
        return 1 + sum(_count_branches(part) - 1 for part in parts)
    return 1


def _count_lists(clause: Clause) -> int:
    ((operator, parts),) = clause.items()
    return 1 + sum(map(_count_lists, parts)) if operator in ("$and", "$or") else 0


def _several(answer: bool, clauses: list[Clause]) -> Clause:
    """One of many for a yes, and for a no the contrary of all of them."""
    return _list("$or" if answer else "$and", clauses)


def _list(operator: str, clauses: list[Clause]) -> Clause:
    """A list of clauses, with those of inner lists of its kind; one alone needs no list."""
    flat = [part for clause in clauses for part in clause.get(operator, [clause])]
    return flat[0] if len(flat) == 1 else {operator: flat}


def _compare(operator: str, left: str, right: Any) -> Clause:
    return {left: right} if operator == "$eq" else {operator: {left: right}}


def _words(condition: Condition) -> list[str]:
    if not isinstance(condition.value, frozenset) or not condition.value:
        raise Unusable(f"{condition.op} is asked of {condition.fact} without a list of values.")
    return sorted(condition.value)


def _hash(name: str) -> int:
    """The 32-bit FNV-1a hash: the library knows a property by this number and not by its name."""
    number = 2166136261
    for byte in name.encode():
        number = (number ^ byte) * 16777619 % 2**32
    return number
