"""Makes any number of valid, varied schemes in the standard template.

Everything in them is invented: teams, services, costs, findings and effects. Only the names of
places, organisations and national items are real. Nothing here is a proposal of the bodies named.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any

from seed.generator.case import answers_to, identity, issue, options, title
from seed.generator.delivery import delivery, dependencies, outcomes
from seed.generator.draw import chance, pick, rounded, rung
from seed.generator.faults import spoil
from seed.generator.money import (
    Release,
    Releases,
    choose_fund,
    finance_lines,
    needs_offset,
    net_recurrent,
    offsets,
)
from seed.generator.outline import Catalogue, Outline, catalogue_of, outline
from seed.generator.pledges import pledges
from seed.generator.vocabulary import Vocabulary

Answers = dict[str, Any]
RETURNED_PERCENT = 12
LARGE_PENCE = 20_000_000
"""From this gross cost in a year options are always given: below what any rule asks."""


@dataclass(slots=True)
class _Round:
    """What the next scheme must know of those before it."""

    numbers: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    releases: Releases = field(default_factory=Releases)
    refs: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)


def generate(vocabulary: Vocabulary, count: int, seed: int) -> Iterator[Answers]:
    """`count` schemes as plain values: money in pence, dates as text.

    The same vocabulary and seed give the same schemes, and the first ones do not depend on `count`.
    References are `vocabulary.round_code`, the organisation and a number. Schemes name only earlier
    schemes, so that any first part of the result stands by itself.
    """
    return islice(_endless(catalogue_of(vocabulary), Random(seed)), count)


def _endless(catalogue: Catalogue, rng: Random) -> Iterator[Answers]:
    so_far = _Round()
    while True:
        yield _scheme(catalogue, so_far, rng)


def _scheme(catalogue: Catalogue, so_far: _Round, rng: Random) -> Answers:
    sketch, vocabulary = outline(catalogue, rng), catalogue.vocabulary
    problem = issue(sketch, vocabulary, rng)
    money = _finance(sketch, vocabulary, so_far, rng)
    answers = {
        "scheme_ref": _next_ref(vocabulary, sketch, so_far),
        "title": _next_title(title(sketch, rng), so_far),
        **identity(sketch, vocabulary, rng),
        **problem,
        **options(sketch, _must_compare(sketch, money), rng),
        **answers_to(sketch, vocabulary, rng),
        **pledges(sketch, vocabulary, problem["service_at_risk"] != ["none"], rng),
        **outcomes(sketch, vocabulary, rng),
        **money,
        **delivery(sketch, vocabulary, rng),
        **_disinvestment(sketch, vocabulary, rng),
        **_continuation(sketch, vocabulary, rng),
        "dependencies": dependencies(so_far.refs, so_far.returned, rng),
    }
    is_returned = chance(rng, RETURNED_PERCENT)
    if is_returned:
        spoil(answers, rng)
    _remember(answers, sketch, so_far, is_returned)
    return answers


def _next_ref(vocabulary: Vocabulary, sketch: Outline, so_far: _Round) -> str:
    body = sketch.organisation.id
    so_far.numbers[body] += 1
    return f"{vocabulary.round_code}-{body}-{so_far.numbers[body]:03d}"


def _next_title(wanted: str, so_far: _Round) -> str:
    so_far.titles[wanted] += 1
    return wanted if so_far.titles[wanted] == 1 else f"{wanted} ({so_far.titles[wanted]})"


def _must_compare(sketch: Outline, money: Answers) -> bool:
    """Whether options are asked for: a large, material or disinvestment scheme."""
    yearly: Counter[str] = Counter()
    for line in money["finance_lines"]:
        yearly[line["financial_year"]] += line["gross_cost"]
    is_large = max(yearly.values()) >= LARGE_PENCE
    return is_large or sketch.is_material or sketch.kind == "disinvestment"


def _finance(sketch: Outline, vocabulary: Vocabulary, so_far: _Round, rng: Random) -> Answers:
    fund = choose_fund(sketch, vocabulary, rng)
    lines = finance_lines(sketch, fund, vocabulary, rng)
    answers = {
        "finance_lines": lines,
        "finance_total_gross": sum(line["gross_cost"] for line in lines),
        "funding_source": fund.id,
        "financial_confidence": rung(rng, ("low", "medium", "high"), sketch.strength),
        "whole_system_effect": _partner_effects(sketch, lines, vocabulary, rng),
    }
    if needs_offset(fund, sketch.theme):
        costs = net_recurrent(lines)
        pairs = offsets(sketch, costs, vocabulary.certainties, so_far.releases, rng)
        answers.update({"offset_pairs": pairs} if pairs else {})
    return answers


def _partner_effects(
    sketch: Outline, lines: list[Answers], vocabulary: Vocabulary, rng: Random
) -> list[Answers]:
    """A gain or, one time in three, a loss for another body, in step with the cost."""
    if not chance(rng, 40):
        return []
    partner = rng.choice(vocabulary.organisations)
    size = max(lines[-1]["gross_cost"], lines[-1]["cash_releasing_saving"], 1_000_000) / 100
    amount = rounded(size * rng.uniform(0.05, 0.3))
    is_other = partner.id != sketch.organisation.id
    return [{"partner": partner.id, "amount": -amount if chance(rng, 33) else amount}] * is_other


def _disinvestment(sketch: Outline, vocabulary: Vocabulary, rng: Random) -> Answers:
    if sketch.kind != "disinvestment":
        return {}
    weakest_first = vocabulary.lists["evidence_types"][::-1]
    return {
        "disinvest_service": f"{sketch.idea.issue} The service is offered in {sketch.area}.",
        "disinvest_lower_value_case": {
            "case": sketch.idea.case,
            "evidence": rung(rng, weakest_first, 0.15 + 0.7 * sketch.strength),
        },
        "residual_provision": sketch.idea.remains,
    }


def _continuation(sketch: Outline, vocabulary: Vocabulary, rng: Random) -> Answers:
    """An earlier scheme and its review: always for a renewal, now and then for others."""
    is_renewal = sketch.kind == "contract_renewal"
    if not (is_renewal or chance(rng, 6)):
        return {}
    verdict = pick(rng, {"sufficient": 7, "insufficient": 3})
    realised = rng.randint(70, 120) if verdict == "sufficient" else rng.randint(10, 65)
    year = int(vocabulary.planning_years[0][:4]) - 1
    review = {"ref": f"Benefits review {year}", "realised_percent": realised, "verdict": verdict}
    earlier = f"OLD-{sketch.organisation.id}-{rng.randint(1, 400):03d}"
    return {"previous_scheme_ref": earlier, "prior_investment_review": review}


def _remember(answers: Answers, sketch: Outline, so_far: _Round, is_returned: bool) -> None:
    """Keeps the reference, and what a sound disinvestment has to give."""
    so_far.refs.append(answers["scheme_ref"])
    if is_returned:
        so_far.returned.append(answers["scheme_ref"])
    elif sketch.kind == "disinvestment":
        costs = net_recurrent(answers["finance_lines"])
        left = {year: -cost for year, cost in costs.items() if cost < 0}
        so_far.releases.held.append(
            Release(answers["scheme_ref"], sketch.places, answers["title"], left)
        )
