"""The nearest change: what is proposed, what is not, and what is said where there is none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from time import perf_counter
from typing import Any

import pytest

from rulebook.classifier import classifier_for
from rulebook.classify import classify
from rulebook.compile import book_for
from rulebook.facts import FactSheet
from rulebook.model import Condition, Facts
from rulebook.nearest import Change, nearest_changes
from rulebook.schema import SchemeReader
from tests.builders import a_scheme, main_pack
from tests.rulebook.nearest_goals import (
    DAY,
    a_fact,
    a_pack,
    classified,
    gives,
    is_declared,
    nearest,
    proposed,
    reaches,
)
from tests.rulebook.rulebooks import a_rule, asks, compares
from tests.rulebook.samples import classified_samples


def at_least(fact: str, number: int) -> Condition:
    return asks(fact, "at_least", number)


def test_a_number_goes_just_as_far_as_it_must() -> None:
    rule = gives(a_rule("R1", asks("beds", "more_than", 4)), tier="high")
    found = nearest([a_fact("beds", "up")], [rule], {"beds": 1})
    assert found.changes == (Change("beds", 1, (5,), "Bring beds to up."),)


def test_three_numbers_that_must_differ_stand_beside_each_other_from_the_threshold_on() -> None:
    rule = a_rule(
        "R1",
        compares("beds", "less_than", "wards"),
        compares("wards", "less_than", "halls"),
        at_least("beds", 4),
    )
    facts = [a_fact(id, "up") for id in ("beds", "wards", "halls")]
    known: Facts = {"beds": 0, "wards": 0, "halls": 0}
    found = nearest(facts, [gives(rule, tier="high")], known)
    assert found.changes is not None
    assert proposed(found.changes) == {"beds": 4, "wards": 5, "halls": 6}


@pytest.mark.parametrize(
    ("changes", "known", "why"),
    [
        ((), {"beds": 1}, "the fact is a truth about the scheme"),
        (("down",), {"beds": 1}, "the pack declares the other direction only"),
    ],
)
def test_what_a_team_cannot_do_is_never_proposed(
    changes: tuple[str, ...], known: Facts, why: str
) -> None:
    rule = gives(a_rule("R1", at_least("beds", 2)), tier="high")
    found = nearest([a_fact("beds", *changes)], [rule], known)
    assert (found.changes, found.obstacles) == (None, ("beds",)), why


def test_obstacles_are_the_facts_that_would_open_the_way_by_themselves() -> None:
    rule = gives(
        a_rule(
            "R1", asks("is_new", "is", True), any_of=[at_least("beds", 1), at_least("wards", 1)]
        ),
        gate="first",
    )
    facts = [a_fact("is_new"), a_fact("beds", "down"), a_fact("wards"), a_fact("halls")]
    known: Facts = {"is_new": True, "beds": 1, "wards": 1, "halls": 1}
    found = nearest(facts, [rule], known)
    assert (found.changes, found.obstacles) == (None, ("is_new", "wards"))


def test_an_answer_that_is_owed_goes_before_work_that_it_may_make_needless() -> None:
    rule = a_rule("R1", any_of=[at_least("beds", 1), asks("is_new", "is", True)])
    facts = [a_fact("beds", "up"), a_fact("is_new")]
    found = nearest(facts, [gives(rule, tier="high")], {"beds": 0})
    assert found.changes is not None
    assert proposed(found.changes) == {"is_new": True}


def test_the_rule_that_asks_for_an_answer_goes_before_one_that_asks_for_work() -> None:
    work = gives(a_rule("R1", at_least("beds", 1)), tier="high")
    answer = gives(a_rule("R2", asks("is_new", "is", True)), tier="high")
    found = nearest([a_fact("beds", "up"), a_fact("is_new")], [work, answer], {"beds": 0})
    assert found.changes is not None
    assert proposed(found.changes) == {"is_new": True}


def test_of_equals_the_fact_that_the_pack_declares_first_is_proposed() -> None:
    rule = gives(a_rule("R1", any_of=[at_least("wards", 1), at_least("beds", 1)]), tier="high")
    facts = [a_fact("beds", "up"), a_fact("wards", "up")]
    found = nearest(facts, [rule], {"beds": 0, "wards": 0})
    assert found.changes is not None
    assert proposed(found.changes) == {"beds": 1}


def test_the_rule_that_takes_the_fewest_changes_gives_the_tier() -> None:
    far = gives(a_rule("R1", at_least("beds", 1), at_least("wards", 1)), tier="high")
    near = gives(a_rule("R2", at_least("halls", 1)), tier="high")
    facts = [a_fact(id, "up") for id in ("beds", "wards", "halls")]
    found = nearest(facts, [far, near], {"beds": 0, "wards": 0, "halls": 0})
    assert found.changes is not None
    assert proposed(found.changes) == {"halls": 1}


def test_all_answers_that_would_do_are_given() -> None:
    rule = gives(a_rule("R1", asks("colour", "is_not", "red")), tier="high")
    found = nearest([a_fact("colour")], [rule], {})
    how = "Give what settles this: What of colour?"
    assert found.changes == (Change("colour", None, ("green", "blue"), how),)


def test_a_fact_copied_from_an_answer_is_asked_for_by_its_question() -> None:
    rule = gives(a_rule("R1", asks("colour", "is", "red")), tier="high")
    found = nearest([replace(a_fact("colour"), path="scheme_kind")], [rule], {})
    assert found.changes == (Change("colour", None, ("red",), "Answer: What of colour?"),)


@pytest.mark.parametrize(
    ("least", "most", "is_possible"), [(None, None, True), (3, None, False), (None, 1, False)]
)
def test_a_number_is_proposed_only_within_what_the_template_allows(
    least: int | None, most: int | None, is_possible: bool
) -> None:
    field = replace(
        next(main_pack().template.fields), id="beds", type="integer", minimum=least, maximum=most
    )
    section = replace(main_pack().template.sections[0], fields=(field,))
    template = replace(main_pack().template, sections=(section,))
    rule = gives(a_rule("R1", asks("beds", "is", 2)), tier="high")
    spec = replace(a_fact("beds"), path="beds")
    pack = replace(a_pack([spec], [rule]), template=template)
    (found, *_) = nearest_changes(pack, classified(pack, {}))
    assert (found.changes is not None) is is_possible


def test_a_gate_that_is_not_known_is_cleared_by_an_answer() -> None:
    rule = gives(a_rule("R1", asks("is_new", "is", False)), gate="second")
    found = nearest([a_fact("is_new")], [rule], {})
    assert (found.kind, found.id) == ("gate", "second")
    assert found.changes is not None
    assert proposed(found.changes) == {"is_new": True}


def test_a_rule_that_is_not_in_force_is_left_out() -> None:
    ended = replace(a_rule("R1", at_least("beds", 1)), in_force_until=date(2023, 11, 30))
    rules = [gives(ended, tier="high"), gives(a_rule("R2", asks("R1", "is", True)), tier="middle")]
    pack = a_pack([a_fact("beds", "up")], rules)
    found = nearest_changes(pack, classified(pack, {"beds": 0}))
    assert [(goal.id, goal.changes) for goal in found[:2]] == [("high", None), ("middle", None)]


LOWEST = gives(a_rule("R1", asks("beds", "less_than", 1)), tier="low")


@pytest.mark.parametrize(
    ("known", "goals", "why"),
    [
        ({}, ["high", "middle"], "the lowest tier is open: nothing is lost"),
        ({"beds": 1}, ["high", "middle", "low"], "it has no tier at all"),
        ({"beds": 0}, ["high", "middle"], "it has the lowest"),
    ],
)
def test_only_tiers_above_that_of_the_scheme_are_goals(
    known: Facts, goals: list[str], why: str
) -> None:
    pack = a_pack([a_fact("beds")], [LOWEST])
    found = nearest_changes(pack, classified(pack, known))
    assert [goal.id for goal in found] == goals, why


def test_a_search_that_is_broken_off_says_so_and_never_that_nothing_can_be_done() -> None:
    ids = ("beds", "wards", "halls")
    rule = gives(
        a_rule("R1", compares("beds", "less_than", "wards"), at_least("halls", 2)), gate="first"
    )
    inverse = gives(
        a_rule("R2", any_of=[compares(a, "is", b) for a, b in combinations(ids, 2)]), gate="first"
    )
    pack = a_pack([a_fact(id, "up") for id in ids], [rule, inverse])
    classification = classified(pack, dict.fromkeys(ids, 0))
    (found, *_) = nearest_changes(pack, classification, most_steps=3)
    assert (found.changes, found.obstacles, found.is_settled) == (None, (), False)
    (found, *_) = nearest_changes(pack, classification)
    assert found.changes is not None
    assert (len(found.changes), found.is_settled) == (2, True)


def test_what_is_impossible_is_said_although_another_part_was_broken_off() -> None:
    fixed = gives(a_rule("R1", asks("is_new", "is", True)), gate="first")
    wide = gives(
        a_rule("R2", asks("beds", "less_than", 3), asks("wards", "less_than", 3)), gate="first"
    )
    pack = a_pack([a_fact("is_new"), a_fact("beds", "up"), a_fact("wards")], [fixed, wide])
    known: Facts = {"is_new": True, "beds": 0, "wards": 0}
    (found, *_) = nearest_changes(pack, classified(pack, known), most_steps=1)
    assert (found.changes, found.is_settled) == (None, True)


# The pack.


def test_a_complete_scheme_hears_only_of_higher_tiers() -> None:
    pack = main_pack()
    scheme = SchemeReader(pack.template).read(a_scheme())
    (found,) = classifier_for(pack, DAY, is_live=False).classify([scheme])
    assert {goal.kind for goal in nearest_changes(pack, found)} <= {"tier"}


def test_a_thin_submission_hears_all_that_it_lacks_at_once() -> None:
    thin = classified_samples()["CM24-STHPP-003"]
    submit = nearest_changes(main_pack(), thin)[0]
    assert (submit.kind, submit.is_settled) == ("submit", True)
    assert submit.changes is not None
    assert [change.fact for change in submit.changes] == [
        "missing_answers",
        "complete_outcomes",
        "has_monitoring_body",
        "has_clinical_lead",
        "engagement_records_given",
        "has_interface_answer",
        "has_wider_determinants_answer",
    ]


@pytest.mark.parametrize("ref", sorted(classified_samples()))
def test_what_is_proposed_for_a_sample_gives_what_it_promises(ref: str) -> None:
    pack, sample = main_pack(), classified_samples()[ref]
    book = book_for(pack, sample.day)
    for goal in nearest_changes(pack, sample):
        assert goal.is_settled
        if goal.changes is not None:
            values = {**sample.facts.values, **proposed(goal.changes)}
            assert reaches(goal, classify(pack, book, FactSheet(ref, values), sample.day))
        for change in goal.changes or ():
            spec = pack.facts[change.fact]
            assert change.now is None or change.how in spec.changes.values()
            assert is_declared(spec, change.now, change.to[0])


def quickest(call: Callable[[], Any]) -> float:
    """The seconds of the quickest of three calls: what the work takes when nothing else runs."""
    times = []
    for _ in range(3):
        began = perf_counter()
        call()
        times.append(perf_counter() - began)
    return min(times)


def test_no_sample_takes_more_than_20_milliseconds_nor_does_an_empty_draft() -> None:
    pack = main_pack()
    draft = {"scheme_ref": "CM24-LIVPP-999", "title": "An idea"}
    schemes = [
        *classified_samples().values(),
        *classifier_for(pack, DAY, is_live=False).classify([draft]),
    ]
    slowest = max(quickest(lambda s=scheme: nearest_changes(pack, s)) for scheme in schemes)  # type: ignore[misc]
    assert slowest < 0.020
