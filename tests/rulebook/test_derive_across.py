"""Facts across schemes, by hand: claims on one release, shared needs, opposite moves and more."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.derive import across as derive
from rulebook.derive.claims import offset_overclaimed
from rulebook.derive.registry import UNKNOWN, Across, Case, Derived, FieldPath, ListName
from tests.rulebook.cases import YEARS, a_case, a_field, a_list, an_entry

FIELDS = (
    a_field("lines", "list"),
    a_field("offsets", "list"),
    a_field("sent_on", "date"),
    a_field("theme", "choice"),
    a_field("people", "choice"),
    a_field("lead", "choice", choices_list="places"),
    a_field("footprint", "choice", choices_list="footprints"),
    a_field("places", "choices", choices_list="places", may_be_empty=True),
    a_field("outcomes", "list"),
    a_field("needs", "list", may_be_empty=True),
)
LISTS = (
    a_list("footprints", an_entry("some", everywhere=False), an_entry("all", everywhere=True)),
    a_list("places", an_entry("N"), an_entry("S"), an_entry("E")),
)


def a_scheme(ref: str, **answers: Any) -> Case:
    return a_case(FIELDS, LISTS, answers, ref=ref)


def values(found: Mapping[str, Derived]) -> dict[str, Any]:
    return {ref: fact.value for ref, fact in found.items()}


def found_of(
    across: Across, cases: Sequence[Case], returned: frozenset[str] = frozenset()
) -> Mapping[str, Derived]:
    for case in cases:
        across.put(case, is_returned=case.ref in returned)
    return {case.ref: across.fact(case.ref) for case in cases}


# ── Offsets that are claimed twice ────────────────────────────────────────────


def a_release(ref: str, *amounts: int, **changes: Any) -> Case:
    """A disinvestment that releases these pence in the planning years."""
    lines = tuple(
        {
            "financial_year": year,
            "recurrence": "recurrent",
            "gross_cost": 0,
            "cash_releasing_saving": amount,
            "income": 0,
        }
        for year, amount in zip(YEARS, amounts, strict=False)
    )
    return a_scheme(ref, **{"lines": lines} | changes)


def a_claim(ref: str, day: int | None, *claims: tuple[str | None, str | None, int | None]) -> Case:
    """A scheme sent on a day of May that claims (reference, year, pence)."""
    parts = ("scheme_ref", "financial_year", "amount")
    offsets = tuple(
        {name: value for name, value in zip(parts, claim, strict=True) if value is not None}
        for claim in claims
    )
    return a_scheme(ref, offsets=offsets, sent_on=date(2024, 5, day) if day else None)


def overclaimed(*cases: Case, returned: frozenset[str] = frozenset()) -> Mapping[str, Derived]:
    return found_of(claims_on_releases(), cases, returned)


def claims_on_releases() -> Across:
    return offset_overclaimed(
        lines=FieldPath("lines"), offsets=FieldPath("offsets"), submitted=FieldPath("sent_on")
    )


R = a_release("R", 100, 50, 0)
Y1, Y2, Y3 = YEARS

CLAIMS = [
    ([a_claim("A", 1, ("R", Y1, 100))], {"A": 0}, "claimed exactly"),
    ([a_claim("A", 1, ("R", Y1, 101))], {"A": 1}, "a penny more than it releases"),
    ([a_claim("A", 1, ("R", Y3, 1))], {"A": 1}, "it releases nothing in that year"),
    ([a_claim("A", 1, ("R", Y1, 100), ("R", Y2, 50))], {"A": 0}, "each year by itself"),
    ([a_claim("A", 1, ("R", Y2, 100))], {"A": 50}, "a surplus in one year pays for no other"),
    ([a_claim("A", 1, ("R", Y1, 60), ("R", Y1, 60))], {"A": 20}, "twice by one scheme"),
    (
        [a_claim("A", 2, ("R", Y1, 100)), a_claim("B", 1, ("R", Y1, 70))],
        {"A": 70, "B": 0},
        "B was sent first, so A is granted the 30 that are left",
    ),
    (
        [a_claim("A", 1, ("R", Y1, 70)), a_claim("B", 1, ("R", Y1, 70))],
        {"A": 0, "B": 40},
        "on one day the reference decides",
    ),
    (
        [a_claim("A", None, ("R", Y1, 70)), a_claim("B", 9, ("R", Y1, 70))],
        {"A": 40, "B": 0},
        "what was not sent comes last",
    ),
    (
        [a_claim("A", 1, ("R", Y1, 130)), a_claim("B", 2, ("R", Y1, 1))],
        {"A": 30, "B": 1},
        "what A is not granted is not taken, but it took all there was",
    ),
    ([a_claim("A", 1, (None, Y1, 500))], {"A": 0}, "a release that is no scheme is not counted"),
    ([a_claim("A", 1, ("R", "2030-31", 9))], {"A": 0}, "outside the planning period"),
    ([a_claim("A", 1)], {"A": 0}, "no claim"),
    ([a_claim("A", 1, ("X", Y1, 5))], {"A": None}, "X is not among the schemes"),
    (
        [a_claim("A", 1, ("X", Y1, 5), ("R", Y1, 101))],
        {"A": 1},
        "X cannot be checked, but R is claimed too high whatever X releases",
    ),
    ([a_claim("A", 1, ("R", Y1, None))], {"A": None}, "no amount"),
    ([a_claim("A", 1, ("R", None, 5))], {"A": None}, "no year"),
    (
        [a_claim("A", 1, ("R", Y1, None)), a_claim("B", 2, ("R", Y1, 100))],
        {"A": None, "B": 0},
        "a claim without an amount takes nothing from others",
    ),
]


@pytest.mark.parametrize(
    ("claims", "excess", "why"), [pytest.param(*row, id=row[2]) for row in CLAIMS]
)
def test_a_release_pays_for_one_claim_only(
    claims: list[Case], excess: dict[str, int | None], why: str
) -> None:
    assert values(overclaimed(R, *claims)) == {"R": 0, **excess}


def test_a_release_whose_finance_lines_are_incomplete_is_unknown_and_not_zero() -> None:
    half = a_release("R", 100, 50)
    found = overclaimed(half, a_claim("A", 1, ("R", Y1, 100)))
    assert found["A"] == Derived(
        None, ("R has no complete finance lines, so its release is not known",)
    )


def test_a_returned_scheme_takes_nothing_from_the_claims_of_others() -> None:
    first, second = a_claim("A", 1, ("R", Y1, 70)), a_claim("B", 2, ("R", Y1, 70))
    found = overclaimed(R, first, second, returned=frozenset({"A"}))
    assert values(found) == {"R": 0, "A": 40, "B": 0}


def test_the_release_of_a_returned_scheme_does_not_count_yet() -> None:
    found = overclaimed(R, a_claim("A", 1, ("R", Y1, 1)), returned=frozenset({"R"}))
    assert found["A"] == Derived(None, ("R was returned, so its release does not count yet",))


def test_a_scheme_that_costs_money_releases_none() -> None:
    lines = [dict(line) | {"gross_cost": 500} for line in R.answers["lines"]]
    found = overclaimed(a_scheme("R", lines=tuple(lines)), a_claim("A", 1, ("R", Y1, 1)))
    assert found["A"].value == 1


def test_it_is_said_what_was_claimed_and_what_was_left() -> None:
    found = overclaimed(R, a_claim("A", 1, ("R", Y1, 70)), a_claim("B", 2, ("R", Y1, 70)))
    assert found["B"].because == ("R, 2024-25: £0.70 claimed, £0.30 left to claim after A",)
    assert found["A"].because == ()


@st.composite
def some_claims(draw: st.DrawFn) -> list[Case]:
    claim = st.tuples(st.just("R"), st.sampled_from(YEARS), st.integers(1, 80))
    days = draw(st.lists(st.none() | st.integers(1, 3), min_size=1, max_size=5))
    return [a_claim(f"C{n}", day, *draw(st.lists(claim))) for n, day in enumerate(days)]


@given(some_claims(), st.data())
def test_the_order_of_arrival_never_matters_to_claims(
    claims: list[Case], data: st.DataObject
) -> None:
    arrived = data.draw(st.permutations([R, *claims]))
    assert values(overclaimed(*arrived)) == values(overclaimed(R, *claims))


@given(some_claims())
def test_what_is_claimed_too_much_is_what_goes_beyond_the_release(claims: list[Case]) -> None:
    total = dict.fromkeys(YEARS, 0)
    for case in claims:
        for offset in case.answers["offsets"]:
            total[offset["financial_year"]] += offset["amount"]
    beyond = sum(max(0, total[y] - n) for y, n in zip(YEARS, (100, 50, 0), strict=True))
    assert sum(values(overclaimed(R, *claims)).values()) == beyond


# ── Several places with one need ──────────────────────────────────────────────


def a_need(ref: str, *places: str, **changes: Any) -> Case:
    answers = {"theme": "hearts", "people": "adults", "footprint": "some", "places": places}
    return a_scheme(ref, **answers | changes)


def sharing(*cases: Case) -> Mapping[str, Derived]:
    return found_of(shared_needs(), cases)


def shared_needs() -> Across:
    return derive.places_sharing(
        columns=[FieldPath("theme"), FieldPath("people")],
        places=FieldPath("places"),
        lead=FieldPath("lead"),
        footprint=FieldPath("footprint"),
        footprints=ListName("footprints"),
        everywhere_attribute="everywhere",
        entries=ListName("places"),
    )


@pytest.mark.parametrize(
    ("cases", "counts", "why"),
    [
        ([a_need("A", "N")], {"A": 0}, "a scheme alone shares with nobody"),
        ([a_need("A", "N", "S", "E")], {"A": 0}, "nor does one that covers several places"),
        ([a_need("A", "N"), a_need("B", "S")], {"A": 2, "B": 2}, "two places"),
        ([a_need("A", "N"), a_need("B", "N")], {"A": 1, "B": 1}, "two schemes of one place"),
        (
            [a_need("A", "N"), a_need("B", "S", people="children")],
            {"A": 0, "B": 0},
            "other people",
        ),
        (
            [a_need("A", "N"), a_need("B", footprint="all")],
            {"A": 3, "B": 3},
            "a footprint that covers all places counts as all of them",
        ),
        (
            [a_need("A", "N"), a_need("B", lead="S")],
            {"A": 2, "B": 2},
            "one that names no place counts its lead place",
        ),
        (
            [a_need("A", "N"), a_need("B")],
            {"A": 0, "B": None},
            "without either it is unknown, and does not count for the other",
        ),
        (
            [a_need("A", "N"), a_need("B", "S"), a_need("C", "E", people=None)],
            {"A": 2, "B": 2, "C": None},
            "for whom C is meant is not known",
        ),
        (
            [a_need("A", "N", people=None), a_need("B", "S", people=None)],
            {"A": None, "B": None},
            "two blanks are not alike",
        ),
        ([a_need("A", "N"), a_need("B", "Z")], {"A": 1, "B": 1}, "Z is on no list"),
    ],
)
def test_places_are_counted_where_two_schemes_answer_one_need(
    cases: list[Case], counts: dict[str, int | None], why: str
) -> None:
    assert values(sharing(*cases)) == counts


def test_the_places_that_share_a_need_are_named_in_the_order_of_the_list() -> None:
    found = sharing(a_need("A", "E"), a_need("B", "S", "N"))
    assert found["A"].because == ("Entry N, Entry S and Entry E",)


# ── Opposite moves ────────────────────────────────────────────────────────────


def a_mover(ref: str, *moves: tuple[str | None, str | None], **changes: Any) -> Case:
    outcomes = tuple({"metric": metric, "direction": way} for metric, way in moves)
    answers = {"outcomes": outcomes, "footprint": "some", "places": ("N",)}
    return a_scheme(ref, **answers | changes)


def opposite(*cases: Case) -> Mapping[str, Derived]:
    return found_of(opposite_moves(), cases)


def opposite_moves() -> Across:
    return derive.opposite_movers(
        list=FieldPath("outcomes"),
        metric="metric",
        direction="direction",
        up="up",
        down="down",
        places=FieldPath("places"),
        footprint=FieldPath("footprint"),
        footprints=ListName("footprints"),
        everywhere_attribute="everywhere",
    )


UP, DOWN, HELD = ("beds", "up"), ("beds", "down"), ("beds", "hold")


@pytest.mark.parametrize(
    ("cases", "counts", "why"),
    [
        ([a_mover("A", UP), a_mover("B", DOWN)], {"A": 1, "B": 1}, "the other way in one place"),
        ([a_mover("A", UP), a_mover("B", UP)], {"A": 0, "B": 0}, "the same way"),
        ([a_mover("A", UP), a_mover("B", HELD)], {"A": 0, "B": 0}, "to hold is not to move"),
        ([a_mover("A", UP), a_mover("B", ("staff", "down"))], {"A": 0, "B": 0}, "another measure"),
        (
            [a_mover("A", UP), a_mover("B", DOWN, places=("S",))],
            {"A": 0, "B": 0},
            "in another place",
        ),
        (
            [a_mover("A", UP, places=("N", "S")), a_mover("B", DOWN, places=("S", "E"))],
            {"A": 1, "B": 1},
            "in a place that both cover",
        ),
        (
            [a_mover("A", UP), a_mover("B", DOWN, footprint="all")],
            {"A": 1, "B": 1},
            "one of them covers every place",
        ),
        ([a_mover("A", UP, DOWN)], {"A": 0}, "a scheme does not oppose itself"),
        (
            [a_mover("A", UP, ("staff", "up")), a_mover("B", DOWN, ("staff", "down"))],
            {"A": 1, "B": 1},
            "a scheme counts once, however many measures it moves",
        ),
        (
            [a_mover("A", UP), a_mover("B", DOWN), a_mover("C", DOWN)],
            {"A": 2, "B": 1, "C": 1},
            "two others",
        ),
        (
            [a_mover("A", UP), a_mover("B", DOWN, footprint=None)],
            {"A": 0, "B": None},
            "where B works is not known",
        ),
        (
            [a_mover("A", UP), a_mover("B", DOWN, ("staff", None))],
            {"A": 1, "B": None},
            "what B moves is known in part: it counts for A, but B may meet more",
        ),
        (
            [a_mover("A", (None, "up")), a_mover("B", (None, "down"))],
            {"A": None, "B": None},
            "two blanks are not one measure",
        ),
        (
            [a_mover("A", HELD), a_mover("B", ("beds", None))],
            {"A": 0, "B": None},
            "what is held has no other way, and a blank is none",
        ),
        ([a_mover("A", UP), a_mover("B")], {"A": 0, "B": None}, "no outcome is given"),
        ([a_mover("A", UP), a_mover("B", outcomes=None)], {"A": 0, "B": None}, "not answered"),
    ],
)
def test_schemes_are_counted_that_move_a_measure_the_other_way(
    cases: list[Case], counts: dict[str, int | None], why: str
) -> None:
    assert values(opposite(*cases)) == counts


def test_the_schemes_on_the_other_side_are_named() -> None:
    found = opposite(a_mover("B", UP), a_mover("C", DOWN), a_mover("A", DOWN))
    assert found["B"].because == ("A", "C")


# ── Dependencies ──────────────────────────────────────────────────────────────


def needing(ref: str, *needs: tuple[str | None, str | None]) -> Case:
    items = [{"scheme": scheme, "kind": kind} for scheme, kind in needs]
    return a_scheme(
        ref, needs=tuple({k: v for k, v in item.items() if v is not None} for item in items)
    )


def unready(*cases: Case, returned: Sequence[str] = ()) -> Mapping[str, Derived]:
    return found_of(needs(), cases, frozenset(returned))


def needs() -> Across:
    return derive.unready_dependencies(
        list=FieldPath("needs"), reference="scheme", kind="kind", kinds=["needs", "bundle"]
    )


@pytest.mark.parametrize(
    ("case", "found", "why"),
    [
        (needing("A", ("READY", "needs")), Derived(0), "it is among the schemes"),
        (
            needing("A", ("BACK", "needs")),
            Derived(1, ("BACK was returned",)),
            "it was returned",
        ),
        (
            needing("A", ("GONE", "bundle")),
            Derived(1, ("GONE is not among the schemes looked at",)),
            "it is not there",
        ),
        (
            needing("A", ("GONE", "needs"), ("BACK", "needs"), ("GONE", "bundle")),
            Derived(2, ("BACK was returned", "GONE is not among the schemes looked at")),
            "each is named once",
        ),
        (needing("A", ("GONE", "excludes")), Derived(0), "what it excludes it does not need"),
        (needing("A", (None, "needs")), Derived(0), "something outside the round"),
        (needing("A", ("READY", None)), UNKNOWN, "it is not said whether it is needed"),
        (needing("A"), Derived(0), "an empty list needs nothing"),
        (a_scheme("A"), UNKNOWN, "not answered"),
    ],
)
def test_dependencies_that_are_not_ready_are_counted(case: Case, found: Derived, why: str) -> None:
    round_of = (case, a_scheme("READY"), a_scheme("BACK"))
    assert unready(*round_of, returned=["BACK"])["A"] == found


def test_nobody_shares_opposes_or_claims_in_an_empty_round() -> None:
    assert [overclaimed(), sharing(), opposite(), unready()] == [{}, {}, {}, {}]


# ── Schemes that come and go ──────────────────────────────────────────────────


def a_mixed_scheme(number: int, rng: Random) -> Case:
    """A scheme that claims, shares, opposes and needs others of ten."""
    others = [f"S{rng.randrange(10)}" for _ in range(3)]
    years = [rng.choice([*YEARS, None]) for _ in others]
    kinds = rng.choices(["needs", "bundle", "excludes"], k=3)
    parts = (
        a_release("", *(rng.randrange(120) for _ in YEARS[: rng.choice([3, 3, 3, 2])])),
        a_claim("", rng.choice([None, 1, 2]), *zip(others, years, (70, 30, 40), strict=True)),
        a_mover("", (rng.choice(["beds", "staff"]), rng.choice(["up", "down", None]))),
        needing("", *zip(others, kinds, strict=True)),
        a_need("", *rng.sample("NSE", rng.randrange(3)), theme=rng.choice(["hearts", "lungs"])),
    )
    return a_scheme(f"S{number}", **{k: v for part in parts for k, v in part.answers.items()})


RNG = Random(3)  # noqa: S311 the same schemes each time; nothing secret is made
MIXED = [a_mixed_scheme(number, RNG) for number in range(10)]
ALL_KINDS = (claims_on_releases, shared_needs, opposite_moves, needs)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["put", "return", "take"]))))
def test_what_shows_when_schemes_come_and_go_is_what_shows_among_those_that_are_there(
    steps: list[tuple[int, str]],
) -> None:
    kept = [make() for make in ALL_KINDS]
    there: dict[str, tuple[Case, bool]] = {}
    for number, act in steps:
        case = MIXED[number]
        for across in kept:
            if case.ref in there:
                across.take(case.ref)
            if act != "take":
                across.put(case, is_returned=act == "return")
        there.pop(case.ref, None)
        if act != "take":
            there[case.ref] = (case, act == "return")
        cases = [case for case, _ in there.values()]
        returned = frozenset(ref for ref, (_, is_returned) in there.items() if is_returned)
        for make, across in zip(ALL_KINDS, kept, strict=True):
            anew = found_of(make(), cases, returned)
            assert {ref: across.fact(ref) for ref in there} == anew
