"""A condition in words: what it asks, what it sees and what it finds."""

from dataclasses import replace

import pytest

from rulebook.asked_words import condition_in_words, found_in_words, seen_in_words
from rulebook.model import Condition, Facts, Value
from tests.rulebook.rulebooks import a_rule, asks, compares
from tests.rulebook.worded import a_pack

KNOWN: Facts = {
    "beds": 3,
    "wards": 0,
    "share": 1,
    "cost": 500_00,
    "is_new": False,
    "colour": "red",
    "colours": frozenset({"red", "blue"}),
}
BOTH = frozenset({"red", "green"})


@pytest.mark.parametrize(
    ("condition", "asked", "seen", "finding"),
    [
        (asks("beds", "at_least", 2), "the number of beds is 2 or more", "it is 3",
         "the number of beds is 3; the rule asks for 2 or more"),
        (asks("beds", "more_than", 2), "the number of beds is 3 or more", "it is 3",
         "the number of beds is 3; the rule asks for 3 or more"),
        (asks("beds", "less_than", 9), "the number of beds is 8 or fewer", "it is 3",
         "the number of beds is 3; the rule asks for 8 or fewer"),
        (asks("beds", "at_most", 9), "the number of beds is 9 or fewer", "it is 3",
         "the number of beds is 3; the rule asks for 9 or fewer"),
        (asks("wards", "less_than", 1), "the number of wards is 0", "it is 0",
         "the number of wards is 0"),
        (asks("wards", "at_most", 0), "the number of wards is 0", "it is 0",
         "the number of wards is 0"),
        (asks("beds", "is", 3), "the number of beds is 3", "it is 3", "the number of beds is 3"),
        (asks("beds", "is_not", 4), "the number of beds is not 4", "it is 3",
         "the number of beds is 3, not 4"),
        (asks("share", "at_least", 1), "the share of beds in use is 1 percent or more",
         "it is 1 percent",
         "the share of beds in use is 1 percent; the rule asks for 1 percent or more"),
        (asks("cost", "more_than", 0), "the cost is more than £0", "it is £500",
         "the cost is £500; the rule asks for more than £0"),
        (asks("cost", "at_most", 600_00), "the cost is £600 or less", "it is £500",
         "the cost is £500; the rule asks for £600 or less"),
        (compares("beds", "more_than", "wards"),
         "the number of beds is more than the number of wards",
         "it is 3, and the number of wards is 0",
         "the number of beds is 3, more than the number of wards, which is 0"),
        (compares("beds", "is_not", "wards"), "the number of beds is not the number of wards",
         "it is 3, and the number of wards is 0",
         "the number of beds is 3, not the same as the number of wards, which is 0"),
        (asks("is_new", "is", False), "it is old", "it is old", "it is old"),
        (asks("is_new", "is_not", True), "it is old", "it is old", "it is old"),
        (asks("is_new", "is_known", True), "it is known whether it is new",
         "it is old", "it is old"),
        (asks("colour", "is", "red"), "the colour is “Red”", "it is “Red”", "the colour is “Red”"),
        (asks("colour", "is_not", "blue"), "the colour is not “Blue”", "it is “Red”",
         "the colour is “Red”, not “Blue”"),
        (asks("colour", "one_of", BOTH), "the colour is one of “Red” or “Green”", "it is “Red”",
         "the colour is “Red”"),
        (asks("colours", "includes_any", BOTH), "the choice of colours includes “Red” or “Green”",
         "it is “Red” and “Blue”", "the choice of colours is “Red” and “Blue”"),
        (asks("colour", "is_known", True), "the colour is known", "it is “Red”",
         "the colour is “Red”"),
        (asks("R1", "is", True), "rule R1 (place priority) matches", "it matches",
         "rule R1 (place priority) matches"),
        (asks("R1", "is_not", False), "rule R1 (place priority) matches", "it matches",
         "rule R1 (place priority) matches"),
        (asks("R1", "is_known", True), "it is known whether rule R1 (place priority) matches",
         "it matches", "it is known whether rule R1 (place priority) matches"),
    ],
)  # fmt: skip
def test_a_condition_in_words(condition: Condition, asked: str, seen: str, finding: str) -> None:
    pack = a_pack(replace(a_rule("R1"), title="Place priority"))
    values: dict[str, Value] = {**KNOWN, "R1": True}
    assert condition_in_words(pack, condition) == asked
    assert seen_in_words(pack, condition, values) == seen
    assert found_in_words(pack, condition, values) == finding


@pytest.mark.parametrize(
    ("condition", "seen"),
    [
        (asks("beds", "at_least", 2), "it is not known"),
        (compares("beds", "is", "wards"), "it is not known"),
        (asks("is_new", "is", True), "that is not known"),
        (asks("colour", "is", "red"), "it is not known"),
        (asks("R1", "is", True), "it is not known whether it matches"),
    ],
)
def test_what_is_not_known_is_said_to_be_so(condition: Condition, seen: str) -> None:
    assert seen_in_words(a_pack(a_rule("R1")), condition, {}) == seen


def test_nothing_chosen_is_said_to_be_so() -> None:
    condition = asks("colours", "includes_any", BOTH)
    seen = seen_in_words(a_pack(), condition, {"colours": frozenset()})
    assert seen == "it is none of the choices"


def test_a_number_on_a_scale_is_less_and_not_fewer() -> None:
    pack = a_pack()
    risk = replace(pack.facts["share"], label="the risk", unit="of 25")
    scaled = replace(pack, facts={**pack.facts, "share": risk})

    assert condition_in_words(scaled, asks("share", "at_most", 9)) == "the risk is 9 or less"
    assert condition_in_words(scaled, asks("share", "at_least", 9)) == "the risk is 9 or more"
