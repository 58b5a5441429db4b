"""A check finds what is wrong with a pack that loads, and nothing that is not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rulebook.check import check
from rulebook.load import load
from rulebook.model import Condition, Outcome, Rule, When
from rulebook.pack import Pack
from tests.builders import edited_pack, main_pack, tiny_pack
from tests.rulebook.rulebooks import asks, compares

ENTRY, ADVICE = "rules/entry.yaml", "rules/advice.yaml"
SOUND = check(tiny_pack())


def problems_after(pack: Pack) -> list[str]:
    """The problems that the pack has and the tiny pack has not."""
    return [problem for problem in check(pack).problems if problem not in SOUND.problems]


def notes_after(pack: Pack) -> list[str]:
    return [note for note in check(pack).notes if note not in SOUND.notes]


def with_rules(*rules: Rule) -> Pack:
    """The tiny pack with these rules in place of those of the same id."""
    others = {rule.id: rule for rule in rules}
    return replace(tiny_pack(), rules=tuple(others.get(r.id, r) for r in tiny_pack().rules))


def asking(id: str, *all_of: Condition, any_of: Sequence[Condition] = ()) -> Rule:
    """A rule of the tiny pack with other conditions, and no examples to stand in the way."""
    return replace(tiny_pack().rule(id), when=When(all_of, tuple(any_of)))


def test_the_pack_has_nothing_to_mend_and_all_is_tried() -> None:
    found = check(main_pack())
    assert found.problems == ()
    assert all("can match together" in note for note in found.notes)
    assert found.examples == sum(len(rule.examples) for rule in main_pack().rules)


@pytest.mark.parametrize(
    ("rule", "problem", "why"),
    [
        (
            asking("A1", asks("deed_kind", "is", "close"), asks("deed_kind", "is", "mend")),
            "A1 can never match.",
            "it asks for two things at once",
        ),
        (
            asking("A1", asks("gaps", "less_than", 0)),
            "A1 can never match.",
            "a count is never below 0",
        ),
        (
            asking("A1", asks("visitors", "more_than", 5000)),
            "A1 can never match.",
            "the template allows no such number",
        ),
        (
            asking("A1", compares("cost_pence", "less_than", "cost_pence")),
            "A1 can never match.",
            "a number is not less than itself",
        ),
        (
            asking("A1", asks("E2", "is", True), asks("deed_kind", "is", "mend")),
            "A1 can never match.",
            "the finding of an earlier rule says the contrary",
        ),
        (
            asking("A1", asks("visitors", "at_least", 0)),
            "A1 always matches when its facts are known.",
            "the template allows no other number",
        ),
        (
            asking("A1", any_of=[asks("roof", "is", word) for word in ("slate", "thatch")]),
            "A1 always matches when its facts are known.",
            "there is no third choice",
        ),
        (
            asking("A1", any_of=[asks("E2", "is", True), asks("deed_kind", "is_not", "close")]),
            "A1 always matches when its facts are known.",
            "it takes what an earlier rule leaves",
        ),
    ],
)
def test_a_rule_that_cannot_decide_anything_is_found(rule: Rule, problem: str, why: str) -> None:
    assert problem in problems_after(with_rules(rule)), why


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        pytest.param(
            ENTRY,
            "when: {all_of: [{fact: deed_kind, op: is, value: close}]}",
            "when: {all_of: [{fact: deed_kind, op: is, value: close},"
            " {fact: deed_kind, op: is, value: mend}]}",
            "E2 can never match.",
            id="a rule asks for two things at once",
        ),
        pytest.param(
            "matrix.yaml",
            "{fact: visitors, op: at_least, value: 1}]}, because: Some come.}",
            "{fact: visitors, op: at_least, value: 100}]}, because: Some come.}",
            "use, scale good, row 2 (level 1) can never hold: the rows above take all it asks for.",
            id="a row of the matrix asks for no more than the one above",
        ),
        pytest.param(
            "matrix.yaml",
            "{fact: visitors, op: at_most, value: 0}]}, because: Nobody comes.}",
            "{fact: visitors, op: at_most, value: 5000}]}, because: Nobody comes.}",
            "use, scale harm, row 2 (level 2) can never hold: the rows above take all it asks for.",
            id="nothing is left for otherwise",
        ),
        pytest.param(
            ADVICE,
            "{name: keys, facts: {are_keys_held: true}, expect: not_matched}",
            "{name: keys, facts: {are_keys_held: true}, expect: matched}",
            "A1, example “keys”: it does not match, but the example says that it matches.",
            id="an example is wrong",
        ),
        pytest.param(
            ADVICE,
            "{name: keys, facts: {are_keys_held: true}, expect: not_matched}",
            "{name: keys, facts: {}, expect: unknown}",
            "A1 has no example that does not match.",
            id="no example does not match",
        ),
        pytest.param(
            ADVICE,
            "{name: it pays for itself, facts: {cost_pence: 100, saving_pence: 100,",
            "{name: it pays for itself, facts: {cost_pence: 99, saving_pence: 100,",
            "A2 has no example on the threshold of cost_pence and one step off it.",
            id="no example is on the threshold of two facts",
        ),
        pytest.param(
            ADVICE,
            "{name: dear, facts: {cost_pence: 101, saving_pence: 100,",
            "{name: dear, facts: {cost_pence: 102, saving_pence: 100,",
            "A2 has no example on the threshold of cost_pence and one step off it.",
            id="no example is one step off the threshold",
        ),
        pytest.param(
            "checklist.yaml",
            "- {id: DEED-2, title: Safety comes first}",
            "- {id: DEED-2, title: Safety comes first}\n  - {id: DEED-3, title: Halls are warm}",
            "Checklist item DEED-3 is neither covered nor left to a later part.",
            id="an item of the checklist is open",
        ),
    ],
)
def test_a_fault_is_found(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    assert problem in problems_after(load(edited_pack(tmp_path, file, old, new)))


def test_a_rule_that_matches_where_something_is_not_known_can_match() -> None:
    pack = with_rules(asking("A1", asks("roof", "is_known", False)))
    assert "A1 can never match." not in problems_after(pack)


def test_a_rule_that_asks_whether_a_finding_is_known_can_match() -> None:
    pack = with_rules(asking("A1", asks("E2", "is_known", False)))
    assert "A1 can never match." not in problems_after(pack)


@pytest.mark.parametrize(
    ("op", "on", "off", "beyond"),
    [
        ("at_least", 5, 4, 6),
        ("at_most", 5, 6, 4),
        ("more_than", 5, 6, 4),
        ("less_than", 5, 4, 6),
        ("is", 5, 6, 7),
        ("is_not", 5, 4, 3),
    ],
)
def test_a_threshold_needs_an_example_on_it_and_one_just_across(
    op: str, on: int, off: int, beyond: int
) -> None:
    first, second = tiny_pack().rule("A1").examples

    def is_untested(*visitors: int) -> bool:
        examples = [replace(first, facts={"visitors": visitors[0]}), replace(second, facts={})]
        examples += [replace(first, facts={"visitors": number}) for number in visitors[1:]]
        rule = replace(asking("A1", asks("visitors", op, 5)), examples=tuple(examples))
        return any(
            "threshold of visitors" in problem for problem in problems_after(with_rules(rule))
        )

    assert not is_untested(on, off)
    assert is_untested(on, beyond)
    assert is_untested(off, beyond)


def test_rules_that_set_the_same_thing_apart_are_noted_with_the_one_that_holds() -> None:
    note = "S1 and S2 can match together and differ on tier: S1 comes first."
    assert SOUND.notes == (note,)


def gives(rule: Rule, outcome: Outcome) -> Rule:
    return replace(rule, then=outcome)


def test_rules_that_cannot_match_together_do_not_overlap() -> None:
    rule = asking("A1", asks("deed_kind", "is", "mend"))
    assert notes_after(with_rules(gives(rule, Outcome(sets={"ledger": "making"})))) == []


def test_rules_that_set_the_same_value_do_not_overlap() -> None:
    rule = asking("A1", asks("roof", "is", "slate"))
    assert notes_after(with_rules(gives(rule, Outcome(sets={"ledger": "letting_go"})))) == []


def test_rules_that_are_never_in_force_together_do_not_overlap() -> None:
    later = replace(asking("A1", asks("roof", "is", "slate")), in_force_from=date(2030, 1, 1))
    overlapping = replace(later, in_force_from=date(2029, 12, 31))
    making = Outcome(sets={"ledger": "making"})
    assert notes_after(with_rules(gives(later, making))) == []
    assert notes_after(with_rules(gives(overlapping, making))) == [
        "E2 and A1 can match together and differ on ledger: E2 comes first."
    ]


def test_a_rule_that_another_always_beats_is_a_contradiction() -> None:
    same = replace(tiny_pack().rule("S2"), when=tiny_pack().rule("S1").when)
    assert (
        "S2 never has an effect on tier: whenever it matches, S1 matches too and comes first."
    ) in problems_after(with_rules(same))


def test_a_rule_that_two_others_beat_between_them_is_a_contradiction() -> None:
    winter, never = Outcome(sets={"season": "winter"}), Outcome(sets={"season": "any_time"})
    pack = with_rules(
        gives(asking("S1", asks("visitors", "at_least", 10)), winter),
        gives(asking("A1", asks("visitors", "at_most", 10)), winter),
        gives(asking("A2", asks("visitors", "at_least", 5)), never),
    )
    assert (
        "A2 never has an effect on season: "
        "whenever it matches, one of S1 and A1 matches too and comes first."
    ) in problems_after(pack)


def test_a_rule_that_is_beaten_only_in_part_is_no_contradiction() -> None:
    pack = with_rules(
        gives(asking("S1", asks("visitors", "at_least", 10)), Outcome(sets={"season": "winter"})),
        gives(asking("A2", asks("visitors", "at_least", 5)), Outcome(sets={"season": "any_time"})),
    )
    assert not any("never has an effect" in problem for problem in problems_after(pack))


def test_what_is_too_wide_to_try_is_a_note_and_never_passed_in_silence() -> None:
    found = check(tiny_pack(), most_steps=2)
    assert not any("never" in problem or "always" in problem for problem in found.problems)
    assert (
        "Whether A2 can match is not settled: there are too many combinations to try."
    ) in found.notes
    assert len(set(found.notes)) == len(found.notes)
