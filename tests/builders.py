"""Builders of valid things for tests: a scheme, a tiny pack, and copies of it with one edit."""

import shutil
from functools import cache
from pathlib import Path
from typing import Any

from rulebook.load import load, named_pack
from rulebook.pack import Pack

TINY = Path(__file__).parent / "packs" / "tiny"
"""A small pack of another trade: village halls that ask for money for repairs."""


def a_scheme(**changes: Any) -> dict[str, Any]:
    """A complete scheme of the Cheshire and Merseyside pack that no rule returns, as plain values.

    `changes` replace answers, None leaves one out: `a_scheme(summary=None)`. Two underscores lead
    into a group: `a_scheme(inequality_impact__direction="negative")`.
    """
    scheme = {
        **_identity(),
        **_issue(),
        **_classification(),
        **_evidence(),
        **_partners(),
        **_outcomes(),
        **_finance(),
        **_delivery(),
    }
    return changed(scheme, **changes)


def changed(scheme: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The same scheme with other answers, as for `a_scheme`."""
    for name, value in changes.items():
        *groups, last = name.split("__")
        inside = scheme
        for group in groups:
            inside = inside[group]
        if value is None:
            inside.pop(last, None)
        else:
            inside[last] = value
    return scheme


@cache
def main_pack() -> Pack:
    """The Cheshire and Merseyside pack."""
    return load(named_pack("cheshire_merseyside"))


@cache
def tiny_pack() -> Pack:
    """The pack in tests/packs/tiny."""
    return load(TINY)


def edited_pack(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """The folder of a copy of the tiny pack in which `old`, found once in `file`, is now `new`."""
    folder = tmp_path / "tiny"
    if not folder.exists():
        shutil.copytree(TINY, folder)
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new), "utf-8")
    return folder


def _identity() -> dict[str, Any]:
    return {
        "scheme_ref": "CM24-LIVPP-001",
        "title": "Blood pressure checks in pharmacies",
        "summary": "Pharmacies in the most deprived wards offer checks, and refer who needs care.",
        "scheme_kind": "investment",
        "material_service_change": "no",
        "submitting_org": "LIVPP",
        "submitter_type": "place_partnership",
        "lead_place": "E08000012",
        "theme": "primary_community",
        "senior_responsible_owner": "Place director",
        "clinical_care_lead": "Clinical lead for heart disease",
        "finance_lead": "Place finance lead",
        "partner_orgs": ["PCLIV", "CABLIV"],
    }


def _issue() -> dict[str, Any]:
    return {
        "issue_statement": "A third of people with high blood pressure do not know it.",
        "issue_sources": ["jsna", "performance_data"],
        "population_affected": 6000,
        "population_description": "Adults aged 40 and over who were not checked in five years",
        "population_group": "cvd_risk",
        "options_considered": [
            {"name": "No change", "kind": "do_nothing", "reason": "The gap would widen."},
            {"name": "Pharmacies", "kind": "preferred", "reason": "They are near, and open late."},
        ],
        "proposed_intention": "Contract 20 pharmacies for checks, with referral to practices.",
        "timeframe": "one_to_two_years",
        "service_at_risk": ["none"],
        "off_track_programme": {"answer": "no"},
        "out_of_area_pathway": {"answer": "no"},
    }


def _classification() -> dict[str, Any]:
    return {
        "national_basis": ["none"],
        "system_priority_ref": ["SYS_ACCESS_DEPRIVED"],
        "place_priority_ref": ["LIV_PREVENTION"],
        "local_metric_ref": [],
        "strategic_objectives": ["tackle_inequalities", "population_health"],
        "marmot_themes": [],
        "enabler_themes": ["digital"],
        "prevention_level": "secondary",
    }


def _evidence() -> dict[str, Any]:
    return {
        "evidence_items": [{"type": "systematic_review", "summary": "Checks find one in eight."}],
        "intelligence_used": [
            {"indicator": "Found of expected", "value": "64%", "comparator": "England 71%"}
        ],
        "quality_dimension_effects": {
            "safe": 1,
            "effective": 2,
            "experience": 1,
            "well_led": 0,
            "sustainable": 0,
            "equitable": 2,
        },
        "wider_determinants": {"answer": "Checks reach people at work.", "council_role": "partner"},
        "access_equity_effect": {"effect": "one_place", "explanation": "Open late, no booking."},
        "workforce_development": {"effect": "skill_mix", "explanation": "Technicians do checks."},
        "inequality_impact": {
            "direction": "positive",
            "groups": "People in the most deprived fifth",
            "most_deprived_fifth_percent": 60,
            "baseline": "11 points between the most and least deprived fifth",
            "evidence": "modest",
        },
        "core20plus_groups": ["core20", "adult_hypertension"],
        "improvement_methodology": "pdsa",
        "best_use_of_resources": {"comparison": "better", "explanation": "Cost for each finding."},
    }


def _partners() -> dict[str, Any]:
    return {
        "primary_secondary_interface": {
            "working": "roles_agreed",
            "explanation": "Practices take referrals; the trust advises on hard cases.",
        },
        "coproduction_stage": {
            "stage": "involved",
            "evidence": "Two panels changed the opening hours.",
            "seldom_heard": "yes",
        },
        "engagement": {
            "dates": [{"date": "2023-10-18", "who": "Local pharmaceutical committee"}],
            "clinical": "Agreed by the primary care network leads.",
        },
        "detriment_statement": {"level": "none"},
        "qeia_status": {
            "stage": "signed",
            "date": "2023-11-20",
            "signed_by": "Director of nursing",
        },
        "equality_groups_affected": [],
    }


def _outcomes() -> dict[str, Any]:
    return {
        "outcomes": [
            {
                "metric_id": "hypertension_found",
                "baseline": 64,
                "baseline_date": "2023-03-31",
                "unit": "percent of those expected",
                "direction": "increase",
                "target": 72,
                "by_date": "2026-03-31",
                "expected_confidence": "medium",
            }
        ],
        "benefit_start": "2024-07-01",
        "milestones": [
            {"name": "Contracts signed", "date": "2024-04-01", "owner": "Contracts lead"},
            {"name": "All pharmacies open", "date": "2024-07-01", "owner": "Pharmacy lead"},
        ],
        "monitoring_body": "place_partnership_board",
    }


def _finance() -> dict[str, Any]:
    years = ("2024-25", "2025-26", "2026-27")
    return {
        "finance_lines": [
            {
                "financial_year": year,
                "kind": "revenue",
                "recurrence": "recurrent",
                "gross_cost": 18_000_000,
                "cash_releasing_saving": 0,
                "non_cash_saving": 4_000_000,
                "income": 0,
                "fund": "baseline",
            }
            for year in years
        ],
        "finance_total_gross": 54_000_000,
        "funding_source": "baseline",
        "offset_pairs": [
            {
                "description": "A clinic contract that ends",
                "amount": 18_000_000,
                "financial_year": year,
                "certainty": "agreed",
            }
            for year in years
        ],
        "financial_confidence": "high",
        "whole_system_effect": [],
    }


def _delivery() -> dict[str, Any]:
    return {
        "footprint": "place",
        "places_covered": ["E08000012"],
        "delivery_route_proposed": {"route": "replicate_by_place", "reason": "Ours are ready now."},
        "replicable_elsewhere": {"answer": "yes", "plan": "several_places"},
        "workforce_effect": [
            {
                "staff_group": "pharmacy",
                "wte": 4,
                "timing": "2024-06-01",
                "source": "identified",
            }
        ],
        "risks": [
            {"type": "workforce", "likelihood": 2, "impact": 3, "mitigation": "Train more staff."}
        ],
        "dependencies": [],
        "declaration": {
            "accurate": True,
            "authorised": True,
            "declared_by": "Place director",
            "declared_on": "2023-12-08",
        },
    }
