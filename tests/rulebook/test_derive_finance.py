"""Facts about money, by hand: every sum is written out, and every penny counts."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.derive import finance as derive
from rulebook.derive.registry import Case, FieldPath, ListName
from tests.rulebook.cases import YEARS, a_case, a_field, a_list, an_entry

FIELDS = (
    a_field("lines", "list"),
    a_field("total", "money"),
    a_field("offsets", "list"),
    a_field("fund", "choice", choices_list="funds"),
    a_field("theme", "choice"),
)
FUNDS = a_list(
    "funds",
    an_entry("baseline", needs=True, ring_fenced=False),
    an_entry("grant", needs=False, ring_fenced=False),
    an_entry("mind", needs=False, ring_fenced=True, purposes=("mental_health",)),
    an_entry("kept", needs=False, ring_fenced=True),
)
CERTAINTY = a_list(
    "certainty",
    an_entry("agreed", weight=100),
    an_entry("planned", weight=70),
    an_entry("idea", weight=30),
    an_entry("unweighed"),
)
LINES, OFFSETS = FieldPath("lines"), FieldPath("offsets")


def a_line(year: str | None, cost: int | None = 0, **changes: Any) -> dict[str, Any]:
    """A finance line of recurrent revenue; amounts are pence, None leaves a part out."""
    line = {
        "financial_year": year,
        "kind": "revenue",
        "recurrence": "recurrent",
        "gross_cost": cost,
        "cash_releasing_saving": 0,
        "non_cash_saving": 0,
        "income": 0,
    }
    return {name: value for name, value in (line | changes).items() if value is not None}


def an_offset(
    year: str | None, amount: int | None, certainty: str | None = "agreed"
) -> dict[str, Any]:
    offset = {"financial_year": year, "amount": amount, "certainty": certainty}
    return {name: value for name, value in offset.items() if value is not None}


def a_scheme_with(
    lines: Sequence[Mapping[str, Any]] | None = None,
    offsets: Sequence[Mapping[str, Any]] = (),
    **answers: Any,
) -> Case:
    given = None if lines is None else tuple(lines)
    answers = {"lines": given, "offsets": tuple(offsets), **answers}
    return a_case(FIELDS, (FUNDS, CERTAINTY), answers)


def costs(*amounts: int, **changes: Any) -> list[dict[str, Any]]:
    """A line for each planning year with these gross costs in pence."""
    return [a_line(year, cost, **changes) for year, cost in zip(YEARS, amounts, strict=True)]


# ── Sums by year ──────────────────────────────────────────────────────────────


def test_the_net_cost_is_the_gross_cost_less_cash_saved_and_income() -> None:
    line = a_line(YEARS[0], 1000, cash_releasing_saving=300, income=50, non_cash_saving=400)
    # 1000 - 300 - 50; the saving that releases no cash does not count
    assert derive.net_cost(line) == 650


def test_lines_of_one_year_add_up_in_the_order_of_the_planning_years() -> None:
    lines = [a_line(YEARS[2], 7), a_line(YEARS[0], 1), a_line(YEARS[1], 3), a_line(YEARS[0], 2)]
    sums = derive.by_year(a_scheme_with(lines), LINES, "gross_cost")
    assert sums is not None
    assert list(sums.items()) == [(YEARS[0], 3), (YEARS[1], 3), (YEARS[2], 7)]


@pytest.mark.parametrize(
    ("measure", "first", "why"),
    [
        ("gross_cost", 1000, "as given"),
        ("cash_releasing_saving", 300, "as given"),
        ("income", 50, "as given"),
        ("net_cost", 650, "1000 - 300 - 50"),
        ("net_release", -650, "the contrary of the net cost"),
    ],
)
def test_each_measure_of_a_line_is_summed(measure: derive.Measure, first: int, why: str) -> None:
    lines = costs(0, 0, 0)
    lines[0] |= {"gross_cost": 1000, "cash_releasing_saving": 300, "income": 50}
    sums = derive.by_year(a_scheme_with(lines), LINES, measure)
    assert sums == {YEARS[0]: first, YEARS[1]: 0, YEARS[2]: 0}


@pytest.mark.parametrize(
    ("extra", "recurrent", "every", "why"),
    [
        ({"recurrence": "non_recurrent"}, 5, 105, "what is spent once does not recur"),
        ({"recurrence": "recurrent"}, 105, 105, "what recurs counts"),
        ({"recurrence": "recurrent", "kind": "capital"}, 105, 105, "capital that recurs as well"),
        ({"recurrence": "non_recurrent", "kind": "capital"}, 5, 105, "capital spent once does not"),
    ],
)
def test_recurrence_decides_what_counts_not_revenue_or_capital(
    extra: Mapping[str, Any], recurrent: int, every: int, why: str
) -> None:
    case = a_scheme_with([*costs(5, 5, 5), a_line(YEARS[0], 100, **extra)])
    some = derive.by_year(case, LINES, "gross_cost", "recurrent")
    both = derive.by_year(case, LINES, "gross_cost")
    assert some is not None
    assert both is not None
    assert (some[YEARS[0]], both[YEARS[0]]) == (recurrent, every)


def test_a_year_outside_the_planning_period_is_left_out() -> None:
    sums = derive.by_year(
        a_scheme_with([*costs(1, 2, 3), a_line("2030-31", 9)]), LINES, "gross_cost"
    )
    assert sums == dict(zip(YEARS, (1, 2, 3), strict=True))


UNKNOWN_LINES = [
    pytest.param(None, id="not answered"),
    pytest.param([], id="no line at all"),
    pytest.param(costs(1, 2, 3)[:2], id="a planning year has no line"),
    pytest.param([*costs(1, 2, 3), a_line(None, 9)], id="a line has no year"),
    pytest.param([*costs(1, 2, 3), a_line(YEARS[0], None)], id="a cost is missing"),
    pytest.param([*costs(1, 2, 3), a_line(YEARS[0], income=None)], id="an income is missing"),
    pytest.param([*costs(1, 2, 3), a_line(YEARS[0], recurrence=None)], id="recurrent or not"),
    pytest.param([*costs(1, 2, 3), a_line("2030-31", None)], id="a cost of another year"),
]


@pytest.mark.parametrize("lines", UNKNOWN_LINES)
def test_what_is_not_given_is_not_zero(lines: list[dict[str, Any]] | None) -> None:
    case = a_scheme_with(lines, [an_offset(YEARS[0], 5)])
    assert derive.by_year(case, LINES, "net_cost") is None
    assert yearly(case, "net_cost", "highest") is None
    assert yearly(case, "net_release", "last") is None
    assert derive.break_even_years(case, lines=LINES).value is None
    assert years_of(case, "needed") is None
    assert years_of(case, "covered") is None
    assert cover_of(case) is None
    assert derive.releases_by_year(case, LINES) is None


def yearly(case: Case, measure: derive.Measure, over: Literal["highest", "last"]) -> Any:
    found = derive.yearly_money(
        case, lines=LINES, measure=measure, over=over, recurrence="recurrent"
    )
    return found.value


@pytest.mark.parametrize(
    ("amounts", "highest", "last", "why"),
    [
        ((100, 300, 200), 300, 200, "the highest is not the last"),
        ((0, 0, 0), 0, 0, "nothing is spent, and that is said"),
        ((-5, -3, -9), -3, -9, "savings: the highest is the smallest saving"),
    ],
)
def test_money_is_taken_from_the_highest_year_or_the_last(
    amounts: tuple[int, ...], highest: int, last: int, why: str
) -> None:
    lines = [
        a_line(year, max(n, 0), cash_releasing_saving=max(-n, 0))
        for year, n in zip(YEARS, amounts, strict=True)
    ]
    assert yearly(a_scheme_with(lines), "net_cost", "highest") == highest
    assert yearly(a_scheme_with(lines), "net_cost", "last") == last


# ── The profile ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lines", "left_out", "why"),
    [
        (costs(0, 0, 0), (), "zeros are lines"),
        (costs(1, 1, 1)[1:], (YEARS[0],), "the first year is missing"),
        ([a_line(None, 1)], YEARS, "a line without a year stands for none"),
        ([a_line("2030-31", 1)], YEARS, "another year stands for none"),
        ([], YEARS, "no line"),
        (None, YEARS, "not answered: the submission holds no line"),
    ],
)
def test_planning_years_without_a_line_are_counted_and_named(
    lines: list[dict[str, Any]] | None, left_out: tuple[str, ...], why: str
) -> None:
    found = derive.years_without_line(a_scheme_with(lines), lines=LINES)
    assert (found.value, found.because) == (len(left_out), left_out)


@pytest.mark.parametrize(
    ("lines", "total", "difference", "why"),
    [
        (costs(1, 2, 3), 6, 0, "equal to the penny"),
        (costs(1, 2, 3), 7, 1, "a penny too high"),
        (costs(1, 2, 3), 5, 1, "a penny too low"),
        ([*costs(1, 2, 3), a_line("2030-31", 4)], 10, 0, "lines of every year count"),
        ([a_line(YEARS[0], 5, recurrence=None)], 5, 0, "only costs are looked at"),
        (costs(1, 2, 3), None, None, "no total"),
        ([a_line(YEARS[0], None)], 0, None, "a cost is missing"),
        ([], 0, None, "no line"),
    ],
)
def test_the_control_total_is_compared_with_the_lines(
    lines: list[dict[str, Any]], total: int | None, difference: int | None, why: str
) -> None:
    found = derive.difference_from_total(
        a_scheme_with(lines, total=total), lines=LINES, total=FieldPath("total")
    )
    assert found.value == difference


def test_both_sides_of_the_control_total_are_said() -> None:
    found = derive.difference_from_total(
        a_scheme_with(costs(100, 0, 50), total=200), lines=LINES, total=FieldPath("total")
    )
    assert found.because == ("the lines add up to £1.50, the control total is £2",)


@pytest.mark.parametrize(
    ("savings", "years", "why"),
    [
        ((100, 0, 0), 1, "100 - 100 is even in the first year"),
        ((99, 1, 0), 2, "a penny is open after the first year"),
        ((0, 0, 100), 3, "even in the last year"),
        ((0, 0, 99), 4, "a penny short: not within the period, so one year more than it has"),
        ((0, 0, 0), 4, "never"),
        ((200, 0, 0), 1, "more than even"),
    ],
)
def test_it_breaks_even_in_the_year_when_savings_reach_the_cost_so_far(
    savings: tuple[int, ...], years: int, why: str
) -> None:
    lines = [
        a_line(year, cost, cash_releasing_saving=saving, recurrence="non_recurrent")
        for year, cost, saving in zip(YEARS, (100, 0, 0), savings, strict=True)
    ]
    assert derive.break_even_years(a_scheme_with(lines), lines=LINES).value == years


def test_a_year_before_the_cost_begins_is_not_the_one_that_breaks_even() -> None:
    begun = [a_line(YEARS[0], 0), a_line(YEARS[1], 50)]
    open_still = [*begun, a_line(YEARS[2], 0)]
    even_last = [*begun, a_line(YEARS[2], 0, cash_releasing_saving=50)]
    assert derive.break_even_years(a_scheme_with(open_still), lines=LINES).value == 4
    assert derive.break_even_years(a_scheme_with(even_last), lines=LINES).value == 3


# ── Funds ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fund", "theme", "needed", "why"),
    [
        ("baseline", "estates", True, "by its kind"),
        ("baseline", None, True, "whatever the theme"),
        ("grant", None, False, "neither by its kind nor ring-fenced"),
        ("mind", "mental_health", False, "ring-fenced for this"),
        ("mind", "estates", True, "ring-fenced for something else: as if unfunded"),
        ("mind", None, None, "the theme decides, and is missing"),
        ("kept", "estates", True, "ring-fenced for nothing that is stated"),
        (None, "estates", None, "no fund"),
        ("lottery", "estates", None, "on no list"),
    ],
)
def test_a_fund_needs_an_offset_by_its_kind_or_for_another_purpose(
    fund: str | None, theme: str | None, needed: bool | None, why: str
) -> None:
    found = derive.needs_offset(
        a_scheme_with(fund=fund, theme=theme),
        fund=FieldPath("fund"),
        theme=FieldPath("theme"),
        needs="needs",
        ring_fence="ring_fenced",
        purposes="purposes",
    )
    assert found.value is needed


# ── Offsets ───────────────────────────────────────────────────────────────────


def years_of(case: Case, years: Literal["needed", "covered"]) -> Any:
    found = derive.offset_years(
        case,
        lines=LINES,
        offsets=OFFSETS,
        certainty=ListName("certainty"),
        weight="weight",
        years=years,
    )
    return found.value


def cover_of(case: Case) -> Any:
    found = derive.offset_cover(
        case, lines=LINES, offsets=OFFSETS, certainty=ListName("certainty"), weight="weight"
    )
    return found.value


def weighed(*offsets: Mapping[str, Any]) -> dict[str, int] | None:
    return derive.weighed_by_year(a_scheme_with([], offsets), "offsets", "certainty", "weight")


@pytest.mark.parametrize(
    ("offsets", "pence", "why"),
    [
        ([(100, "agreed")], 100, "in full"),
        ([(101, "planned")], 70, "70.7 rounded down"),
        ([(1, "planned")], 0, "0.7 rounded down"),
        ([(1, "planned"), (1, "planned")], 1, "1.4: the sum is rounded, not each offset"),
        ([(1, "planned"), (1, "idea")], 1, "0.7 + 0.3 is a whole penny"),
        ([(10**12, "idea")], 3 * 10**11, "a large amount, exactly"),
    ],
)
def test_offsets_are_weighed_by_their_certainty_and_rounded_down(
    offsets: list[tuple[int, str]], pence: int, why: str
) -> None:
    assert weighed(*(an_offset(YEARS[0], *offset) for offset in offsets)) == {YEARS[0]: pence}


@pytest.mark.parametrize(
    ("offset", "why"),
    [
        (an_offset(None, 100), "no year"),
        (an_offset(YEARS[0], None), "no amount"),
        (an_offset(YEARS[0], 100, None), "no certainty"),
        (an_offset(YEARS[0], 100, "dream"), "a certainty on no list"),
        (an_offset(YEARS[0], 100, "unweighed"), "a certainty without a weight"),
    ],
)
def test_an_offset_that_is_incomplete_leaves_cover_unknown_and_not_zero(
    offset: Mapping[str, Any], why: str
) -> None:
    case = a_scheme_with(costs(100, 100, 0), [an_offset(YEARS[0], 100), offset])
    assert years_of(case, "covered") is None
    assert cover_of(case) is None
    assert years_of(case, "needed") == 2


def test_without_any_offset_nothing_is_covered() -> None:
    case = a_scheme_with(costs(100, 100, 100))
    assert weighed() == {}
    assert (years_of(case, "needed"), years_of(case, "covered"), cover_of(case)) == (3, 0, 0)


@pytest.mark.parametrize(
    ("amounts", "certainty", "covered", "percent", "why"),
    [
        ((100, 100, 100), "agreed", 3, 100, "covered exactly"),
        ((100, 100, 99), "agreed", 2, 99, "one penny short in one year"),
        ((101, 100, 99), "agreed", 2, 99, "a surplus in one year does not cover another"),
        ((300, 0, 0), "agreed", 1, 33, "33.3 rounded down"),
        ((143, 143, 143), "planned", 3, 100, "143 × 70% is 100.1, rounded down to 100"),
        ((142, 142, 142), "planned", 0, 99, "142 × 70% is 99.4, rounded down to 99"),
        ((0, 0, 0), "agreed", 0, 0, "nothing"),
    ],
)
def test_each_year_is_covered_by_its_own_offsets_to_the_penny(
    amounts: tuple[int, ...], certainty: str, covered: int, percent: int, why: str
) -> None:
    offsets = [an_offset(y, n, certainty) for y, n in zip(YEARS, amounts, strict=True)]
    case = a_scheme_with(costs(100, 100, 100), offsets)
    assert years_of(case, "needed") == 3
    assert years_of(case, "covered") == covered
    assert cover_of(case) == percent


@pytest.mark.parametrize(
    ("lines", "needed", "why"),
    [
        (costs(0, 1, 0), 1, "one year has a cost of a penny"),
        (costs(5, 5, 5, cash_releasing_saving=5), 0, "each year pays for itself"),
        (costs(5, 5, 5, recurrence="non_recurrent"), 0, "what is spent once needs no offset"),
        (costs(1, 1, 1, income=9), 0, "a release has no cost to cover"),
    ],
)
def test_only_years_with_a_net_recurrent_cost_need_an_offset(
    lines: list[dict[str, Any]], needed: int, why: str
) -> None:
    case = a_scheme_with(lines, [an_offset(YEARS[1], 1)])
    assert years_of(case, "needed") == needed
    assert years_of(case, "covered") == needed
    assert cover_of(case) == (100 if needed else None)


def test_where_no_year_needs_cover_an_incomplete_offset_does_not_matter() -> None:
    case = a_scheme_with(costs(0, 0, 0), [an_offset(None, 5)])
    assert years_of(case, "covered") == 0


def test_the_sums_of_each_year_and_what_releases_them_are_said() -> None:
    offsets = [
        an_offset(YEARS[0], 10000, "planned") | {"scheme_ref": "CM24-A-001", "description": "Beds"},
        an_offset(YEARS[0], 5) | {"description": "A contract\nthat ends"},
        an_offset(YEARS[1], 7) | {"description": "A year that costs nothing"},
    ]
    case = a_scheme_with(costs(10000, 0, 500), offsets)
    found = derive.offset_years(
        case,
        lines=LINES,
        offsets=OFFSETS,
        certainty=ListName("certainty"),
        weight="weight",
        years="covered",
    )
    assert found.because == (
        (
            "2024-25: net recurrent cost £100, releases £70.05 after weighing for certainty: "
            "CM24-A-001 £100 (entry planned); A contract that ends £0.05 (entry agreed)"
        ),
        "2026-27: net recurrent cost £5, releases £0 after weighing for certainty",
        (
            "How much of an amount counts: 100% where it is “entry agreed”, "
            "70% where it is “entry planned” and 30% where it is “entry idea”"
        ),
    )


def test_a_release_is_a_recurrent_net_saving_and_never_less_than_nothing() -> None:
    lines = [
        a_line(YEARS[0], 10, cash_releasing_saving=100),
        a_line(YEARS[1], 100, cash_releasing_saving=10),
        a_line(YEARS[2], 0, cash_releasing_saving=40, recurrence="non_recurrent"),
    ]
    released = derive.releases_by_year(a_scheme_with(lines), LINES)
    assert released == {YEARS[0]: 90, YEARS[1]: 0, YEARS[2]: 0}


PENCE = st.integers(0, 10**12)


@given(
    st.lists(PENCE, min_size=3, max_size=3),
    st.lists(st.tuples(st.sampled_from(YEARS), PENCE, st.sampled_from(["agreed", "idea"]))),
    st.tuples(st.sampled_from(YEARS), PENCE, st.sampled_from(["agreed", "idea"])),
)
def test_one_more_offset_never_covers_less(
    amounts: list[int], offsets: list[tuple[str, int, str]], more: tuple[str, int, str]
) -> None:
    lines = costs(*amounts)
    before = a_scheme_with(lines, [an_offset(*offset) for offset in offsets])
    after = a_scheme_with(lines, [an_offset(*offset) for offset in [*offsets, more]])
    assert years_of(after, "covered") >= years_of(before, "covered")
    assert (cover_of(after) or 0) >= (cover_of(before) or 0)
    assert years_of(after, "covered") <= years_of(after, "needed")


@given(st.lists(PENCE, min_size=3, max_size=3), st.permutations(range(3)))
def test_the_order_of_lines_does_not_matter(amounts: list[int], order: list[int]) -> None:
    lines = costs(*amounts)
    shuffled = [lines[n] for n in order]
    one, other = a_scheme_with(lines), a_scheme_with(shuffled)
    assert derive.by_year(one, LINES, "net_cost") == derive.by_year(other, LINES, "net_cost")


# ── The main fund ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("named", "funds", "answer", "why"),
    [
        ("a", ("a", "a", "a"), True, "it pays for all"),
        ("a", ("a", "a", "b"), True, "it pays for most"),
        ("a", ("b", "b", "a"), False, "another pays for most"),
        ("a", ("b", "b", "b"), False, "it pays for nothing"),
        (None, ("a", "a", "a"), None, "no fund is named"),
        ("a", ("a", "a", None), None, "a line names no fund"),
        ("a", (), None, "there is no line"),
    ],
)
def test_the_fund_named_pays_for_as_much_as_any_other(
    named: str | None, funds: tuple[str | None, ...], answer: bool | None, why: str
) -> None:
    lines = [a_line(y, 100) | {"fund": f} for y, f in zip(YEARS, funds, strict=False)]
    case = a_scheme_with(lines, source=named)
    found = derive.is_main_fund(case, lines=LINES, fund=FieldPath("source"))
    assert found.value is answer
