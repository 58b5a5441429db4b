"""What follows from findings: tier, attributes, gates, flags, caps and returns."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.classify import (
    FAILED,
    NOT_KNOWN,
    PASSED,
    Classification,
    classify,
    conclude,
)
from rulebook.compile import Book, book_for
from rulebook.facts import FactSheet
from rulebook.missing import Missing
from rulebook.model import Answer, Facts, Named, Outcome, Rule
from rulebook.pack import Attribute, Pack
from tests.builders import main_pack
from tests.rulebook.rulebooks import a_rule, asks
from tests.rulebook.strategies import fact_values, pack_facts

DAY = date(2023, 12, 1)


def named(*ids: str) -> tuple[Named, ...]:
    return tuple(Named(id, id) for id in ids)


def a_pack(*rules: Rule) -> Pack:
    """A pack of which only rules and what they may give matter."""
    return replace(
        main_pack(),
        id="halls",
        version="7",
        rules=rules,
        tiers=named("must", "should", "could"),
        gates=named("safe", "paid"),
        flags=named("early", "late"),
        attributes=(
            Attribute("speed", "Speed", named("fast", "steady", "slow"), otherwise="slow"),
            Attribute("lead", "Lead", named("town", "village")),
        ),
    )


def gives(id: str, **outcome: Any) -> Rule:
    return replace(a_rule(id, asks(id.lower(), "is", True)), then=Outcome(**outcome))


def found(findings: Mapping[str, Answer], *rules: Rule) -> Classification:
    """The classification when these rules find this; a rule that is not named does not match."""
    pack = a_pack(*rules)
    answers = {rule.id: findings.get(rule.id, False) for rule in rules}
    return conclude(pack, book_for(pack, DAY), FactSheet("S1", {}), answers, DAY)


# ── Tiers ─────────────────────────────────────────────────────────────────────

TIERS = (
    gives("C1", tier="could"),
    gives("M1", tier="must"),
    gives("S1", tier="should"),
    gives("S2", tier="should"),
)


@pytest.mark.parametrize(
    ("findings", "tier", "possible", "also", "why"),
    [
        ({"M1": True}, "must", (), (), "one matches"),
        ({"C1": True, "S1": True}, "should", (), ("could",), "the highest, whatever the order"),
        ({"S1": True, "S2": True}, "should", (), (), "a tier is named once"),
        ({"M1": True, "S1": True, "C1": True}, "must", (), ("should", "could"), "all are kept"),
        ({"M1": None, "S1": True}, "should", ("must",), (), "a higher one is open"),
        ({"M1": True, "S1": None}, "must", (), (), "a lower one that is open changes nothing"),
        ({"S1": True, "S2": None}, "should", (), (), "so does the same one"),
        ({"M1": None, "C1": None}, None, ("must", "could"), (), "none matches, two are open"),
        ({}, None, (), (), "none matches"),
    ],
)
def test_the_highest_tier_that_matches_is_given_and_the_others_are_kept(
    findings: Mapping[str, Answer],
    tier: str | None,
    possible: tuple[str, ...],
    also: tuple[str, ...],
    why: str,
) -> None:
    result = found(findings, *TIERS)
    assert (result.tier, result.possible_tiers, result.also_applies) == (tier, possible, also)


# ── Attributes ────────────────────────────────────────────────────────────────

SPEEDS = (
    gives("STEADY", sets={"speed": "steady"}),
    gives("FAST", sets={"speed": "fast", "lead": "town"}),
    gives("VILLAGE", sets={"lead": "village"}),
)


@pytest.mark.parametrize(
    ("findings", "speed", "lead", "why"),
    [
        ({"FAST": True}, "fast", "town", "one rule sets both"),
        ({"FAST": True, "STEADY": True}, "fast", "town", "the value that is listed first holds"),
        ({"STEADY": True}, "steady", None, "what no rule sets, and has no default, has no value"),
        ({}, "slow", None, "the default"),
        ({"STEADY": None}, None, None, "a rule that is open might set it"),
        ({"FAST": None, "STEADY": True}, None, None, "and might set one that stands before it"),
        ({"FAST": True, "STEADY": None}, "fast", "town", "one that stands after changes nothing"),
        ({"VILLAGE": True}, "slow", "village", "each attribute by itself"),
    ],
)
def test_attributes_take_the_first_value_and_stay_open_while_it_may_change(
    findings: Mapping[str, Answer], speed: str | None, lead: str | None, why: str
) -> None:
    assert found(findings, *SPEEDS).attributes == {"speed": speed, "lead": lead}


# ── Gates, flags, caps, returns ───────────────────────────────────────────────

GATES = (gives("G1", gate="safe"), gives("G2", gate="safe"), gives("G3", gate="paid"))


@pytest.mark.parametrize(
    ("findings", "safe", "why"),
    [
        ({}, PASSED, "no rule fails it"),
        ({"G1": True}, FAILED, "one fails it"),
        ({"G1": None}, NOT_KNOWN, "unknown never passes a gate"),
        ({"G1": None, "G2": True}, FAILED, "a definite failure beats unknown"),
    ],
)
def test_a_gate_passes_only_when_every_rule_of_it_is_a_definite_no(
    findings: Mapping[str, Answer], safe: str, why: str
) -> None:
    assert found(findings, *GATES).gates == {"safe": safe, "paid": PASSED}


def test_failed_and_unknown_gates_come_in_the_order_of_the_pack() -> None:
    result = found({"G3": True, "G1": True}, *GATES)
    assert (result.failed_gates, result.unknown_gates) == (("safe", "paid"), ())
    assert found({"G3": None, "G1": None}, *GATES).unknown_gates == ("safe", "paid")


def test_flags_come_once_in_the_order_of_the_pack_and_only_for_a_match() -> None:
    rules = (gives("F1", flag="late"), gives("F2", flag="early"), gives("F3", flag="early"))
    assert found(dict.fromkeys(("F1", "F2", "F3"), True), *rules).flags == ("early", "late")
    assert found({"F1": None}, *rules).flags == ()


@pytest.mark.parametrize(
    ("findings", "caps", "possible", "why"),
    [
        ({"P1": True}, {"reach": 3}, {}, "one cap"),
        ({"P1": True, "P2": True}, {"reach": 1}, {}, "the lowest holds"),
        ({"P1": True, "P2": None}, {"reach": 3}, {"reach": 1}, "a lower one may hold"),
        ({"P3": None}, {}, {"cost": 0}, "another criterion"),
        ({}, {}, {}, "none"),
    ],
)
def test_the_lowest_cap_of_a_criterion_holds(
    findings: Mapping[str, Answer],
    caps: Mapping[str, int],
    possible: Mapping[str, int],
    why: str,
) -> None:
    rules = (gives("P2", cap=("reach", 1)), gives("P1", cap=("reach", 3)))
    result = found(findings, *rules, gives("P3", cap=("cost", 0)))
    assert (result.caps, result.possible_caps) == (caps, possible)


@pytest.mark.parametrize(
    ("findings", "returned", "why"),
    [
        ({}, (), "every return rule is a definite no"),
        ({"X1": True}, ("X1",), "one matches"),
        ({"X2": None}, ("X2",), "one cannot be answered"),
        ({"X2": True, "X1": None}, ("X1", "X2"), "all at once, in the order of the rulebook"),
        ({"G1": True}, (), "a failed gate does not return a scheme"),
    ],
)
def test_a_scheme_is_returned_by_a_rule_that_matches_or_cannot_be_answered(
    findings: Mapping[str, Answer], returned: tuple[str, ...], why: str
) -> None:
    rules = (gives("X1", is_return=True), gives("X2", is_return=True), gives("G1", gate="safe"))
    result = found(findings, *rules)
    assert result.return_rules == returned
    assert result.is_returned is bool(returned)


# ── The whole ─────────────────────────────────────────────────────────────────


def test_a_classification_says_what_it_is_of_and_by_which_rules() -> None:
    pack = a_pack(gives("M1", tier="must"), gives("G1", gate="safe"))
    gap = Missing("/size", "Size", "Section A", "Give the size.", ())
    sheet = FactSheet("S1", {"m1": True}, missing=(gap,))
    result = classify(pack, book_for(pack, DAY), sheet, DAY)
    assert (result.ref, result.day, result.pack) == ("S1", DAY, "halls 7")
    assert result.facts is sheet
    assert result.missing == (gap,)
    assert result.findings == {"M1": True, "G1": None}
    assert result.matched == ("M1",)
    assert result.disputed == ()


def test_rules_out_of_force_take_no_part() -> None:
    past = replace(gives("M1", tier="must"), in_force_until=date(2021, 1, 1))
    pack = a_pack(past, gives("S1", tier="should"))
    result = classify(pack, book_for(pack, DAY), FactSheet("S1", {"m1": True, "s1": True}), DAY)
    assert result.tier == "should"
    assert list(result.findings) == ["S1"]


def test_a_mention_of_a_statutory_duty_makes_a_scheme_urgent_and_not_mandated() -> None:
    facts: Facts = {
        "service_at_risk": frozenset({"statutory_duty"}),
        "final_national_references": 0,
        "active_system_priorities": 1,
    }
    result = classify(main_pack(), book_for(main_pack(), DAY), FactSheet("S1", facts), DAY)
    assert result.tier == "system_priority"
    assert "mandated" not in result.possible_tiers
    assert result.attributes["urgency"] == "urgent"


def of_the_pack(facts: Facts, book: Book) -> Classification:
    return classify(main_pack(), book, FactSheet("S1", facts), DAY)


@settings(deadline=None)
@given(pack_facts(main_pack()), st.data())
def test_to_supply_a_missing_fact_never_turns_what_is_settled(
    facts: Facts, data: st.DataObject
) -> None:
    pack, book = main_pack(), book_for(main_pack(), DAY)
    asked_whether_known = {
        c.fact for rule in book.rules for c in rule.when.conditions if c.op == "is_known"
    }
    unknown = sorted(pack.facts.keys() - facts.keys() - asked_whether_known)
    supplied = data.draw(st.lists(st.sampled_from(unknown), unique=True)) if unknown else []
    more = {**facts, **{id: data.draw(fact_values(pack.facts[id])) for id in supplied}}
    before, after = of_the_pack(facts, book), of_the_pack(more, book)
    for rule, answer in before.findings.items():
        assert answer is None or after.findings[rule] is answer
    for gate, state in before.gates.items():
        assert state == NOT_KNOWN or after.gates[gate] == state
    for attribute in pack.attributes:
        value = before.attributes[attribute.id]
        if value is not None:
            assert after.attributes[attribute.id] == value
    assert set(before.flags) <= set(after.flags)
    if before.tier and not before.possible_tiers:
        assert after.tier == before.tier
    assert after.tier in (before.tier, *before.possible_tiers)
    assert set(after.return_rules) <= set(before.return_rules)
