"""Facts about money: cost, saving and release by year, and the offsets that pay for it.

All amounts are whole pence. What is not given is not zero: while a planning year has no line, or a
line or an offset lacks a part, the facts that rest on it are unknown, and the completeness rules
ask for the rest. Weighed offsets are rounded down to a penny, so that cover is never overstated.
"""

from collections.abc import Mapping
from itertools import accumulate
from typing import Any, Literal

from rulebook.derive.registry import UNKNOWN, Case, Derived, FieldPath, ListName, derives
from rulebook.words import listed, lower_first, on_one_line, pounds

LINE = ("financial_year", "recurrence", "gross_cost", "cash_releasing_saving", "income")
"""The parts of a finance line that the functions read."""
OFFSET = ("scheme_ref", "description", "amount", "financial_year", "certainty")
"""The parts of an offset that the functions read."""
LONGEST_NAME = 80
"""So much of the description of an offset is shown, in characters."""
Measure = Literal["gross_cost", "cash_releasing_saving", "income", "net_cost", "net_release"]
"""A part of a finance line, its net cost, or its net release, which is the contrary."""


def net_cost(line: Mapping[str, Any]) -> int:
    """Gross cost less cash-releasing saving and income, in pence. Other savings release no cash."""
    return int(line["gross_cost"] - line["cash_releasing_saving"] - line["income"])


def by_year(
    case: Case, lines: str, measure: Measure, recurrence: str | None = None
) -> dict[str, int] | None:
    """The sum of a measure in each planning year, in pence, of lines of one recurrence or of all.

    None while a line lacks a part or a planning year has no line. Lines of other years are left
    out. Revenue and capital count alike: what recurs is what matters.
    """
    given = case.answer(lines) or ()
    sums = dict.fromkeys(case.planning_years, 0)
    if not sums or not sums.keys() <= {line.get("financial_year") for line in given}:
        return None
    for line in given:
        if None in map(line.get, LINE):
            return None
        if line["financial_year"] in sums and recurrence in (None, line["recurrence"]):
            sums[line["financial_year"]] += _measured(line, measure)
    return sums


@derives(lines=LINE)
def yearly_money(
    case: Case,
    *,
    lines: FieldPath,
    measure: Measure,
    over: Literal["highest", "last"],
    recurrence: str | None = None,
) -> Derived:
    """A measure of the finance lines in the highest of the planning years, or in the last one.

    In pence. Unknown as for `by_year`.
    """
    years = by_year(case, lines, measure, recurrence)
    if years is None:
        return UNKNOWN
    amounts = list(years.values())
    notes = tuple(f"{year}: {pounds(amount)}" for year, amount in years.items())
    return Derived(max(amounts) if over == "highest" else amounts[-1], notes)


@derives(lines=("financial_year",))
def years_without_line(case: Case, *, lines: FieldPath) -> Derived:
    """How many planning years the finance profile leaves out, and which.

    About the submission, so never unknown: a line without a year stands for no year.
    """
    left_out = _years_left_out(case, lines)
    return Derived(len(left_out), left_out)


@derives(lines=("gross_cost",))
def difference_from_total(case: Case, *, lines: FieldPath, total: FieldPath) -> Derived:
    """By how many pence the control total differs from the gross costs of all lines, of any year.

    Unknown while the total, every line, or the cost of one is missing.
    """
    stated = case.answer(total)
    costs = [line.get("gross_cost") for line in case.answer(lines) or ()]
    if stated is None or not costs or None in costs:
        return UNKNOWN
    note = f"the lines add up to {pounds(sum(costs))}, the control total is {pounds(stated)}"
    return Derived(abs(sum(costs) - stated), (note,))


@derives(lines=("financial_year", "gross_cost", "fund"))
def is_main_fund(case: Case, *, lines: FieldPath, fund: FieldPath) -> Derived:
    """Whether the fund that is named pays for as much of the gross cost as any other.

    Over the planning years. Unknown while the fund, every line, or a part of one is missing. True
    where nothing is spent.
    """
    named, given = case.answer(fund), case.answer(lines) or ()
    if named is None or not given:
        return UNKNOWN
    if any(line.get(part) is None for line in given for part in ("gross_cost", "fund")):
        return UNKNOWN
    sums: dict[str, int] = {}
    for line in given:
        if line.get("financial_year") in case.planning_years:
            sums[line["fund"]] = sums.get(line["fund"], 0) + line["gross_cost"]
    most = max(sums.values(), default=0)
    notes = tuple(f"{_fund_title(case, fund, id)}: {pounds(sum_)}" for id, sum_ in sums.items())
    return Derived(sums.get(named, 0) >= most, notes)


def _fund_title(case: Case, fund: str, id: str) -> str:
    entry = case.entry(fund, id)
    return entry.title if entry else id


@derives(lines=LINE)
def break_even_years(case: Case, *, lines: FieldPath) -> Derived:
    """After how many planning years cash savings and income equal the cost so far, and stay so.

    One more than the number of planning years when they do not within the period. Unknown as for
    `by_year`.
    """
    years = by_year(case, lines, "net_cost")
    if years is None:
        return UNKNOWN
    balances = list(accumulate(years.values()))
    in_debt = [number for number, balance in enumerate(balances, start=1) if balance > 0]
    first = max(in_debt, default=0) + 1
    if first > len(years):
        return Derived(first, ("not within the planning period",))
    return Derived(first, (f"by the end of {list(years)[first - 1]}",))


@derives()
def needs_offset(
    case: Case, *, fund: FieldPath, theme: FieldPath, needs: str, ring_fence: str, purposes: str
) -> Derived:
    """Whether money of this fund needs an offset: by its kind, or as kept for another purpose.

    `needs` and `ring_fence` are yes-or-no attributes of a fund, `purposes` lists its themes. The
    theme matters only to a ring-fenced fund, and leaves it unknown while it is missing.
    """
    entry, purpose = case.entry(fund, case.answer(fund)), case.answer(theme)
    if entry is None:
        return UNKNOWN
    if entry.attributes.get(needs):
        return Derived(True, (entry.title,))
    if not entry.attributes.get(ring_fence):
        return Derived(False, (entry.title,))
    if purpose is None:
        return UNKNOWN
    fits = purpose in entry.attributes.get(purposes, ())
    note = "fits the theme" if fits else "is for another purpose, so it counts as unfunded"
    return Derived(not fits, (f"{entry.title} {note}",))


@derives(lines=LINE, offsets=OFFSET)
def offset_years(
    case: Case,
    *,
    lines: FieldPath,
    offsets: FieldPath,
    certainty: ListName,
    weight: str,
    years: Literal["needed", "covered"],
) -> Derived:
    """In how many planning years there is a net recurrent cost, or how many of them are covered.

    A year is covered when its weighed offsets are at least its cost, to the penny. The notes name
    the offsets of each year and, at the end, how they are weighed. Unknown while a cost is, and as
    for `weighed_by_year` where there is a year to cover.
    """
    needed = _recurrent_costs(case, lines)
    released = weighed_by_year(case, offsets, certainty, weight)
    if needed is None:
        return UNKNOWN
    if years == "needed" or not needed:
        notes = tuple(f"{year}: net recurrent cost {pounds(cost)}" for year, cost in needed.items())
        return Derived(len(needed), notes)
    if released is None:
        return UNKNOWN
    covered = [year for year, cost in needed.items() if released.get(year, 0) >= cost]
    named = _offsets_named(case, offsets, certainty)
    sums = [
        f"{year}: net recurrent cost {pounds(cost)}, "
        f"releases {pounds(released.get(year, 0))} after weighing for certainty"
        + (f": {'; '.join(named[year])}" if year in named else "")
        for year, cost in needed.items()
    ]
    if named.keys() & needed.keys():
        sums.append(_weighing_in_words(case, certainty, weight))
    return Derived(len(covered), tuple(sums))


def _offsets_named(case: Case, offsets: str, certainty: str) -> dict[str, list[str]]:
    """The offsets of each year: the scheme or what is released, the amount, how certain it is."""
    levels, named = case.entries(certainty), dict[str, list[str]]()
    for offset in case.answer(offsets) or ():
        text = offset.get("scheme_ref") or offset.get("description") or "a release without a name"
        name = on_one_line(text, LONGEST_NAME)
        sure = lower_first(levels[offset["certainty"]].title)
        words = f"{name} {pounds(offset['amount'])} ({sure})"
        named.setdefault(offset["financial_year"], []).append(words)
    return named


def _weighing_in_words(case: Case, certainty: str, weight: str) -> str:
    levels = case.entries(certainty).values()
    shares = (
        f"{level.attributes[weight]}% where it is “{lower_first(level.title)}”"
        for level in levels
        if weight in level.attributes
    )
    return f"How much of an amount counts: {listed(shares)}"


@derives(lines=LINE, offsets=OFFSET)
def offset_cover(
    case: Case, *, lines: FieldPath, offsets: FieldPath, certainty: ListName, weight: str
) -> Derived:
    """The percentage of the net recurrent cost that weighed offsets cover, rounded down.

    Counted year by year: a surplus in one year does not cover another. Unknown when there is no
    cost to cover, and as for `offset_years`.
    """
    needed = _recurrent_costs(case, lines)
    released = weighed_by_year(case, offsets, certainty, weight)
    if not needed or released is None:
        return UNKNOWN
    met = sum(min(released.get(year, 0), cost) for year, cost in needed.items())
    whole = sum(needed.values())
    return Derived(met * 100 // whole, (f"{pounds(met)} of {pounds(whole)}",))


def weighed_by_year(case: Case, offsets: str, certainty: str, weight: str) -> dict[str, int] | None:
    """The offsets of each year, weighed by certainty, in pence; None while one is incomplete.

    `weight` is the percentage that counts. No offset at all is what the submission shows: then
    nothing covers. The sum of a year is rounded down, not each offset.
    """
    weights = {id: entry.attributes.get(weight) for id, entry in case.entries(certainty).items()}
    sums: dict[str, int] = {}
    for offset in case.answer(offsets) or ():
        year, amount = offset.get("financial_year"), offset.get("amount")
        percent = weights.get(offset.get("certainty"))
        if year is None or amount is None or percent is None:
            return None
        sums[year] = sums.get(year, 0) + amount * percent
    return {year: total // 100 for year, total in sums.items()}


def releases_by_year(case: Case, lines: str) -> dict[str, int] | None:
    """What a scheme releases in each planning year, in pence: its recurrent net saving, if any.

    None as for `by_year`.
    """
    years = by_year(case, lines, "net_release", "recurrent")
    return None if years is None else {year: max(0, amount) for year, amount in years.items()}


def _recurrent_costs(case: Case, lines: str) -> dict[str, int] | None:
    """The planning years that have a net recurrent cost, and the cost in pence."""
    costs = by_year(case, lines, "net_cost", "recurrent")
    return None if costs is None else {year: cost for year, cost in costs.items() if cost > 0}


def _years_left_out(case: Case, lines: str) -> tuple[str, ...]:
    given = {line.get("financial_year") for line in case.answer(lines) or ()}
    return tuple(year for year in case.planning_years if year not in given)


def _measured(line: Mapping[str, Any], measure: Measure) -> int:
    if measure == "net_cost":
        return net_cost(line)
    if measure == "net_release":
        return -net_cost(line)
    return int(line[measure])
