"""The facts of a scheme and of a round, on the pack: complete, with holes, and in any order."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.classify import classify
from rulebook.compile import book_for
from rulebook.derive.registry import FUNCTIONS, Case, Scope
from rulebook.facts import FactSheet, across_specs, case_of, scheme_facts, set_facts
from rulebook.levels import tables_for
from rulebook.loading.integrity_rules import value_fault
from rulebook.model import FactSpec
from rulebook.schema import SchemeReader
from tests.builders import a_scheme, main_pack

DAY = date(2024, 1, 15)
Path = tuple[str | int, ...]


@cache
def a_full_scheme() -> Mapping[str, Any]:
    """A checked scheme that gives every fact of the pack something to rest on."""
    reader = SchemeReader(main_pack().template)
    return reader.read(
        a_scheme(
            local_metric_ref=["LIV_LE_GAP"],
            national_basis=["nice_ta"],
            national_reference=[{"ref": "TA943", "clause": "1.1"}],
            mandate_scope="full",
            previous_scheme_ref="CM23-LIVPP-004",
            prior_investment_review={"ref": "R1", "realised_percent": 90, "verdict": "sufficient"},
            resilience_effect={"effect": "no_effect", "explanation": "Nothing is at risk."},
            disinvest_lower_value_case={"case": "Few gain.", "evidence": "observational"},
            residual_provision="Practices.",
            research_contribution="What works in pharmacies.",
            dependencies=[{"scheme_ref": "CM24-LIVPP-002", "kind": "needs"}],
            inequality_impact__mitigation="Outreach.",
        )
    )


def a_case_of(scheme: Mapping[str, Any]) -> Case:
    return case_of(main_pack(), scheme, DAY)


def facts_of(scheme: Mapping[str, Any]) -> FactSheet:
    return scheme_facts(main_pack(), a_case_of(scheme))


def places_of(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a scheme where an answer, or a part of one, could be missing."""
    inner: Any = ()
    if isinstance(value, Mapping):
        inner = value.items()
        yield from ((*path, name) for name in value)
    elif isinstance(value, tuple):
        inner = enumerate(value)
    for step, part in inner:
        yield from places_of(part, (*path, step))


def without(value: Any, gaps: frozenset[Path], path: Path = ()) -> Any:
    """A scheme with these places left out."""
    if isinstance(value, Mapping):
        return {
            name: without(part, gaps, (*path, name))
            for name, part in value.items()
            if (*path, name) not in gaps
        }
    if isinstance(value, tuple):
        return tuple(without(part, gaps, (*path, n)) for n, part in enumerate(value))
    return value


def some_gaps() -> st.SearchStrategy[frozenset[Path]]:
    """Places to leave out: a few, or nearly all."""
    places = sorted(places_of(a_full_scheme()), key=str)
    few = st.frozensets(st.sampled_from(places), max_size=12)
    return few | few.map(lambda kept: frozenset(places) - kept)


# ── One scheme ────────────────────────────────────────────────────────────────


def test_every_fact_of_a_complete_scheme_is_known_but_those_it_has_no_cause_for() -> None:
    scope: dict[str, Scope] = {name: function.scope for name, function in FUNCTIONS.items()}
    own = {id for id, spec in main_pack().facts.items() if scope.get(spec.function) != "set"}
    assert own - facts_of(a_full_scheme()).values.keys() == set()


def test_an_empty_draft_shows_only_what_the_submission_holds() -> None:
    values = facts_of({}).values
    functions = {main_pack().facts[id].function for id in values}
    assert functions == {
        "count_given",
        "count_local",  # an optional list of local measures: none is named
        "has_items",
        "is_all_given",
        "missing_answers",
        "years_without_line",
    }
    assert values["finance_years_missing"] == 3
    assert values["complete_outcomes"] == 0
    assert values["has_clinical_lead"] is False


def test_a_fact_says_what_it_rests_on() -> None:
    because = facts_of(a_full_scheme()).because
    assert because["net_recurrent_cost_pence"] == (
        "2024-25: £180,000",
        "2025-26: £180,000",
        "2026-27: £180,000",
    )
    assert because["final_national_references"] == (
        "Hybrid closed loop systems for type 1 diabetes (TA943), clause or page 1.1 (final)",
    )
    assert "scheme_kind" not in because


def test_an_answer_that_another_answer_requires_is_missing() -> None:
    draft = {name: given for name, given in a_full_scheme().items() if name != "lead_place"}
    of_a_place, of_a_trust = facts_of(draft), facts_of(draft | {"submitter_type": "provider"})
    assert of_a_place.because["missing_answers"] == ("Section A: Lead place",)
    assert of_a_trust.values["missing_answers"] == 0


def test_a_scheme_is_known_by_its_reference_or_by_the_one_it_is_given() -> None:
    scheme = a_full_scheme()
    assert case_of(main_pack(), scheme, DAY).ref == "CM24-LIVPP-001"
    assert case_of(main_pack(), scheme, DAY, "DRAFT-7").ref == "DRAFT-7"
    assert case_of(main_pack(), {}, DAY).ref == ""


@pytest.mark.parametrize("spec", main_pack().facts.values(), ids=lambda spec: spec.id)
def test_every_derived_fact_names_a_function_that_explains_itself(spec: FactSpec) -> None:
    if spec.function:
        assert FUNCTIONS[spec.function].call.__doc__


# Left out altogether, these say that there is none: only some schemes must answer.
NONE_WHEN_LEFT_OUT = {
    "offset_pairs",
    "previous_scheme_ref",
    "national_reference",
    "local_metric_ref",
}
ABOUT_THE_SUBMISSION = {
    "count_given",
    "count_references_with_status",  # what is not cited in full is not cited
    "has_items",
    "is_all_given",
    "missing_answers",
    "years_without_line",
}


def about_the_world(sheet: FactSheet) -> dict[str, Any]:
    specs = main_pack().facts
    return {
        id: v for id, v in sheet.values.items() if specs[id].function not in ABOUT_THE_SUBMISSION
    }


@settings(max_examples=300, deadline=None)
@given(some_gaps())
def test_what_is_left_out_makes_facts_unknown_and_never_another_value(
    gaps: frozenset[Path],
) -> None:
    holes = frozenset(gap for gap in gaps if gap[0] not in NONE_WHEN_LEFT_OUT or len(gap) > 1)
    whole = about_the_world(facts_of(a_full_scheme()))
    left = about_the_world(facts_of(without(a_full_scheme(), holes)))
    assert {id: value for id, value in left.items() if whole.get(id) != value} == {}


@settings(max_examples=300, deadline=None)
@given(some_gaps())
def test_a_draft_with_any_holes_is_judged_without_an_error(gaps: frozenset[Path]) -> None:
    pack, book = main_pack(), book_for(main_pack(), DAY)
    draft = without(a_full_scheme(), gaps)
    cases = [a_case_of(draft), case_of(pack, a_full_scheme(), DAY, "CM24-LIVPP-009")]
    sheet = set_facts(pack, cases, frozenset())(scheme_facts(pack, cases[0]))
    for id, value in sheet.values.items():
        assert value_fault(pack, id, value) == ""
    found = classify(pack, book, sheet, DAY)
    for scale in ("benefit", "loss"):
        for level in tables_for(pack.matrix, scale).levels(sheet.values, found.findings).values():
            assert 0 <= level.low <= level.high <= pack.matrix.top_level


# ── A round ───────────────────────────────────────────────────────────────────


def a_round() -> list[Case]:
    """Five schemes that share, claim, oppose and need one another."""
    metric = dict(a_full_scheme()["outcomes"][0])
    down = (metric | {"direction": "decrease"},)
    release = tuple(
        dict(line) | {"gross_cost": 0, "cash_releasing_saving": 20_000_000}
        for line in a_full_scheme()["finance_lines"]
    )
    claims = tuple(
        dict(pair) | {"scheme_ref": "CM24-LIVPP-005"} for pair in a_full_scheme()["offset_pairs"]
    )
    changes: list[dict[str, Any]] = [
        {},
        {"offset_pairs": claims},
        {"offset_pairs": claims, "places_covered": ("E08000014",)},
        {"outcomes": down, "footprint": "system"},
        {"finance_lines": release, "places_covered": ("E08000013", "E08000012")},
    ]
    refs = [f"CM24-LIVPP-00{n}" for n in range(1, 6)]
    return [
        a_case_of({**a_full_scheme(), "scheme_ref": ref, **change})
        for ref, change in zip(refs, changes, strict=True)
    ]


def round_facts(cases: list[Case]) -> dict[str, FactSheet]:
    add = set_facts(main_pack(), cases, frozenset({"CM24-LIVPP-002"}))
    return {case.ref: add(scheme_facts(main_pack(), case)) for case in cases}


def test_facts_across_schemes_join_those_of_each_scheme() -> None:
    sheets = round_facts(a_round())
    across = {spec.id for spec in across_specs(main_pack())}
    for ref, sheet in sheets.items():
        assert across <= sheet.values.keys()
        assert sheet.ref == ref
        assert sheet.values["scheme_kind"] == "investment"
    second, third = sheets["CM24-LIVPP-002"], sheets["CM24-LIVPP-003"]
    # The second is returned, so its turn comes after the third: of 200,000 a year 20,000 is left.
    assert third.values["offset_overclaimed_pence"] == 0
    assert second.values["offset_overclaimed_pence"] == 3 * 16_000_000
    assert third.because["opposite_schemes"] == ("CM24-LIVPP-004",)
    assert third.because["unready_dependencies"] == ("CM24-LIVPP-002 was returned",)
    assert third.values["places_with_same_need"] == 9


@settings(deadline=None)
@given(st.permutations(range(5)))
def test_the_order_in_which_schemes_arrive_never_matters(order: list[int]) -> None:
    cases = a_round()
    assert round_facts([cases[n] for n in order]) == round_facts(cases)


def test_a_scheme_alone_shares_with_nobody_and_opposes_nobody() -> None:
    values = round_facts(a_round()[:1])["CM24-LIVPP-001"].values
    assert values["places_with_same_need"] == 0
    assert values["opposite_schemes"] == 0


# ── The template ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("summary", "Summary"),
        ("inequality_impact.direction", "Direction"),
        ("outcomes.trajectory.value", "Value"),
        ("inequality_impact.nothing", None),
        ("nothing", None),
        ("", None),
    ],
)
def test_a_field_is_found_by_its_path(path: str, label: str | None) -> None:
    found = main_pack().template.find(path)
    assert (found.label if found else None) == label


def test_an_empty_list_of_those_who_agreed_settles_no_harm() -> None:
    harm = {"level": "known", "who": "A hospital", "mitigation": "A phased start", "agreed_by": ()}
    case = a_case_of({**a_full_scheme(), "detriment_statement": harm})
    assert scheme_facts(main_pack(), case).values["is_detriment_settled"] is False


def test_a_general_duty_makes_no_scheme_mandated() -> None:
    cited = ({"ref": "LAW_HSWA1974", "clause": "section 2"},)
    claims = {"national_basis": ("statutory_compliance",), "national_reference": cited}
    sheet = scheme_facts(main_pack(), a_case_of({**a_full_scheme(), **claims}))
    assert sheet.values["final_national_references"] == 0
    assert "a general duty" in sheet.because["final_national_references"][0]
