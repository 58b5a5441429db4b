"""A condition in words: what it asks, what it sees, and what it finds."""

from collections.abc import Mapping

from rulebook.conditions import NUMBERS, OPERATORS
from rulebook.model import Condition, FactSpec, Value
from rulebook.pack import Pack
from rulebook.words import counted, listed, lower_first, pounds, value_in_words

_COUNT = "the number of "
"""A label that begins so says its unit itself."""


def condition_in_words(pack: Pack, condition: Condition) -> str:
    """What a condition asks: “the footprint is “Place””, or “the gap is measured at the start”."""
    spec = pack.facts.get(condition.fact)
    if spec is None:
        return _asks_for_finding(pack, condition)
    if OPERATORS[condition.op].asks_whether_known:
        return _known_in_words(spec, is_known=condition.value is True)
    if spec.type == "boolean":
        return spec.yes if condition.value is (condition.op == "is") else spec.no
    return f"{spec.label} {_asked(pack, spec, condition)}"


def seen_in_words(pack: Pack, condition: Condition, values: Mapping[str, Value]) -> str:
    """What the scheme shows for a condition: “it is £412,000” or “that is not known”."""
    spec = pack.facts.get(condition.fact)
    value = values.get(condition.fact)
    if spec is None:
        return _sees_of_finding(value)
    if value is None:
        return "that is not known" if spec.type == "boolean" else "it is not known"
    text = value_in_words(spec, value)
    if spec.type != "boolean":
        text = f"it is {_is(spec, value)}"
    other = pack.facts.get(condition.other_fact or "")
    return (
        text
        if other is None
        else f"{text}, and {other.label} is {_is(other, values.get(other.id))}"
    )


def found_in_words(pack: Pack, condition: Condition, values: Mapping[str, Value]) -> str:
    """A condition that holds, as a finding: “the cost is £5; the rule asks for more than £0”."""
    spec = pack.facts.get(condition.fact)
    value = values.get(condition.fact)
    if spec is None or value is None:
        return condition_in_words(pack, condition)
    if spec.type == "boolean":
        return value_in_words(spec, value)
    words = f"{spec.label} is {_is(spec, value)}"
    if OPERATORS[condition.op].asks_whether_known:
        return words
    if condition.other_fact is not None:
        return f"{words}, {_beside(pack, condition, values)}"
    asked = _asked(pack, spec, condition).removeprefix("is ")
    if condition.op == "is_not":
        return f"{words}, {asked}"
    is_said = spec.type not in NUMBERS or asked == _is(spec, value)
    return words if is_said else f"{words}; the rule asks for {asked}"


def _known_in_words(spec: FactSpec, *, is_known: bool) -> str:
    """Whether something is known, as a statement."""
    state = "known" if is_known else "not known"
    return (
        f"it is {state} whether {spec.yes}"
        if spec.type == "boolean"
        else f"{spec.label} is {state}"
    )


def _asked(pack: Pack, spec: FactSpec, condition: Condition) -> str:
    """What is asked of a fact, without naming it: “is at least £5” or “includes “Quality””."""
    if condition.other_fact is not None:
        other = pack.facts[condition.other_fact]
        return f"{OPERATORS[condition.op].words} {other.label}"
    value = condition.value
    if spec.type == "integer" and isinstance(value, int):
        return _count_asked(spec, condition.op, value)
    ends = {"at_least": "or more", "at_most": "or less"}
    if condition.op in ends:
        return f"is {_right_side(spec, value)} {ends[condition.op]}"
    return f"{OPERATORS[condition.op].words} {_right_side(spec, value)}"


def _count_asked(spec: FactSpec, op: str, value: int) -> str:
    """What is asked of a count: “is 1 or more”, “is 0” rather than “is less than 1”."""
    least = {"at_least": value, "more_than": value + 1}.get(op)
    most = {"at_most": value, "less_than": value - 1}.get(op)
    if most == 0:
        return "is 0"
    if least is not None:
        return f"is {_number(spec, least)} or more"
    if most is not None:
        return f"is {_number(spec, most)} or {'less' if _is_scale(spec) else 'fewer'}"
    return f"{OPERATORS[op].words} {_number(spec, value)}"


def _beside(pack: Pack, condition: Condition, values: Mapping[str, Value]) -> str:
    """How a number compares with the other fact: “less than the cost, which is £5”."""
    other = pack.facts[condition.other_fact or ""]
    same = {"is": "the same as", "is_not": "not the same as"}
    words = same.get(condition.op, OPERATORS[condition.op].words.removeprefix("is "))
    return f"{words} {other.label}, which is {_is(other, values.get(other.id))}"


def _is(spec: FactSpec, value: Value | None) -> str:
    """A value after “is”: a number, or the label of each choice in quotation marks."""
    if spec.type == "integer" and isinstance(value, int):
        return _number(spec, value)
    if isinstance(value, str | frozenset):
        return _right_side(spec, value, last="and")
    return value_in_words(spec, value)


def _number(spec: FactSpec, number: int) -> str:
    """A number with its unit, unless the label says what is counted."""
    if number == 0 or spec.label.startswith(_COUNT) or _is_scale(spec):
        return f"{number:,}"
    return counted(number, spec.unit)


def _is_scale(spec: FactSpec) -> bool:
    """Whether a number stands on a scale, such as “of 25”, and counts nothing."""
    return spec.unit.startswith(("from ", "of "))


def _right_side(spec: FactSpec, value: Value | None, last: str = "or") -> str:
    if spec.type == "money" and isinstance(value, int):
        return pounds(value)
    chosen = value if isinstance(value, frozenset) else {str(value)}
    labels = [f"“{choice.label}”" for choice in spec.choices if choice.id in chosen]
    return listed(labels, last) or "none of the choices"


def _asks_for_finding(pack: Pack, condition: Condition) -> str:
    """What a condition asks about an earlier rule."""
    rule = next((rule for rule in pack.rules if rule.id == condition.fact), None)
    name = f"rule {condition.fact}" + (f" ({lower_first(rule.title)})" if rule else "")
    if OPERATORS[condition.op].asks_whether_known:
        state = "known" if condition.value else "not known"
        return f"it is {state} whether {name} matches"
    wanted = condition.value is (condition.op == "is")
    return f"{name} {'matches' if wanted else 'does not match'}"


def _sees_of_finding(value: Value | None) -> str:
    if value is None:
        return "it is not known whether it matches"
    return "it matches" if value else "it does not match"
