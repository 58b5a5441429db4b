"""What is refused in a pack: every edit of the tiny pack that breaks it, and the words for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rulebook.limits import LARGEST_NUMBER, MOST_FACTS, MOST_RULES_IN_A_PHASE
from rulebook.load import load
from rulebook.loading.integrity_rules import value_fault
from rulebook.model import Value
from rulebook.problem import Refused
from rulebook.reader import read_yaml
from tests.builders import TINY, edited_pack, tiny_pack

HERE = Path(__file__).parent


def edits() -> Iterator[Any]:
    for name in ("faults_of_form.yaml", "faults_of_fit.yaml"):
        for edit in read_yaml((HERE / name).read_bytes(), name).value:
            yield pytest.param(edit, id=edit["says"][:80])


def what_is_said_of(folder: Path) -> list[str]:
    with pytest.raises(Refused, match=r".") as refusal:
        load(folder)
    return [str(problem) for problem in refusal.value.problems]


@pytest.mark.parametrize("edit", list(edits()))
def test_an_edit_that_breaks_the_pack_is_refused_at_its_file_line_and_field(
    edit: dict[str, str], tmp_path: Path
) -> None:
    folder = edited_pack(tmp_path, edit["file"], edit["old"], edit["new"])
    assert edit["says"] in what_is_said_of(folder)


def test_the_tiny_pack_itself_is_whole() -> None:
    assert [rule.id for rule in tiny_pack().rules] == ["E1", "E2", "S1", "S2", "A1", "A2"]


def test_faults_of_form_in_several_files_are_told_together(tmp_path: Path) -> None:
    edited_pack(tmp_path, "pack.yaml", "rank_by: score", "rank_by: luck")
    edited_pack(tmp_path, "matrix.yaml", "weight: 5", "weight: 0")
    folder = edited_pack(tmp_path, "lists/halls.yaml", "seats: 80", "seats: many")
    assert what_is_said_of(folder) == [
        (
            "pack.yaml, line 33: /lists/0/rank_by: luck is not one of the choices. "
            "Choose one of: score, loss_per_amount."
        ),
        (
            "matrix.yaml, line 13: /criteria/0/weight: A weight is more than 0. "
            "Raise it, or remove the criterion."
        ),
        (
            "lists/halls.yaml, line 16: /entries/0/attributes/seats: "
            "This must be a whole number; it is the text “many”."
        ),
    ]


def test_a_file_that_cannot_be_read_hides_nothing_that_is_wrong_elsewhere(tmp_path: Path) -> None:
    edited_pack(tmp_path, "facts.yaml", "facts:\n", "facts:\n\t")
    folder = edited_pack(tmp_path, "matrix.yaml", "weight: 5", "weight: 0")
    (folder / "calendar.yaml").unlink()
    assert what_is_said_of(folder) == [
        "calendar.yaml: The pack lacks this file. Add it.",
        (
            "facts.yaml, line 2: This is not YAML: a tab stands where spaces must; use spaces."
            " Correct it."
        ),
        (
            "matrix.yaml, line 13: /criteria/0/weight: A weight is more than 0. "
            "Raise it, or remove the criterion."
        ),
    ]


def test_faults_of_fit_in_several_files_are_told_together(tmp_path: Path) -> None:
    edited_pack(tmp_path, "rules/standing.yaml", "tier: wish", "tier: whish")
    folder = edited_pack(tmp_path, "calendar.yaml", "[2024-25, 2025-26]", "[2024-25, 2026-27]")
    assert what_is_said_of(folder) == [
        (
            "rules/standing.yaml, line 16: /rules/1/then/tier: There is no tier whish. "
            "Did you mean wish?"
        ),
        (
            "calendar.yaml, line 3: /planning_years/1: 2026-27 does not follow 2024-25. "
            "Give every year, in order."
        ),
        "pack.yaml, line 15: /tiers/1: No rule gives wish. Use or remove it.",
    ]


def test_a_phase_holds_as_many_rules_as_the_engine_can_run_and_no_more(tmp_path: Path) -> None:
    text = (TINY / "rules/advice.yaml").read_text("utf-8")
    rule = text[text.index("  - id: A1") : text.index("  - id: A2")]
    rules = "".join(rule.replace("A1", f"B{n}") for n in range(MOST_RULES_IN_A_PHASE - 2))
    folder = edited_pack(tmp_path, "rules/advice.yaml", "rules:\n", "rules:\n" + rules)
    assert sum(rule.phase == "advice" for rule in load(folder).rules) == 64

    edited_pack(tmp_path, "rules/advice.yaml", "rules:\n", "rules:\n" + rule.replace("A1", "C1"))
    assert what_is_said_of(folder) == [
        "rules/advice.yaml, line 2: /rules: There are 65 rules; at most 64 may be in a phase."
    ]


def test_at_most_as_many_facts_as_the_engine_can_hold_are_declared(tmp_path: Path) -> None:
    text = (TINY / "facts.yaml").read_text("utf-8")
    fact = text[text.index("  - id: visitors") : text.index("  - id: roof")]
    facts = "".join(fact.replace("id: visitors", f"id: v{n}") for n in range(MOST_FACTS))
    folder = edited_pack(tmp_path, "facts.yaml", "facts:\n", "facts:\n" + facts)
    message = "facts.yaml, line 1: /facts: There are 209 facts; at most 200 may be."
    assert message in what_is_said_of(folder)


@pytest.mark.parametrize(
    ("fact", "value", "fault"),
    [
        ("gaps", 0, ""),
        ("gaps", -5, ""),
        ("gaps", LARGEST_NUMBER - 1, ""),
        ("gaps", LARGEST_NUMBER, "gaps is a whole number of at most 18 digits."),
        ("gaps", True, "gaps is a whole number of at most 18 digits."),
        ("gaps", "1", "gaps is a whole number of at most 18 digits."),
        ("are_keys_held", False, ""),
        ("are_keys_held", 0, "are_keys_held is true or false."),
        ("deed_kind", "mend", ""),
        ("deed_kind", "unsure", ("unsure is not a value of deed_kind. "
         "Choose one of: mend, build, close.")),
        ("deed_kind", 1, "deed_kind is a word."),
        ("dangers", frozenset({"fire", "fall"}), ""),
        ("dangers", frozenset(), ""),
        ("dangers", frozenset({"fire", "flood"}), ("flood is not a value of dangers. "
         "Choose one of: fire, fall, none.")),
        ("dangers", "fire", "dangers is a list."),
        ("E1", True, ""),
        ("E1", 1, "E1 is true or false."),
        ("dager", 1, "There is no fact dager. Did you mean dangers?"),
    ],
)  # fmt: skip
def test_a_value_fits_the_type_and_choices_of_its_fact(fact: str, value: Value, fault: str) -> None:
    assert value_fault(tiny_pack(), fact, value) == fault


@pytest.mark.parametrize(
    ("phase", "is_refused"), [("entry", True), ("standing", True), ("advice", False), ("", False)]
)
def test_a_finding_is_a_fact_for_later_phases_only(phase: str, is_refused: bool) -> None:
    assert bool(value_fault(tiny_pack(), "S1", True, phase)) is is_refused
