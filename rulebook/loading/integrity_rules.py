"""Checks what rules ask, what follows from them, and their examples."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from rulebook.conditions import NUMBERS, OPERATORS
from rulebook.limits import LARGEST_NUMBER, MOST_RULES_IN_A_PHASE
from rulebook.loading.integrity_facts import KNOWN_FUNCTIONS
from rulebook.model import Condition, Example, Outcome, Value, When
from rulebook.pack import Pack
from rulebook.problem import Fault, Path, shorten
from rulebook.suggest import is_not, no_such

Found = tuple[str, str]
"""The key of a condition that is wrong, and what is wrong with it."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def rule_faults(pack: Pack, checked: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the rules, file by file."""
    phases = [phase.id for phase in pack.phases]
    for file, data in checked.items():
        if not file.startswith("rules/"):
            continue
        phase = data["phase"]
        if phase not in phases:
            yield file, ("phase",), no_such("phase", phase, phases)
            continue
        if file != f"rules/{phase}.yaml":
            yield file, ("phase",), "A file of rules is named like its phase. Rename one of them."
        if (count := len(data["rules"])) > MOST_RULES_IN_A_PHASE:
            message = f"There are {count} rules; at most {MOST_RULES_IN_A_PHASE} may be in a phase."
            yield file, ("rules",), message
        for n, item in enumerate(data["rules"]):
            yield from _rule(pack, item, file, ("rules", n), phase)


def condition_faults(
    pack: Pack, when: When, file: str, path: Path, phase: str = ""
) -> Iterator[Fault]:
    """What is wrong with conditions; `phase` is that of the rule, empty outside rules."""
    for name in ("all_of", "any_of"):
        seen: set[Condition] = set()
        for n, condition in enumerate(getattr(when, name)):
            key, message = _condition_fault(pack, condition, phase)
            if message:
                yield file, (*path, name, n, key), message
            elif condition in seen:
                yield file, (*path, name, n), "This condition is given twice. Give it once."
            seen.add(condition)


def text_fault(pack: Pack, text: str) -> str:
    """What is wrong with the facts that a sentence names in braces, or nothing."""
    for name in _PLACEHOLDER.findall(text):
        if name not in pack.facts:
            return no_such("fact", name, pack.facts)
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        return "A brace is open or closed alone. Name one fact in each pair."
    return ""


def value_fault(pack: Pack, fact: str, value: Value | None, phase: str = "") -> str:
    """What is wrong with a value for a fact, or nothing."""
    kind, fault = _fact_type(pack, fact, phase)
    if fault:
        return fault
    if kind == "boolean":
        return "" if isinstance(value, bool) else f"{fact} is true or false."
    if kind in NUMBERS:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        fits = is_number and isinstance(value, int) and abs(value) < LARGEST_NUMBER
        return "" if fits else f"{fact} is a whole number of at most 18 digits."
    if kind == "choice":
        is_word = isinstance(value, str)
        return _choices_fault(pack, fact, [str(value)]) if is_word else f"{fact} is a word."
    if not isinstance(value, frozenset):
        return f"{fact} is a list."
    return _choices_fault(pack, fact, value)


def _rule(
    pack: Pack, item: Mapping[str, Any], file: str, path: Path, phase: str
) -> Iterator[Fault]:
    when: When = item["when"]
    yield from condition_faults(pack, when, file, (*path, "when"), phase)
    if item["then"].is_return and (asked := _asked_of_others(pack, when)):
        message = f"{asked} needs the other schemes: what returns a scheme must show by itself."
        yield file, (*path, "when"), message
    if fault := _dates_fault(pack, item["in_force"], when):
        yield file, (*path, "in_force"), fault
    for key, message in _outcome(pack, item["then"]):
        yield file, (*path, "then", *key), message
    for name in ("reason", "to_do"):
        if fault := text_fault(pack, item.get(name, "")):
            yield file, (*path, name), fault
    for e, example in enumerate(item["examples"]):
        for fact, message in _example(pack, example, when, phase):
            yield file, (*path, "examples", e, "facts", fact), message


def _asked_of_others(pack: Pack, when: When) -> str:
    """A fact that needs the other schemes, asked about directly or through findings; or nothing."""
    rules = {rule.id: rule for rule in pack.rules}
    waiting, seen = sorted(when.facts), set[str]()
    while waiting:
        fact = waiting.pop(0)
        spec = pack.facts.get(fact)
        function = KNOWN_FUNCTIONS.get(spec.function) if spec else None
        if function and function.scope == "set":
            return fact
        if fact in rules and fact not in seen:
            waiting.extend(sorted(rules[fact].when.facts))
        seen.add(fact)
    return ""


def _dates_fault(pack: Pack, in_force: Mapping[str, date], when: When) -> str:
    """A rule may only ask about rules that are in force as long as it is: else it stays open."""
    first, last = in_force["starts"], in_force.get("ends", date.max)
    for other in pack.rules:
        if other.id in when.facts:
            begins_late = other.in_force_from > first
            if begins_late or (other.in_force_until or date.max) < last:
                return (
                    f"{other.id}, which it asks about, is not in force as long. Change the dates."
                )
    return ""


def _example(pack: Pack, example: Example, when: When, phase: str) -> Iterator[Found]:
    for fact, value in example.facts.items():
        if fault := value_fault(pack, fact, value, phase):
            yield fact, fault
        elif fact not in when.facts:
            yield fact, f"The rule does not ask about {fact}. Remove it."


def _outcome(pack: Pack, then: Outcome) -> Iterator[tuple[Path, str]]:
    for name, known in (("tier", pack.tiers), ("gate", pack.gates), ("flag", pack.flags)):
        ids = [item.id for item in known]
        if (value := getattr(then, name)) and value not in ids:
            yield (name,), no_such(name, value, ids)
    if then.cap:
        criterion, level = then.cap
        criteria = [item.id for item in pack.matrix.criteria]
        if criterion not in criteria:
            yield ("cap", "criterion"), no_such("criterion", criterion, criteria)
        if level > pack.matrix.top_level:
            yield ("cap", "level"), f"A level is from 0 to {pack.matrix.top_level}. Correct it."
    attributes = {item.id: [value.id for value in item.values] for item in pack.attributes}
    for name, value in then.sets.items():
        if name not in attributes:
            yield ("set", name), no_such("attribute", name, attributes)
        elif value not in attributes[name]:
            yield ("set", name), is_not(value, f"a value of {name}", attributes[name])


def _condition_fault(pack: Pack, condition: Condition, phase: str) -> Found:
    operator = OPERATORS.get(condition.op)
    if operator is None:
        return "op", no_such("operator", condition.op, OPERATORS)
    kind, fault = _fact_type(pack, condition.fact, phase)
    if fault:
        return "fact", fault
    if kind not in operator.fact_types:
        fits = [name for name, other in OPERATORS.items() if kind in other.fact_types]
        asked = f"{condition.op} cannot be asked of {condition.fact}, which is of the type {kind}."
        return "op", f"{asked} Choose one of: {', '.join(fits)}."
    if condition.other_fact is not None:
        return "other_fact", _other_fact_fault(pack, condition, kind, operator.takes, phase)
    return "value", _right_side_fault(pack, condition, operator.takes, phase)


def _other_fact_fault(pack: Pack, condition: Condition, kind: str, takes: str, phase: str) -> str:
    other, fault = _fact_type(pack, str(condition.other_fact), phase)
    if fault:
        return fault
    if condition.other_fact == condition.fact:
        return "A fact cannot be compared with itself. Name another one."
    fits = other == kind and kind in NUMBERS and takes in ("one", "number")
    return "" if fits else "Two numbers of one type can be compared, nothing else. Give a value."


def _right_side_fault(pack: Pack, condition: Condition, takes: str, phase: str) -> str:
    value = condition.value
    if takes == "flag":
        return "" if isinstance(value, bool) else f"{condition.op} takes true or false."
    if takes != "many":
        return value_fault(pack, condition.fact, value, phase)
    if not isinstance(value, frozenset) or not value:
        return f"{condition.op} takes a list of values."
    return _choices_fault(pack, condition.fact, value)


def _choices_fault(pack: Pack, fact: str, values: Iterable[str]) -> str:
    ids = [choice.id for choice in pack.facts[fact].choices]
    wrong = next((value for value in sorted(values) if value not in ids), None)
    return "" if wrong is None else is_not(wrong, f"a value of {fact}", ids)


def _fact_type(pack: Pack, fact: str, phase: str) -> tuple[str, str]:
    """The type of a fact, or of the finding of a rule of an earlier phase; else what is wrong."""
    if spec := pack.facts.get(fact):
        return spec.type, ""
    rule = next((rule for rule in pack.rules if rule.id == fact), None)
    if rule is None:
        return "", no_such("fact", fact, pack.facts)
    order = [item.id for item in pack.phases]
    if phase and order.index(rule.phase) >= order.index(phase):
        found = f"{shorten(fact)} is found in the phase {rule.phase}, not before this one."
        return "", f"{found} Ask about earlier phases only."
    return "boolean", ""
