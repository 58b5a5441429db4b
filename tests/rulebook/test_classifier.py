"""Classifies schemes one by one or together, whatever the order, with both engines."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.classifier import Classifier, classifier_for
from rulebook.classify import Classification
from rulebook.engine import Engine
from rulebook.model import When
from rulebook.schema import SchemeReader
from tests.builders import a_scheme, main_pack
from tests.rulebook.rulebooks import asks
from tests.rulebook.samples import REFS, read_samples

DAY = date(2023, 12, 1)


@cache
def bulk() -> Classifier:
    return classifier_for(main_pack(), DAY, is_live=False)


def read(**changes: Any) -> Mapping[str, Any]:
    return SchemeReader(main_pack().template).read(a_scheme(**changes))


def of(found: tuple[Classification, ...]) -> dict[str, Classification]:
    return {classification.ref: classification for classification in found}


@settings(deadline=None, max_examples=15)
@given(st.permutations(range(len(REFS))))
def test_the_order_of_arrival_does_not_matter(order: list[int]) -> None:
    schemes = read_samples()
    assert of(bulk().classify([schemes[n] for n in order])) == of(bulk().classify(schemes))


def test_classifications_come_in_the_order_of_the_schemes() -> None:
    schemes = read_samples()[::-1]
    assert [found.ref for found in bulk().classify(schemes)] == REFS[::-1]


def test_no_schemes_give_no_classifications() -> None:
    assert bulk().classify([]) == ()


@pytest.mark.parametrize("scheme", read_samples(), ids=lambda scheme: scheme["scheme_ref"])
def test_others_change_only_what_shows_beside_others(scheme: Mapping[str, Any]) -> None:
    across = ("R32", "R53a", "R53b", "R60", "R61")
    (alone,) = bulk().classify([scheme])
    together = of(bulk().classify(read_samples()))[alone.ref]
    changed = {id for id in alone.findings if alone.findings[id] != together.findings[id]}
    assert changed <= set(across)
    assert alone.missing == together.missing
    assert alone.tier == together.tier


def test_a_scheme_shares_a_need_only_beside_others() -> None:
    first = read()
    other = read(
        scheme_ref="CM24-SEFPP-001",
        submitting_org="SEFPP",
        lead_place="E08000014",
        places_covered=["E08000014"],
    )
    (alone,) = bulk().classify([first])
    (beside, _) = bulk().classify([first, other])
    assert (alone.findings["R53b"], beside.findings["R53b"]) == (False, True)


def test_a_scheme_that_needs_a_returned_one_is_told_so() -> None:
    needs = read(dependencies=[{"kind": "needs", "scheme_ref": "CM24-SEFPP-001"}])
    ready, returned = (
        read(scheme_ref="CM24-SEFPP-001"),
        read(scheme_ref="CM24-SEFPP-001", outcomes=None),
    )
    (beside_ready, _) = bulk().classify([needs, ready])
    (beside_returned, other) = bulk().classify([needs, returned])
    assert other.is_returned
    assert (beside_ready.findings["R61"], beside_returned.findings["R61"]) == (False, True)


def test_a_scheme_is_returned_too_while_it_is_not_known_whether_it_must_be() -> None:
    needs = read(dependencies=[{"kind": "needs", "scheme_ref": "CM24-SEFPP-001"}])
    one_option = [{"name": "Pharmacies", "kind": "preferred", "reason": "They are near."}]
    unsettled = read(
        scheme_ref="CM24-SEFPP-001",
        options_considered=one_option,
        material_service_change="not_known",
    )
    (beside, other) = bulk().classify([needs, unsettled])
    assert other.return_rules == ("R09",)
    assert other.findings["R09"] is None
    assert beside.findings["R61"] is True


def test_live_classification_runs_both_engines_and_they_agree() -> None:
    live = classifier_for(main_pack(), DAY)
    assert live.engine is not None
    assert bulk().engine is None
    assert live.classify([read()]) == bulk().classify([read()])


def test_where_the_engines_differ_the_compiled_answer_holds_and_the_rule_is_named() -> None:
    pack = main_pack()
    never = When(all_of=(asks("footprint", "is_known", False),))
    rules = [replace(r, when=never) if r.id in ("R23", "R25") else r for r in pack.rules]
    differs = replace(classifier_for(pack, DAY), engine=Engine(rules, pack.facts))
    (found,) = differs.classify([read()])
    (right,) = bulk().classify([read()])
    assert found.disputed == ("R23",)
    assert replace(found, disputed=()) == right
    assert found.tier == "system_priority"


def test_only_the_rules_in_force_on_the_day_are_asked() -> None:
    early = classifier_for(main_pack(), date(2023, 9, 30), is_live=False)
    (found,) = early.classify([read()])
    assert (found.findings, found.tier, found.is_returned) == ({}, None, False)


def test_the_levels_of_a_scheme_are_those_of_its_scale() -> None:
    (found,) = bulk().classify([read()])
    for scale, table in bulk().tables.items():
        levels = bulk().levels(found, scale)
        assert list(levels) == [criterion.id for criterion in table.criteria]
        assert all(0 <= level.low <= level.high <= table.top_level for level in levels.values())


def test_what_is_prepared_once_is_classified_as_if_read_anew() -> None:
    schemes = read_samples()
    prepared = [bulk().prepare(scheme) for scheme in schemes]
    assert bulk().classify_prepared(prepared) == bulk().classify(schemes)


def test_only_the_wanted_ones_are_classified_but_beside_all() -> None:
    schemes = read_samples()
    prepared = [bulk().prepare(scheme) for scheme in schemes]
    wanted = bulk().classify_prepared(prepared, {REFS[3], REFS[7]})
    everyone = of(bulk().classify(schemes))
    assert wanted == (everyone[REFS[3]], everyone[REFS[7]])


def test_a_release_of_a_scheme_that_people_returned_pays_for_nothing() -> None:
    claim = {
        "scheme_ref": "CM24-LIVPP-009",
        "amount": 1000,
        "financial_year": "2024-25",
        "certainty": "agreed",
    }
    giver = bulk().prepare(read(scheme_ref="CM24-LIVPP-009"))
    taker = bulk().prepare(read(offset_pairs=[claim]))
    assert not giver.is_returned
    (_, before) = bulk().classify_prepared([giver, taker])
    (_, after) = bulk().classify_prepared([replace(giver, is_returned=True), taker])
    assert before.facts.values["offset_overclaimed_pence"] == 1000
    assert "offset_overclaimed_pence" not in after.facts.values
