"""Generated schemes: valid, repeatable, varied, and between them all rules at work."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from app.services.vocabulary import vocabulary_from
from rulebook.classifier import classifier_for
from rulebook.classify import Classification
from rulebook.schema import SchemeReader
from seed.generator.schemes import generate
from seed.generator.vocabulary import Vocabulary
from tests.builders import main_pack

DAY = date(2023, 12, 1)
SEEDS = (1, 7, 2024)


@cache
def vocabulary() -> Vocabulary:
    return vocabulary_from(main_pack(), DAY)


def test_a_local_priority_suits_people_by_its_own_words_and_not_by_its_place() -> None:
    (housing,) = [one for one in vocabulary().place_priorities if one.id == "LIV_HOUSING"]
    assert (housing.title, housing.place) == ("Housing", "E08000012")


@cache
def schemes(seed: int = 7) -> tuple[dict[str, Any], ...]:
    return tuple(generate(vocabulary(), 1000, seed))


@cache
def classified(seed: int = 7) -> tuple[Classification, ...]:
    reader = SchemeReader(main_pack().template)
    classifier = classifier_for(main_pack(), DAY, is_live=False)
    return classifier.classify([reader.read(scheme) for scheme in schemes(seed)])


def written(several: Iterator[dict[str, Any]] | tuple[dict[str, Any], ...]) -> str:
    return json.dumps(list(several))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_generated_scheme_is_read_without_a_problem_after_a_trip_through_json(
    seed: int,
) -> None:
    reader = SchemeReader(main_pack().template)
    for scheme in json.loads(written(generate(vocabulary(), 300, seed))):
        assert reader.read(scheme)["scheme_ref"] == scheme["scheme_ref"]


def test_the_same_seed_gives_the_same_bytes() -> None:
    once, again = generate(vocabulary(), 50, 3), generate(vocabulary(), 50, 3)
    assert written(once) == written(again)


def test_another_seed_gives_other_schemes() -> None:
    one, other = generate(vocabulary(), 5, 3), generate(vocabulary(), 5, 4)
    assert written(one) != written(other)


def test_the_first_schemes_do_not_depend_on_how_many_are_made() -> None:
    assert written(generate(vocabulary(), 200, 7)) == written(schemes()[:200])


def test_none_are_made_when_none_are_asked_for() -> None:
    assert list(generate(vocabulary(), 0, 7)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_rule_is_matched_by_one_scheme_and_not_by_another(seed: int) -> None:
    one_sided = {
        rule.id
        for rule in main_pack().rules
        if not {True, False} <= {found.findings[rule.id] for found in classified(seed)}
    }
    assert one_sided == set()


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("investment", 44, 56),
        ("service_change", 10, 17),
        ("disinvestment", 12, 19),
        ("efficiency_same_for_less", 8, 15),
        ("contract_renewal", 3, 8),
        ("issue_only", 3, 9),
    ],
)
@pytest.mark.parametrize("seed", SEEDS)
def test_each_kind_has_its_share(seed: int, kind: str, least: int, most: int) -> None:
    kinds = Counter(scheme["scheme_kind"] for scheme in schemes(seed))
    assert least * 10 <= kinds[kind] <= most * 10


@pytest.mark.parametrize("seed", SEEDS)
def test_about_one_scheme_in_eight_is_returned(seed: int) -> None:
    assert 90 <= sum(found.is_returned for found in classified(seed)) <= 160


@pytest.mark.parametrize("seed", SEEDS)
def test_each_tier_and_each_value_of_each_attribute_occurs(seed: int) -> None:
    pack, found = main_pack(), classified(seed)
    assert {tier.id for tier in pack.tiers} <= {one.tier for one in found}
    for attribute in pack.attributes:
        given = {one.attributes[attribute.id] for one in found}
        assert {value.id for value in attribute.values} <= given


def test_each_kind_of_submitter_theme_footprint_fund_and_place_occurs() -> None:
    made, words = schemes(), vocabulary()
    assert {scheme["submitter_type"] for scheme in made} == set(words.submitters)
    assert {scheme["theme"] for scheme in made} == set(words.themes)
    assert {scheme["footprint"] for scheme in made} == {
        "place",
        "multi_place",
        *words.wide_footprints,
    }
    assert {scheme["funding_source"] for scheme in made} == {fund.id for fund in words.funds}
    alone = {tuple(s["places_covered"]) for s in made if s["footprint"] == "place"}
    assert alone == {(place,) for place in words.places}


def test_titles_and_references_tell_schemes_apart() -> None:
    made = schemes()
    assert len({scheme["title"] for scheme in made}) == len(made)
    assert len({scheme["scheme_ref"] for scheme in made}) == len(made)
    numbered = [scheme for scheme in made if scheme["title"].endswith(")")]
    assert len(numbered) < 150


def test_a_scheme_names_only_schemes_that_were_made_before_it() -> None:
    known: set[str] = set()
    for scheme in schemes():
        parts = [*scheme["dependencies"], *scheme.get("offset_pairs", ())]
        assert {part["scheme_ref"] for part in parts if "scheme_ref" in part} <= known
        known.add(scheme["scheme_ref"])


def test_some_offsets_name_a_generated_disinvestment_and_few_are_claimed_twice() -> None:
    kinds = {scheme["scheme_ref"]: scheme["scheme_kind"] for scheme in schemes()}
    named = [
        kinds[pair["scheme_ref"]]
        for scheme in schemes()
        for pair in scheme.get("offset_pairs", ())
        if "scheme_ref" in pair
    ]
    assert len(named) > 100
    assert set(named) == {"disinvestment"}
    over_claimed = [
        one for one in classified() if one.attributes["offset_status"] == "over_claimed"
    ]
    assert 10 <= len(over_claimed) <= 80


def test_a_larger_area_costs_more() -> None:
    def middle(footprint: str) -> int:
        sums = sorted(
            scheme["finance_total_gross"]
            for scheme in schemes()
            if scheme["footprint"] == footprint and scheme["scheme_kind"] == "investment"
        )
        return int(sums[len(sums) // 2])

    assert middle("place") < middle("multi_place") < middle("system")


def test_only_bodies_and_priorities_of_the_day_are_used() -> None:
    bodies = {body.id for body in vocabulary().organisations}
    assert "RVY" not in bodies  # merged in July 2023
    assert {scheme["submitting_org"] for scheme in schemes()} <= bodies
    assert vocabulary().national_items["TA943"].status == "draft"


def test_a_vocabulary_that_fits_no_idea_is_refused() -> None:
    empty = replace(vocabulary(), themes={"tides": "Tides"})
    with pytest.raises(ValueError, match="fits no idea for schemes of the kind investment"):
        generate(empty, 1, 7)
