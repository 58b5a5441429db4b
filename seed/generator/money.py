"""The money of a made-up scheme: its finance lines, its fund and the offsets that pay for it.

All amounts are pence. Costs follow the population and the theme, with a spread of about half.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from seed.generator.draw import chance, pick, rounded, rung
from seed.generator.outline import Outline
from seed.generator.vocabulary import Fund, Vocabulary

Answers = dict[str, Any]
TYPICAL_POPULATION = 250_000
_INFLATION = 1.02  # our own round figure for a year


@dataclass(slots=True)
class Release:
    """What a disinvestment still has to give, in pence by year."""

    ref: str
    places: tuple[str, ...]
    title: str
    left: dict[str, int]


@dataclass(slots=True)
class Releases:
    """The releases that later schemes may name, newest last; old ones are forgotten."""

    held: deque[Release] = field(default_factory=lambda: deque(maxlen=60))

    def near(self, places: Sequence[str], years: Sequence[str], rng: Random) -> Release | None:
        """A release where the places meet that has something left in one of the years."""
        fitting = [
            release
            for release in self.held
            if any(release.left.get(year) for year in years)
            and not set(release.places).isdisjoint(places)
        ]
        return rng.choice(fitting) if fitting else None


def choose_fund(outline: Outline, vocabulary: Vocabulary, rng: Random) -> Fund:
    """Mostly money that needs an offset; ring-fenced money mostly for its purpose."""
    weights = [_weight(fund, outline.theme) for fund in vocabulary.funds]
    return rng.choices(vocabulary.funds, weights)[0]


def needs_offset(fund: Fund, theme: str) -> bool:
    return fund.needs_offset or (fund.is_ring_fenced and theme not in fund.purposes)


def finance_lines(
    outline: Outline, fund: Fund, vocabulary: Vocabulary, rng: Random
) -> list[Answers]:
    """One line for each planning year, and what it costs once in the first."""
    annual = _annual(outline, rng)
    if outline.kind == "issue_only":
        rows = [(0, 0, 0, 0)] * len(vocabulary.planning_years)
    elif outline.kind == "disinvestment":
        rows = _released(annual, len(vocabulary.planning_years), rng)
    elif outline.kind == "efficiency_same_for_less":
        rows = _cheaper(annual, len(vocabulary.planning_years), rng)
    else:
        rows = _spent(outline, annual, len(vocabulary.planning_years), rng)
    is_pilot = outline.kind == "investment" and chance(rng, 6)
    recurrence = "non_recurrent" if is_pilot else "recurrent"
    pairs = zip(vocabulary.planning_years, rows, strict=True)
    lines = [_line(year, "revenue", recurrence, amounts, fund.id) for year, amounts in pairs]
    if chance(rng, 45):
        once = (max(rounded(annual * rng.uniform(0.03, 0.3)), 500_000), 0, 0, 0)
        kind = "capital" if chance(rng, 35) else "revenue"
        lines.insert(0, _line(vocabulary.planning_years[0], kind, "non_recurrent", once, fund.id))
    return lines


def net_recurrent(lines: Sequence[Answers]) -> dict[str, int]:
    """Gross cost less cash savings and income of the recurrent lines, in pence by year."""
    return {
        line["financial_year"]: line["gross_cost"] - line["cash_releasing_saving"] - line["income"]
        for line in lines
        if line["recurrence"] == "recurrent"
    }


def offsets(
    outline: Outline,
    costs: Mapping[str, int],
    certainties: Mapping[str, int],
    releases: Releases,
    rng: Random,
) -> list[Answers]:
    """Releases for all years, some or none of them; at times more than a release has left."""
    years = [year for year, cost in costs.items() if cost > 0]
    cover = pick(rng, {"none": 30, "hope": 8, "some": 24, "all": 29, "too_much": 9})
    if not years or cover == "none":
        return []
    weakest_first = sorted(certainties, key=lambda id: certainties[id])
    if cover == "hope":
        amount = rounded(costs[years[0]] / 100 * rng.uniform(0.3, 0.6)) or 100
        return [_offset("", "Savings to be found", amount, years[0], weakest_first[0])]
    if cover == "some" and len(years) > 1:
        years = years[rng.randint(1, len(years) - 1) :]
    certainty = rung(rng, weakest_first, 0.3 + outline.strength * 0.7)
    release = releases.near(outline.places, years, rng) if chance(rng, 75) else None
    claimed: list[Answers] = []
    for year in years:
        needed = -(-costs[year] // (certainties[certainty] * 1000)) * 100_000
        claimed += _claims(release, year, needed, certainty, cover == "too_much", rng)
    return claimed


def _weight(fund: Fund, theme: str) -> float:
    if fund.needs_offset:
        return 3
    if fund.is_ring_fenced:
        return 3 if theme in fund.purposes else 0.3
    return 0.8


def _annual(outline: Outline, rng: Random) -> float:
    """Pounds a year: larger areas cost a little less for each person."""
    size = (outline.population / TYPICAL_POPULATION) ** 0.85
    return float(max(outline.idea.cost * 1000 * size * rng.uniform(0.6, 1.6), 15_000))


Row = tuple[int, int, int, int]
"""Gross cost, cash-releasing saving, other saving and income of a year, in pence."""


def _spent(outline: Outline, annual: float, years: int, rng: Random) -> list[Row]:
    """A start within the first year, then full cost; most save little cash, a few pay their way."""
    start = 1.0 if outline.kind == "contract_renewal" else rng.uniform(0.45, 0.85)
    share = pick(rng, {"none": 56, "little": 32, "most": 12})
    cash = {"none": 0.0, "little": rng.uniform(0.04, 0.25), "most": rng.uniform(0.9, 1.35)}[share]
    other = rng.uniform(0, 0.6) if chance(rng, 55) else 0.0
    income = rng.uniform(0.05, 0.25) if chance(rng, 8) else 0.0
    rows = []
    for year in range(years):
        cost = annual * _INFLATION**year * (start if year == 0 else 1)
        save = cost * min(1.0, 0.4 + 0.4 * year)
        rows.append(
            (rounded(cost), rounded(save * cash), rounded(save * other), rounded(cost * income))
        )
    return rows


def _released(annual: float, years: int, rng: Random) -> list[Row]:
    """Money released: part of it in the first year, all of it from the second."""
    start, rest = rng.uniform(0.25, 0.75), rng.choice((0, 0, 0.05, 0.12))
    return [
        (rounded(annual * part * rest), rounded(annual * part), 0, 0)
        for part in (start, *[1.0] * (years - 1))
    ]


def _cheaper(annual: float, years: int, rng: Random) -> list[Row]:
    """A small cost and a larger saving; for one in four the saving is time, not cash."""
    is_cash, cost = chance(rng, 74), rng.uniform(0, 0.35)
    rows = []
    for part in (rng.uniform(0.2, 0.6), *[1.0] * (years - 1)):
        saved = rounded(annual * part)
        rows.append((rounded(annual * cost), saved * is_cash, saved * (not is_cash), 0))
    return rows


def _line(year: str, kind: str, recurrence: str, amounts: Row, fund: str) -> Answers:
    gross, cash, other, income = amounts
    return {
        "financial_year": year,
        "kind": kind,
        "recurrence": recurrence,
        "gross_cost": gross,
        "cash_releasing_saving": cash,
        "non_cash_saving": other,
        "income": income,
        "fund": fund,
    }


def _claims(
    release: Release | None, year: str, needed: int, certainty: str, is_too_much: bool, rng: Random
) -> list[Answers]:
    """The claim on a release in a year, and a line without a reference for what it lacks."""
    left = release.left.get(year, 0) if release else 0
    if release is None or left <= 0:
        return [_offset("", "Savings in our own budget", needed, year, certainty)]
    if is_too_much:
        release.left[year] = 0
        amount = max(needed, left) + rounded(left / 100 * rng.uniform(0.2, 0.6)) + 100_000
        return [_offset(release.ref, release.title, amount, year, certainty)]
    amount = min(needed, left)
    release.left[year] = left - amount
    claims = [_offset(release.ref, release.title, amount, year, certainty)]
    if amount < needed:
        claims.append(_offset("", "Savings in our own budget", needed - amount, year, certainty))
    return claims


def _offset(ref: str, text: str, amount: int, year: str, certainty: str) -> Answers:
    named = {"scheme_ref": ref} if ref else {}
    return {
        **named,
        "description": text,
        "amount": amount,
        "financial_year": year,
        "certainty": certainty,
    }
