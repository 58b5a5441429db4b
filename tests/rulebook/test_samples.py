"""The samples come out as was worked out by hand, and together show every rule at work."""

from typing import Any

import pytest

from rulebook.classify import Classification
from rulebook.reader import read_yaml
from tests.builders import main_pack
from tests.rulebook.samples import REFS, SEED, classified_samples


def outcome(found: Classification) -> dict[str, Any]:
    """What is written down for a sample, without why."""
    return {
        "returned": found.is_returned,
        "tier": None if found.is_returned else found.tier,
        "also_applies": [] if found.is_returned else list(found.also_applies),
        "list": found.attributes["list"],
        "offset_status": found.attributes["offset_status"],
        "gates_failed": list(found.failed_gates),
        "flags": list(found.flags),
        "rules": list(found.matched),
    }


def expected(ref: str) -> dict[str, Any]:
    file = SEED / "expected" / f"{ref}.yaml"
    value = dict(read_yaml(file.read_bytes(), file.name).value)
    assert value.pop("why").strip(), f"{file.name} does not say what the sample shows"
    for place in ("score", "rank"):  # tests/app/test_ranking.py looks at these
        value.pop(place, None)
    return value


def test_there_are_forty_samples_at_least_and_each_has_its_outcome() -> None:
    assert len(REFS) >= 40
    assert [file.stem for file in sorted((SEED / "expected").glob("*.yaml"))] == REFS


@pytest.mark.parametrize("ref", REFS)
def test_the_sample_comes_out_as_written_down(ref: str) -> None:
    assert outcome(classified_samples()[ref]) == expected(ref)


@pytest.mark.parametrize("ref", REFS)
def test_a_file_holds_the_scheme_that_it_is_named_for(ref: str) -> None:
    assert ref in classified_samples()


@pytest.mark.parametrize("rule", [rule.id for rule in main_pack().rules])
def test_each_rule_is_matched_by_one_sample_and_not_by_another(rule: str) -> None:
    answers = {found.findings[rule] for found in classified_samples().values()}
    assert {True, False} <= answers


def test_both_engines_agree_on_every_sample() -> None:
    assert {ref: c.disputed for ref, c in classified_samples().items() if c.disputed} == {}


def test_together_they_show_every_tier_gate_flag_and_value() -> None:
    pack, found = main_pack(), classified_samples().values()
    assert {c.tier for c in found} >= {tier.id for tier in pack.tiers}
    assert {id for c in found for id in c.failed_gates} == {gate.id for gate in pack.gates}
    assert {id for c in found for id in c.flags} == {flag.id for flag in pack.flags}
    for attribute in pack.attributes:
        shown = {c.attributes[attribute.id] for c in found}
        assert shown >= {value.id for value in attribute.values}, attribute.id
