"""Findings to a classification: what a scheme is, what holds it, and what must be done first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rulebook.compile import Book
from rulebook.facts import FactSheet
from rulebook.missing import Missing
from rulebook.model import Answer, Named, Rule
from rulebook.pack import Attribute, Pack

PASSED, FAILED, NOT_KNOWN = "passed", "failed", "not_known"


@dataclass(frozen=True, slots=True)
class Classification:
    """What the rules find about one scheme on one day.

    `findings` holds the answer of every rule in force. `tier` is the highest tier that matches;
    `possible_tiers` are higher ones that a missing fact leaves open. A scheme is returned when a
    completeness rule matches or cannot be answered: then `return_rules` says which, and `missing`
    which answers. `gates` gives passed, failed or not_known; `attributes` None where not known.
    `possible_caps` may hold: the fact that decides is missing. `disputed` names the rules on which
    the two engines differed.
    """

    ref: str
    day: date
    pack: str
    facts: FactSheet
    findings: Mapping[str, Answer]
    return_rules: tuple[str, ...]
    missing: tuple[Missing, ...]
    tier: str | None
    possible_tiers: tuple[str, ...]
    also_applies: tuple[str, ...]
    attributes: Mapping[str, str | None]
    gates: Mapping[str, str]
    flags: tuple[str, ...]
    caps: Mapping[str, int]
    possible_caps: Mapping[str, int]
    disputed: tuple[str, ...] = ()

    @property
    def is_returned(self) -> bool:
        return bool(self.return_rules)

    @property
    def failed_gates(self) -> tuple[str, ...]:
        return tuple(gate for gate, state in self.gates.items() if state == FAILED)

    @property
    def unknown_gates(self) -> tuple[str, ...]:
        return tuple(gate for gate, state in self.gates.items() if state == NOT_KNOWN)

    @property
    def matched(self) -> tuple[str, ...]:
        """The rules that matched, in the order of the rulebook."""
        return tuple(id for id, answer in self.findings.items() if answer)


def classify(pack: Pack, book: Book, sheet: FactSheet, day: date) -> Classification:
    """The classification of a scheme from its facts, by the rules of the book."""
    return conclude(pack, book, sheet, book.answer(sheet.values), day)


def conclude(
    pack: Pack, book: Book, sheet: FactSheet, findings: Mapping[str, Answer], day: date
) -> Classification:
    """What follows from findings, whichever engine found them."""
    matched = [rule for rule in book.rules if findings[rule.id]]
    unknown = [rule for rule in book.rules if findings[rule.id] is None]
    tier, possible, also = _tiers(pack, matched, unknown)
    return Classification(
        ref=sheet.ref,
        day=day,
        pack=f"{pack.id} {pack.version}",
        facts=sheet,
        findings=MappingProxyType(dict(findings)),
        return_rules=_return_rules(book, findings),
        missing=sheet.missing,
        tier=tier,
        possible_tiers=possible,
        also_applies=also,
        attributes=MappingProxyType(
            {item.id: _attribute(item, matched, unknown) for item in pack.attributes}
        ),
        gates=MappingProxyType({gate.id: _gate(gate, matched, unknown) for gate in pack.gates}),
        flags=_flags(pack, matched),
        caps=_caps(matched),
        possible_caps=_caps(unknown),
    )


def _return_rules(book: Book, findings: Mapping[str, Answer]) -> tuple[str, ...]:
    """The rules that return the scheme: they match, or cannot be answered."""
    rules = (rule for rule in book.rules if rule.then.is_return)
    return tuple(rule.id for rule in rules if findings[rule.id] is not False)


def _tiers(
    pack: Pack, matched: Sequence[Rule], unknown: Sequence[Rule]
) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """The highest tier that matches, higher ones that are open, and the others that match."""
    order = [tier.id for tier in pack.tiers]
    met = [id for id in order if any(rule.then.tier == id for rule in matched)]
    first = order.index(met[0]) if met else len(order)
    open_tiers = {rule.then.tier for rule in unknown}
    possible = tuple(id for id in order[:first] if id in open_tiers)
    return (met[0] if met else None), possible, tuple(met[1:])


def _attribute(
    attribute: Attribute, matched: Sequence[Rule], unknown: Sequence[Rule]
) -> str | None:
    """The value listed first of those that rules set, else the default.

    Not known while a rule that cannot be answered might set one that is listed before it.
    """
    given = {rule.then.sets.get(attribute.id) for rule in matched}
    possible = {rule.then.sets.get(attribute.id) for rule in unknown}
    for value in attribute.values:
        if value.id in given:
            return value.id
        if value.id in possible:
            return None
    return attribute.otherwise


def _gate(gate: Named, matched: Sequence[Rule], unknown: Sequence[Rule]) -> str:
    """Failed if a rule fails it, not known if one might, else passed."""
    if any(rule.then.gate == gate.id for rule in matched):
        return FAILED
    return NOT_KNOWN if any(rule.then.gate == gate.id for rule in unknown) else PASSED


def _flags(pack: Pack, matched: Sequence[Rule]) -> tuple[str, ...]:
    """The flags that rules give, each once, in the order of the pack."""
    given = {rule.then.flag for rule in matched}
    return tuple(flag.id for flag in pack.flags if flag.id in given)


def _caps(rules: Sequence[Rule]) -> Mapping[str, int]:
    """The lowest cap of each criterion that rules cap."""
    caps: dict[str, int] = {}
    for rule in rules:
        if rule.then.cap:
            criterion, level = rule.then.cap
            caps[criterion] = min(level, caps.get(criterion, level))
    return MappingProxyType(caps)
