"""An explanation gathers the findings, the nearest changes and the neighbours of one scheme."""

import json
from typing import Any

import pytest

from app.documents.explanation_json import as_json
from app.domain.ranked import Explanation, RankedRound
from app.services.explaining import explain_scheme
from tests.app.rounds import SAMPLES, a_closing, a_hall, line_of, ranked_halls, samples

REFS = sorted(path.stem for path in SAMPLES.iterdir())


def explained(round_: RankedRound, ref: str) -> Explanation:
    return explain_scheme(round_, line_of(round_, ref))


def beside(found: Explanation) -> tuple[str | None, str | None]:
    return (
        found.above.line.ref if found.above else None,
        found.below.line.ref if found.below else None,
    )


def three() -> RankedRound:
    return ranked_halls(
        a_hall("VH-001"), a_hall("VH-002", visitors=5), a_hall("VH-003", visitors=0)
    )


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("VH-001", (None, "VH-002")),
        ("VH-002", ("VH-001", "VH-003")),
        ("VH-003", ("VH-002", None)),
    ],
)
def test_the_neighbours_are_the_lines_above_and_below(
    ref: str, expected: tuple[str | None, str | None]
) -> None:
    assert beside(explained(three(), ref)) == expected


def test_the_differences_are_of_the_favour_of_the_neighbour() -> None:
    found = explained(three(), "VH-002")
    assert found.above is not None
    assert found.below is not None
    assert [(d.criterion.id, d.points > 0) for d in found.above.differences] == [("use", True)]
    assert [(d.criterion.id, d.points > 0) for d in found.below.differences] == [("use", False)]


@pytest.mark.parametrize(
    ("upper", "decided_by"),
    [
        ({"dangers": ["fire"]}, "group"),
        ({"visitors": 100}, "value"),
        ({"visitors": 5, "cost": 1}, "fact:cost_pence"),
        ({"visitors": 5}, ""),
    ],
)
def test_it_says_what_decides_between_two_neighbours(
    upper: dict[str, Any], decided_by: str
) -> None:
    round_ = ranked_halls(a_hall("VH-001", **upper), a_hall("VH-002", visitors=5))
    above, below = explained(round_, "VH-002").above, explained(round_, "VH-001").below
    assert above is not None
    assert below is not None
    assert (above.decided_by, below.decided_by) == (decided_by, decided_by)


def test_what_has_no_rank_is_nobodys_neighbour() -> None:
    round_ = ranked_halls(a_closing("VH-001", 100), a_closing("VH-002", 0), a_closing("VH-003", -1))
    assert [beside(explained(round_, ref)) for ref in ("VH-001", "VH-002", "VH-003")] == [
        (None, None)
    ] * 3


@pytest.mark.parametrize("changes", [{"cost": None}, {"deed_kind": "unsure"}])
def test_a_scheme_in_no_list_has_no_neighbours(changes: dict[str, Any]) -> None:
    found = explained(ranked_halls(a_hall("VH-001", **changes), a_hall("VH-002")), "VH-001")
    assert found.ranked is None
    assert beside(found) == (None, None)


def test_a_returned_scheme_is_told_how_to_be_complete() -> None:
    found = explained(ranked_halls(a_hall(cost=None)), "VH-001")
    assert found.changes[0].kind == "submit"


def test_every_rule_in_force_has_its_finding() -> None:
    found = explained(three(), "VH-001")
    assert [finding.rule.id for finding in found.findings] == [
        rule.id for rule in found.round.pack.rules
    ]
    assert found.finding("S2").answer is True


@pytest.mark.parametrize("ref", REFS)
def test_every_sample_is_explained_in_json(ref: str) -> None:
    found = json.loads(as_json(explained(samples(), ref)))
    assert found["scheme"]["ref"] == ref
    assert len(found["findings"]) == len(samples().pack.rules)
    assert {finding["answer"] for finding in found["findings"]} <= {
        "matched",
        "not_matched",
        "unknown",
    }


def test_the_differences_in_json_are_exact() -> None:
    found = json.loads(as_json(explained(three(), "VH-002")))
    # Use has a weight of 5 in 8.5; 100 visitors earn all of its points, 5 earn a quarter.
    assert found["above"] == {
        "ref": "VH-001",
        "decided_by": "value",
        "differences": [{"criterion": "use", "points": "750/17"}],
    }
