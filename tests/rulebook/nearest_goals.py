"""Small packs with goals, and what it means to reach one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rulebook.classify import PASSED, Classification, classify
from rulebook.compile import book_for
from rulebook.facts import FactSheet
from rulebook.model import Choice, Facts, FactSpec, Named, Outcome, Rule, Value
from rulebook.nearest import Change, NearestChange, nearest_changes
from rulebook.pack import Pack
from tests.builders import main_pack

DAY = date(2023, 12, 1)
WORDS = ("red", "green", "blue")
KINDS = {
    "beds": "integer",
    "wards": "integer",
    "halls": "integer",
    "cost_pence": "money",
    "is_new": "boolean",
    "is_open": "boolean",
    "colour": "choice",
    "colours": "choices",
}
DIRECTIONS = {
    "integer": ("up", "down"),
    "money": ("up", "down"),
    "boolean": ("yes", "no"),
    "choice": WORDS,
    "choices": WORDS,
}
GIVES = (
    Outcome(is_return=True),
    Outcome(gate="first"),
    Outcome(gate="second"),
    Outcome(tier="high"),
    Outcome(tier="middle"),
    Outcome(tier="low"),
)


def a_fact(id: str, *changes: str) -> FactSpec:
    """A fact of the kind that KINDS gives, which a team may change in these directions."""
    choices = tuple(Choice(word, word) for word in WORDS)
    how = {change: f"Bring {id} to {change}." for change in changes}
    return FactSpec(id, id, f"What of {id}?", KINDS[id], choices=choices, changes=how)


def gives(rule: Rule, **outcome: Any) -> Rule:
    return replace(rule, then=Outcome(**outcome))


def a_pack(facts: Sequence[FactSpec], rules: Sequence[Rule]) -> Pack:
    """A pack of three tiers and two gates; only its facts and rules matter."""
    return replace(
        main_pack(),
        tiers=tuple(Named(id, id) for id in ("high", "middle", "low")),
        gates=tuple(Named(id, id) for id in ("first", "second")),
        flags=(),
        attributes=(),
        facts={spec.id: spec for spec in facts},
        rules=tuple(rules),
    )


def classified(pack: Pack, facts: Facts) -> Classification:
    return classify(pack, book_for(pack, DAY), FactSheet("S1", facts), DAY)


def nearest(facts: Sequence[FactSpec], rules: Sequence[Rule], known: Facts) -> NearestChange:
    """The nearest change to the first goal."""
    pack = a_pack(facts, rules)
    return nearest_changes(pack, classified(pack, known))[0]


def proposed(changes: Sequence[Change]) -> dict[str, Value]:
    return {change.fact: change.to[0] for change in changes}


def reaches(found: NearestChange, classification: Classification) -> bool:
    if found.kind == "submit":
        return not classification.is_returned
    if found.kind == "gate":
        return classification.gates[found.id] == PASSED
    return found.id in (classification.tier, *classification.also_applies)


def is_declared(spec: FactSpec, now: Value | None, value: Value) -> bool:
    """Whether the pack lets a team bring a fact from one value to another."""
    if now is None:
        return True
    if isinstance(value, bool):
        return value is not now and ("yes" if value else "no") in spec.changes
    if isinstance(value, int) and isinstance(now, int):
        return ("up" in spec.changes and value > now) or ("down" in spec.changes and value < now)
    wanted = next(iter(value)) if isinstance(value, frozenset) and len(value) == 1 else value
    return value != now and wanted in spec.changes
