"""Examples of bodies and answers for the OpenAPI document, each of which fits its shape."""

from collections.abc import Mapping
from typing import Any, Final

_ROUND = {"code": "CM24", "title": "Planning for 2024-25", "pack": "cheshire_merseyside"}
_DRAFT = {
    "title": "Blood pressure checks in pharmacies",
    "scheme_kind": "investment",
    "submitting_org": "LIVPP",
    "submitter_type": "place_partnership",
    "summary": "Pharmacies in the most deprived wards offer checks, and refer who needs care.",
    "lead_place": "E08000012",
    "finance_lines": [
        {
            "financial_year": "2024-25",
            "kind": "revenue",
            "recurrence": "recurrent",
            "gross_cost": 18_000_000,
            "fund": "baseline",
        }
    ],
}
_CLOSURE = {
    "title": "One clinic instead of two",
    "scheme_kind": "disinvestment",
    "submitting_org": "LIVPP",
    "submitter_type": "place_partnership",
}
_STAGES = [{"id": "initial_submission", "from": "2023-11-06", "until": "2023-12-15"}]
_NEW_STAGES = [{"id": "initial_submission", "from": "2023-11-06", "until": "2023-12-22"}]
_DATES = {"reason": "Trusts had a major incident that week.", "stages": _NEW_STAGES}

BODIES: Final[Mapping[str, Mapping[str, Any]]] = {
    "create_round": {
        "With the dates of the pack": _ROUND,
        "With dates of its own": {
            **_ROUND,
            "judged_on": "2023-12-01",
            "order": "pooled",
            "resubmission_days": 10,
            "stages": _STAGES,
        },
    },
    "move_round_dates": {"A week more": _DATES},
    "publish_ranking": {"As it is now": {}, "As it stood": {"position": 1}},
    "create_scheme": {"The first answers": _DRAFT, "As little as a draft needs": _CLOSURE},
    "change_scheme": {
        "Another title, and no summary": {"title": "Checks in 20 pharmacies", "summary": None}
    },
    "return_scheme": {"What must change": {"reason": "Say which practices take the referrals."}},
    "allow_late_submission": {"Why": {"reason": "The trust had a major incident that week."}},
    "import_schemes": {"Two drafts": [_DRAFT, _CLOSURE]},
    "evaluate_scheme": {
        "By itself": {"scheme": _DRAFT, "pack": "cheshire_merseyside"},
        "Beside a round": {"scheme": _DRAFT, "round": "CM24"},
    },
}
"""By operation and by what each one shows."""

_STATE = {
    "ref": "CM24-LIVPP-001",
    "id": "018c396b-9100-7b3e-8032-76bf52f3db78",
    "organisation": "LIVPP",
    "state": "draft",
    "state_means": "It is being written. Only its own organisation sees it.",
    "version": 1,
    "submitted_version": None,
    "submitted_on": None,
    "resubmit_by": None,
    "return_reason": None,
    "late_reason": None,
    "is_late": False,
    "position": 2,
}
_KEPT = {**_STATE, "answers": {"scheme_ref": "CM24-LIVPP-001", **_DRAFT}}

ANSWERS: Final[Mapping[tuple[str, str], Any]] = {
    ("create_scheme", "201"): _KEPT,
    ("show_scheme", "200"): _KEPT,
    ("list_schemes", "200"): {"schemes": [_STATE], "next": None},
    ("show_ledger_head", "200"): {
        "position": 2,
        "hash": "6fe85fbc3783516effd5f7dd2863aa8155bc2e2ec3a2c61278099185c45e9852",
        "at": "2023-12-05T10:00:00.000000Z",
    },
}
"""By operation and status."""

PROBLEM: Final = {
    "type": "/api/v1/problems#invalid",
    "title": "Some answers cannot be taken",
    "status": 422,
    "detail": "Some answers cannot be taken as they are.",
    "instance": "/api/v1/rounds/CM24/schemes",
    "code": "invalid",
    "request_id": "d67034eb6447f69378fec3bd69c02b61",
    "errors": [
        {
            "pointer": "/finance_lines/0/gross_cost",
            "label": "Finance lines 1, gross cost",
            "code": "invalid_answer",
            "message": "This must be a whole number; it is the text “18m”.",
        }
    ],
}
