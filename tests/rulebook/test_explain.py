"""Why a rule matches, why not and what is not known: the right conditions, in good English."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from rulebook.chained import chain_of
from rulebook.classify import Classification, conclude
from rulebook.compile import book_for
from rulebook.conditions import evaluate
from rulebook.explain import Asked, Finding, explain, fill
from rulebook.facts import FactSheet
from rulebook.model import Answer, Example, Facts, Rule, When
from rulebook.pack import Pack
from tests.builders import main_pack
from tests.rulebook.rulebooks import SPECS, a_rule, asks, compares
from tests.rulebook.samples import classified_samples
from tests.rulebook.strategies import some_facts, some_whens
from tests.rulebook.worded import a_pack

DAY = date(2023, 12, 1)


def found(pack: Pack, facts: Facts, because: dict[str, tuple[str, ...]] | None = None) -> Finding:
    """The finding of the last rule."""
    book = book_for(pack, DAY)
    sheet = FactSheet("S1", facts, because or {})
    classification = conclude(pack, book, sheet, book.answer(facts), DAY)
    return explain(pack, classification)[-1]


def facts_of(asked: Sequence[Asked]) -> list[str]:
    return [one.condition.fact for one in asked]


BIG, NEW, RED = asks("beds", "at_least", 5), asks("is_new", "is", True), asks("colour", "is", "red")
CHEAP = asks("cost", "at_most", 100)


@pytest.mark.parametrize(
    ("facts", "answer", "decisive", "why"),
    [
        ({"beds": 5, "is_new": True, "colour": "red", "cost": 900}, True,
         ["beds", "is_new", "colour"],
         "matched: all of the first, and those of the others that hold"),
        ({"beds": 4, "is_new": True, "colour": "red", "cost": 900}, False, ["beds"],
         "not matched: the one that fails"),
        ({"beds": 4, "is_new": False, "colour": "red"}, False, ["beds", "is_new"],
         "both that fail, and none of those of which one holds"),
        ({"beds": 5, "is_new": True, "colour": "green", "cost": 900}, False, ["colour", "cost"],
         "none of the others holds"),
        ({"beds": 4, "is_new": True, "colour": "green", "cost": 900}, False,
         ["beds", "colour", "cost"],
         "both parts fail"),
        ({"beds": 4, "colour": "green"}, False, ["beds"],
         "a definite no, whatever is not known"),
        ({"beds": 5, "is_new": True, "colour": "green"}, None, ["cost"],
         "one of the others is open"),
        ({"beds": 5, "colour": "red"}, None, ["is_new"],
         "one of the others holds, so that the rest of them does not matter"),
        ({}, None, ["beds", "is_new", "colour", "cost"], "nothing is known"),
    ],
)  # fmt: skip
def test_the_conditions_that_settle_the_answer_or_leave_it_open(
    facts: Facts, answer: Answer, decisive: list[str], why: str
) -> None:
    finding = found(a_pack(a_rule("R1", BIG, NEW, any_of=[RED, CHEAP])), facts)
    assert finding.answer is answer
    assert facts_of(finding.decisive) == decisive, why
    assert list(finding.missing_facts) == (decisive if answer is None else [])


@settings(deadline=None, max_examples=300)
@given(some_whens(), some_facts())
def test_what_is_decisive_decides_by_itself(when: When, facts: Facts) -> None:
    """With the facts of the decisive conditions alone the answer is the same."""
    pack = replace(a_pack(replace(a_rule("R1"), when=when)), facts=SPECS)
    finding = found(pack, facts)
    decisive = [asked.condition for asked in finding.decisive]
    read = When(tuple(decisive)).facts
    if finding.answer is not None:
        assert evaluate(when, {id: facts[id] for id in read & facts.keys()}) is finding.answer
    assert all(asked.answer is finding.answer for asked in finding.decisive)


@settings(deadline=None, max_examples=300)
@given(some_whens(), some_whens("R1"), some_facts(), some_facts())
def test_an_open_answer_stays_open_until_a_missing_fact_is_given(
    first: When, second: When, facts: Facts, more: Facts
) -> None:
    rules = (replace(a_rule("R1"), when=first), replace(a_rule("R2"), when=second))
    finding = found(replace(a_pack(*rules), facts=SPECS), facts)
    if finding.answer is None:
        others = {id: value for id, value in more.items() if id not in finding.missing_facts}
        assert finding.missing_facts
        assert not set(finding.missing_facts) & facts.keys()
        if not asks_whether_known(first, second):
            known = {**others, **facts}
            assert chain_of(rules).answer(second, known) is None


def asks_whether_known(*whens: When) -> bool:
    return any(condition.op == "is_known" for when in whens for condition in when.conditions)


def test_a_finding_that_is_not_known_names_the_facts_behind_it() -> None:
    first = a_rule("R1", NEW, any_of=[RED, CHEAP])
    finding = found(a_pack(first, a_rule("R2", BIG, asks("R1", "is", True))), {"colour": "red"})
    assert finding.missing_facts == ("beds", "is_new")
    assert [asked.question for asked in finding.decisive] == ["How many beds?", "Is it new?"]


def test_both_numbers_that_are_compared_are_asked_for() -> None:
    rule = a_rule("R1", compares("beds", "less_than", "wards"))
    (neither,) = found(a_pack(rule), {}).decisive
    (one,) = found(a_pack(rule), {"beds": 3}).decisive
    assert (neither.missing, neither.question) == (
        ("beds", "wards"),
        "How many beds? How many wards?",
    )
    assert (one.missing, one.question) == (("wards",), "How many wards?")


def test_a_condition_carries_what_its_value_rests_on() -> None:
    (asked,) = found(a_pack(a_rule("R1", BIG)), {"beds": 6}, {"beds": ("two rooms of 3",)}).decisive
    assert asked.because == ("two rooms of 3",)


def test_the_reason_is_filled_with_the_values_of_facts() -> None:
    rule = replace(a_rule("R1", BIG), reason="It has {beds} for {cost}; {nothing}.")
    assert found(a_pack(rule), {"beds": 6}).reason == "It has 6 beds for not known; {nothing}."


def test_only_rules_in_force_are_explained() -> None:
    later = replace(a_rule("R2", NEW), in_force_from=date(2024, 1, 1))
    assert found(a_pack(a_rule("R1", BIG), later), {}).rule.id == "R1"


# Every rule of the pack in every state that its examples and the samples show.

STATES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.name}")
    for rule in main_pack().rules
    for example in rule.examples
]


def as_in(rule: Rule, example: Example) -> Finding:
    """The finding of a rule for the facts and findings of one of its examples."""
    pack = main_pack()
    book = book_for(pack, DAY)
    facts = {id: value for id, value in example.facts.items() if id in pack.facts}
    given_findings = {id: value is True for id, value in example.facts.items() if id not in facts}
    findings = {**book.answer(facts), **given_findings, rule.id: example.expect}
    classification = conclude(pack, book, FactSheet("S1", facts), findings, DAY)
    return next(f for f in explain(pack, classification) if f.rule is rule)


def sentences(finding: Finding) -> Iterator[str]:
    """What a reader is told of a finding."""
    if finding.answer:
        yield finding.reason
        yield from (f"{asked.finds}." for asked in finding.decisive)
    for asked in (*finding.all_of, *finding.any_of):
        yield f"It asks that {asked.asks}; {asked.sees}."
    yield from (asked.question for asked in finding.decisive if asked.question)


FAULTS = {
    "a brace": r"[{}]",
    "an id with an underscore": r"\w_\w",
    "a word said twice": r"\b([A-Za-z]+) \1\b",
    "punctuation said twice": r"[.,;:?!] ?[.,;:?!]",
    "a space too many": r"  |^ | $| [.,;:?!]",
    "an empty quotation": r"“”",
    "a value of Python": r"\b(True|False|frozenset)\b",
}


def faults_of(text: str) -> list[str]:
    return [name for name, pattern in FAULTS.items() if re.search(pattern, text)]


@pytest.mark.parametrize(("rule", "example"), STATES)
def test_every_rule_reads_well_in_every_state(rule: Rule, example: Example) -> None:
    finding = as_in(rule, example)
    assert finding.answer is example.expect
    assert finding.decisive
    for text in sentences(finding):
        assert faults_of(text) == [], text
    if example.expect is None:
        assert finding.missing_facts
        assert all(asked.question.endswith("?") for asked in finding.decisive)


@pytest.mark.parametrize("ref", sorted(classified_samples()))
def test_every_finding_of_a_sample_reads_well(ref: str) -> None:
    sample: Classification = classified_samples()[ref]
    for finding in explain(main_pack(), sample):
        for text in sentences(finding):
            assert faults_of(text) == [], text


def test_a_rule_of_which_nothing_is_known_asks_for_every_fact_by_its_question() -> None:
    pack = main_pack()
    book = book_for(pack, DAY)
    nothing = conclude(pack, book, FactSheet("S1", {}), book.answer({}), DAY)
    for finding in explain(pack, nothing):
        if finding.answer is None:
            assert finding.missing_facts
            for asked in finding.decisive:
                assert asked.question == " ".join(pack.facts[id].question for id in asked.missing)


def test_the_pack_says_values_inside_its_sentences() -> None:
    sentence = "It adds {net_recurrent_cost_pence} a year."
    assert fill(main_pack(), sentence, {"net_recurrent_cost_pence": 1_250_000_00}) == (
        "It adds £1,250,000 a year."
    )
