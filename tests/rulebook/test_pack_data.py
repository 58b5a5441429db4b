"""The data of the default pack that other tests would not miss: weights, ties, dates, requirements.

The figures are those of the matrix, the template and the calendar as they were agreed.
"""

from datetime import date

import pytest

from rulebook.words import listed, pounds
from tests.builders import main_pack

WEIGHTS = {
    "cQ1": 9, "cQ2": 8, "cQ3": 6,
    "cC1": 6, "cC2": 5, "cC3": 5,
    "cH1": 10, "cH2": 7, "cH3": 6, "cH4": 4,
    "cV1": 11, "cV2": 9, "cV3": 3,
    "cD1": 6, "cD2": 5,
}  # fmt: skip


def test_the_weights_are_as_agreed_and_add_up_to_100() -> None:
    found = {criterion.id: criterion.weight for criterion in main_pack().matrix.criteria}
    assert found == WEIGHTS
    assert sum(WEIGHTS.values()) == 100


@pytest.mark.parametrize(
    ("ranking", "breaks"),
    [
        (
            "investment",
            [
                ("urgency", ("urgent", "not_urgent")),
                ("cV1", "high"),
                ("cH1", "high"),
                ("cQ1", "high"),
                ("net_recurrent_cost_pence", "low"),
                ("declaration.declared_on", "low"),
            ],
        ),
        (
            "disinvestment_offset",
            [
                ("cV1", "low"),
                ("cH1", "low"),
                ("cQ1", "low"),
                ("net_release_pence", "high"),
                ("declaration.declared_on", "low"),
            ],
        ),
    ],
)
def test_ties_are_broken_in_the_agreed_order(ranking: str, breaks: list[object]) -> None:
    assert [(item.id, item.prefer) for item in main_pack().matrix.tie_breaks[ranking]] == breaks


@pytest.mark.parametrize(
    ("stage", "first", "last"),
    [
        ("horizon_scan", date(2023, 11, 1), date(2023, 12, 31)),
        ("ways_to_address", date(2023, 11, 1), date(2023, 12, 31)),
        ("prioritise", date(2023, 12, 1), date(2024, 1, 31)),
        ("project_plans", date(2024, 1, 1), date(2024, 1, 31)),
        ("delivery_plan", date(2024, 2, 1), date(2024, 3, 31)),
        ("monitor", date(2024, 4, 1), date(2024, 4, 30)),
    ],
)
def test_the_stages_have_the_dates_of_the_calendar(stage: str, first: date, last: date) -> None:
    found = next(item for item in main_pack().calendar.stages if item.id == stage)
    assert (found.starts, found.ends) == (first, last)


OPTIONAL = {
    "lead_place", "no_partners_reason", "previous_scheme_ref", "options_considered",
    "contract_end_date", "national_reference", "mandate_scope", "local_metric_ref",
    "marmot_themes", "enabler_themes", "research_contribution", "resilience_effect",
    "core20plus_groups", "equality_groups_affected", "significant_change_duty",
    "operational_trajectory_effects", "offset_pairs", "disinvest_service",
    "disinvest_lower_value_case", "residual_provision", "prior_investment_review",
    "places_covered", "digital_estates_needs", "procurement_contract_effect",
    "supporting_documents",
}  # fmt: skip
DRAFT = {"title", "scheme_kind", "submitting_org", "submitter_type"}
SYSTEM = {"scheme_ref", "language_of_submission"}


def test_every_other_field_is_required_to_submit() -> None:
    found = {field.id: field.required for field in main_pack().template.fields}
    assert {id for id, required in found.items() if required == "optional"} == OPTIONAL
    assert {id for id, required in found.items() if required == "draft"} == DRAFT
    assert {id for id, required in found.items() if required == "system"} == SYSTEM


@pytest.mark.parametrize(
    ("field", "least"),
    [("outcomes", 1), ("milestones", 2), ("finance_lines", 1), ("risks", 1), ("evidence_items", 1)],
)
def test_lists_have_the_least_length_that_is_asked_for(field: str, least: int) -> None:
    found = main_pack().template.find(field)
    assert found is not None
    assert found.min_items == least


def test_the_template_has_its_80_numbered_fields_and_three_more() -> None:
    numbers = [field.number for field in main_pack().template.fields]
    assert {int(number) for number in numbers if number.isdigit()} == set(range(1, 81))
    assert [number for number in numbers if not number.isdigit()] == ["13a", "19a", "61a"]


def test_the_hint_of_the_options_says_from_what_cost_the_rule_asks_for_them() -> None:
    rule = next(rule for rule in main_pack().rules if "options" in rule.title)
    cost = "highest_gross_cost_in_a_year_pence"
    least = next(c.value for c in rule.when.any_of if c.fact == cost)
    field = main_pack().template.find("options_considered")
    assert field is not None
    assert isinstance(least, int)
    assert f"costs {pounds(least)} or more in a year" in field.hint


def test_the_hint_of_the_finance_lines_names_the_planning_years() -> None:
    field = main_pack().template.find("finance_lines")
    assert field is not None
    assert f"each year of the plan: {listed(main_pack().calendar.planning_years)}." in field.hint
