"""Translates the rules of a book for zen-engine, whose `null` stands for what is not known.

zen-engine refuses to compare `null` with a number and to look for members in it, and its `and` and
`or` are not three-valued. So each condition is written as what makes it a definite yes, and what
makes it a definite no; a rule is unknown where neither holds.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rulebook.compile import Book
from rulebook.model import Condition, Facts, Rule, Value

Graph = dict[str, Any]

_SIGNS = {
    "is": ("==", "!="),
    "is_not": ("!=", "=="),
    "at_least": (">=", "<"),
    "at_most": ("<=", ">"),
    "more_than": (">", "<="),
    "less_than": ("<", ">="),
}
"""By operator: the sign for a definite yes, and the one for a definite no."""


def facts_for_zen(book: Book, facts: Facts) -> dict[str, Any]:
    """The facts that the rules ask about and do not find themselves, as JSON knows them."""
    found = {rule.id for rule in book.rules}
    asked = {fact for rule in book.rules for fact in rule.when.facts} - found
    return {id: _plain(facts[id]) for id in sorted(asked) if id in facts}


def expression_graph(book: Book) -> Graph:
    """One expression node with a line for each rule; earlier findings are read from the node."""
    named = _names(book, "$.{}")
    return _expressions({rule.id: _finding(rule, named) for rule in book.rules})


def table_graph(book: Book) -> Graph:
    """A decision table for each rule, joined to the tables of the rules it asks about."""
    named = _names(book, "{}")
    edges = [
        (before, rule.id)
        for rule in book.rules
        for before in ("in", *sorted(rule.when.facts & named.keys()))
    ]
    edges += [(rule.id, "out") for rule in book.rules]
    return _graph([_table(rule, named) for rule in book.rules], edges)


def flat_expression(book: Book) -> str:
    """All rules as one expression that gives the list of findings."""
    named = _names(book, "{}")
    lines = [f"{rule.id} = {_finding(rule, named)}; " for rule in book.rules]
    return "".join(lines) + f"[{', '.join(rule.id for rule in book.rules)}]"


def flat_graph(book: Book) -> Graph:
    """One expression node whose only line, `findings`, holds all rules."""
    return _expressions({"findings": flat_expression(book)})


def _expressions(lines: Mapping[str, str]) -> Graph:
    written = [{"id": key, "key": key, "value": value} for key, value in lines.items()]
    content = {"expressions": written, "passThrough": False, "executionMode": "single"}
    node = {"id": "rules", "name": "rules", "type": "expressionNode", "content": content}
    return _graph([node], [("in", "rules"), ("rules", "out")])


def _names(book: Book, form: str) -> Mapping[str, str]:
    """What the findings of rules are called where a later rule asks about them."""
    return {rule.id: form.format(rule.id) for rule in book.rules}


def _finding(rule: Rule, named: Mapping[str, str]) -> str:
    """The three-valued answer of a rule: a definite no is looked for first, as it decides most."""
    no = [_no(c, named) for c in rule.when.all_of]
    yes = [_yes(c, named) for c in rule.when.all_of]
    if rule.when.any_of:
        no.append(" and ".join(f"({_no(c, named)})" for c in rule.when.any_of))
        yes.append(" or ".join(f"({_yes(c, named)})" for c in rule.when.any_of))
    return f"{_joined('or', no)} ? false : ({_joined('and', yes)} ? true : null)"


def _joined(word: str, parts: Sequence[str]) -> str:
    return "(" + f" {word} ".join(f"({part})" for part in parts) + ")"


def _yes(condition: Condition, named: Mapping[str, str]) -> str:
    return _definite(condition, named, True)


def _no(condition: Condition, named: Mapping[str, str]) -> str:
    return _definite(condition, named, False)


def _definite(condition: Condition, named: Mapping[str, str], answer: bool) -> str:
    """What holds where a condition is a definite yes or, for a False answer, a definite no."""
    fact = named.get(condition.fact, condition.fact)
    if condition.op == "is_known":
        return f"{fact} {'!=' if condition.value is answer else '=='} null"
    if condition.op == "one_of":
        return f"{fact} != null and {fact} {'in' if answer else 'not in'} {_words(condition)}"
    if condition.op == "includes_any":
        test = f"some({fact}, # in {_words(condition)})"
        return f"{fact} != null and {test if answer else f'not({test})'}"
    if isinstance(condition.value, bool):
        wanted = condition.value is ((condition.op == "is") is answer)
        return f"{fact} == {json.dumps(wanted)}"
    return _compared(condition, fact, _SIGNS[condition.op][0 if answer else 1])


def _compared(condition: Condition, fact: str, sign: str) -> str:
    if condition.other_fact is not None:
        other = condition.other_fact
        return f"{fact} != null and {other} != null and {fact} {sign} {other}"
    value = json.dumps(_plain(condition.value))
    if sign == "==":
        return f"{fact} == {value}"
    return f"{fact} != null and {fact} {sign} {value}"


def _table(rule: Rule, named: Mapping[str, str]) -> Graph:
    """The first row that fits decides: definite no, then definite yes, else not known."""
    inputs = [
        {"id": f"c{n}", "name": f"c{n}", "field": _column(condition, named)}
        for n, condition in enumerate(rule.when.conditions)
    ]
    rows = [
        {"_id": f"{rule.id}{n}", **dict.fromkeys((i["id"] for i in inputs), ""), **row}
        for n, row in enumerate(_rows(rule))
    ]
    outputs = [{"id": "finding", "name": rule.id, "field": rule.id}]
    content = {"hitPolicy": "first", "rules": rows, "inputs": inputs, "outputs": outputs}
    return {"id": rule.id, "name": rule.id, "type": "decisionTableNode", "content": content}


def _column(condition: Condition, named: Mapping[str, str]) -> str:
    """What a column holds: true, false, or null where the condition is not known."""
    fact = named.get(condition.fact, condition.fact)
    if condition.op == "is" and condition.value is True:
        return fact
    yes, no = _yes(condition, named), _no(condition, named)
    return f"({no}) ? false : (({yes}) ? true : null)"


def _rows(rule: Rule) -> list[dict[str, str]]:
    every = [f"c{n}" for n in range(len(rule.when.all_of))]
    anyone = [f"c{n + len(every)}" for n in range(len(rule.when.any_of))]
    no = [{column: "false"} for column in every]
    no += [dict.fromkeys(anyone, "false")] if anyone else []
    must = dict.fromkeys(every, "true")
    yes = [{**must, column: "true"} for column in anyone] or [must]
    return [
        *({**row, "finding": "false"} for row in no),
        *({**row, "finding": "true"} for row in yes),
        {"finding": "null"},
    ]


def _graph(nodes: Sequence[Graph], edges: Sequence[tuple[str, str]]) -> Graph:
    ends = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    joined = [
        {"id": f"{start}>{end}", "type": "edge", "sourceId": start, "targetId": end}
        for start, end in edges
    ]
    return {"nodes": [*ends, *nodes], "edges": joined}


def _words(condition: Condition) -> str:
    return json.dumps(_plain(condition.value))


def _plain(value: Value | None) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value
