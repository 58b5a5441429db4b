"""The list of a round: pages, filters, moments in the past, downloads."""

import csv
import io
from typing import Any
from urllib.parse import quote

import pytest

from app.documents.rows import headings
from tests.app.callers import ROUND, SCHEMES, Caller, Service, refused, values
from tests.builders import main_pack

RANKING = f"{ROUND}/ranking"


def refs(found: dict[str, Any]) -> list[str]:
    return [line["ref"] for line in found["lines"]]


@pytest.fixture
def listed(lead: Caller) -> list[str]:
    """Five schemes: three alike but for their title, one without priority, one returned."""
    return [
        lead.submitted(title="Alpha clinics"),
        lead.submitted(title="Beta clinics"),
        lead.submitted(title="Gamma visits", theme="mental_health"),
        lead.submitted(title="Delta", system_priority_ref=[], place_priority_ref=[]),
        lead.submitted(title="Epsilon", summary=None),
    ]


def test_pages_put_together_are_the_whole_list(chair: Caller, listed: list[str]) -> None:
    whole = values(chair.get(RANKING))
    page = values(chair.get(f"{RANKING}?limit=2"))
    found = page["lines"]
    while page["next"]:
        page = values(chair.get(f"{RANKING}?limit=2&after={quote(page['next'])}"))
        found += page["lines"]
    assert found == whole["lines"]
    assert sorted(refs(whole)) == sorted(listed)
    assert whole["total"] == 5


def test_pages_stay_on_the_list_that_they_began_with(
    chair: Caller, lead: Caller, listed: list[str]
) -> None:
    first = values(chair.get(f"{RANKING}?limit=3"))
    lead.do("withdrawal", listed[0])
    rest = values(chair.get(f"{RANKING}?limit=3&after={quote(first['next'])}"))
    assert rest["as_of"] == first["as_of"]
    assert sorted(refs(first) + refs(rest)) == sorted(listed)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("list=returned", [4]),
        ("tier=system_priority", [0, 1, 2, 4]),
        ("theme=mental_health", [2]),
        ("place=E08000012", [0, 1, 2, 3, 4]),
        ("place=E08000015", []),
        ("organisation=LIVPP&q=clinics", [0, 1]),
        ("q=CLINICS%20beta", [1]),
        ("q=%25", []),
        ("held=no", [0, 1, 2, 3]),
        ("held=yes", []),
        ("offset_status=shown&urgency=not_urgent&q=alpha", [0]),
        ("offset_status=not_shown", []),
        ("tier=system_priority&theme=mental_health&q=gamma", [2]),
    ],
)
def test_filters_combine(chair: Caller, listed: list[str], query: str, numbers: list[int]) -> None:
    found = refs(values(chair.get(f"{RANKING}?{query}")))
    assert sorted(found) == [listed[number] for number in numbers]


def test_a_list_comes_out_the_same_at_any_later_time(
    service: Service, chair: Caller, lead: Caller, other: Caller, listed: list[str]
) -> None:
    position = values(chair.get(RANKING))["as_of"]["position"]
    address = f"{RANKING}.json?position={position}"
    before = [chair.get(address).get_data(), chair.get(f"{RANKING}.csv?position={position}").data]
    service.pass_days(3)
    lead.do("withdrawal", listed[1])
    chair.do("return", listed[0], {"reason": "Say more."})
    lead.change(listed[4], summary="Now there is one.")
    lead.submit(listed[4])
    service.app.extensions["prioritise"].desk.listings.forget()
    service.app.extensions["prioritise"].desk.lines.forget()
    service.app.extensions["prioritise"].desk.prepared.forget()
    after = [chair.get(address).get_data(), chair.get(f"{RANKING}.csv?position={position}").data]
    assert after == before
    assert chair.get(f"{RANKING}.json").get_data() != before[0]


def test_a_list_as_it_stood_on_a_day(
    service: Service, chair: Caller, lead: Caller, listed: list[str]
) -> None:
    service.pass_days(1)
    lead.submitted(title="A day later")
    assert len(refs(values(chair.get(f"{RANKING}?at=2023-12-05")))) == 5
    assert len(refs(values(chair.get(f"{RANKING}?at=2023-12-06")))) == 6
    assert len(refs(values(chair.get(f"{RANKING}?at=2023-12-06T09:59:59Z")))) == 5
    assert refused(chair.get(f"{RANKING}?at=2023-12-01")) == (404, "not_found")
    for odd in ("yesterday", "2023-13-01", "2023-12-05T99:00:00Z"):
        assert refused(chair.get(f"{RANKING}?at={odd}")) == (422, "invalid")


def test_a_position_that_there_is_not_yet_is_refused(chair: Caller) -> None:
    assert refused(chair.get(f"{RANKING}?position=99")) == (404, "not_found")


@pytest.mark.parametrize("cursor", ["x", "e30=", "bnVsbA==", "eyJuIjotMSwicG9zaXRpb24iOjF9", "ü"])
def test_a_cursor_that_is_none_is_refused(chair: Caller, cursor: str) -> None:
    assert refused(chair.get(f"{RANKING}?after={quote(cursor)}")) == (422, "invalid")


def test_an_unchanged_list_is_not_sent_again(
    chair: Caller, lead: Caller, listed: list[str]
) -> None:
    tag = chair.get(RANKING).headers["ETag"]
    assert chair.get(RANKING, If_None_Match=tag).status_code == 304
    assert chair.get(f"{RANKING}?q=alpha", If_None_Match=tag).status_code == 200
    lead.do("withdrawal", listed[0])
    assert chair.get(RANKING, If_None_Match=tag).status_code == 200


def test_the_orders_differ_where_a_lower_tier_scores_higher(chair: Caller, lead: Caller) -> None:
    lead.submitted(title="Low tier", system_priority_ref=[])
    lead.submitted(
        title="High tier, weak",
        improvement_methodology="none",
        evidence_items=[{"type": "expert_opinion", "summary": "We think so."}],
    )
    tier = [line["title"] for line in values(chair.get(f"{RANKING}?order=tier"))["lines"]]
    pooled = [line["title"] for line in values(chair.get(f"{RANKING}?order=pooled"))["lines"]]
    assert tier == ["High tier, weak", "Low tier"]
    assert pooled == ["Low tier", "High tier, weak"]


def test_the_csv_has_the_promised_headings_and_the_lines_of_the_list(
    chair: Caller, listed: list[str]
) -> None:
    answer = chair.get(f"{RANKING}.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="CM24-11.csv"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert tuple(rows[0]) == headings(main_pack())
    assert [row["ref"] for row in rows] == refs(values(chair.get(RANKING)))


def test_a_download_has_the_lines_that_the_filters_leave(chair: Caller, listed: list[str]) -> None:
    found = values(chair.get(f"{RANKING}.json?q=clinics"))
    assert sorted(refs(found)) == listed[:2]
    rows = chair.get(f"{RANKING}.csv?q=clinics").get_data(as_text=True).splitlines()
    assert len(rows) == 3


def test_an_empty_round_has_an_empty_list(chair: Caller) -> None:
    found = values(chair.get(RANKING))
    assert (found["lines"], found["total"], found["next"]) == ([], 0, None)


def test_a_draft_is_never_on_the_list(chair: Caller, lead: Caller) -> None:
    ref = lead.draft()
    lead.get(f"{SCHEMES}/{ref}")
    assert values(chair.get(RANKING))["lines"] == []
