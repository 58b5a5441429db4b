"""The answers of a made-up scheme on outcomes and delivery."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from seed.generator import phrases
from seed.generator.case import first_day
from seed.generator.draw import chance, pick, rung
from seed.generator.outline import Outline
from seed.generator.vocabulary import Metric, Vocabulary

Answers = dict[str, Any]
_RANGES = {
    ("percent", True): (45, 82), ("percent", False): (8, 32), ("weeks", False): (12, 150),
    ("minutes", False): (28, 48), ("years", True): (58, 82), ("years", False): (6, 14),
    ("per 1,000 births", False): (4, 8), ("per million", False): (30, 60),
    ("days", False): (5, 40), ("pounds a year", False): (200_000, 6_000_000),
    ("days a year", False): (600, 9000), ("a year", False): (300, 9000),
    ("a year", True): (2000, 60_000), ("people a year", True): (200, 4000),
    ("per 100,000", False): (90, 900),
}  # fmt: skip
"""The least and the most that a baseline may be, by unit and whether more is better."""
_OTHER_RANGE = (40, 900)


def outcomes(outline: Outline, vocabulary: Vocabulary, rng: Random) -> Answers:
    """Section E. Rarely a second measure gets worse, as some real schemes admit."""
    metric = vocabulary.metrics[outline.idea.metric]
    items = [_outcome(outline, metric, metric.is_higher_better, vocabulary, rng)]
    others = [m for m in vocabulary.metrics.values() if m.theme == outline.theme and m != metric]
    if others and chance(rng, 35):
        other = rng.choice(others)
        is_worse = outline.footprint == "place" and chance(rng, 7)
        items.append(_outcome(outline, other, other.is_higher_better != is_worse, vocabulary, rng))
    start = first_day(vocabulary)
    return {
        "outcomes": items,
        "benefit_start": (start + timedelta(days=rng.randint(30, 400))).isoformat(),
        "milestones": _milestones(outline, vocabulary, rng),
        "monitoring_body": rng.choice(vocabulary.lists["monitoring_bodies"]),
    }


def delivery(outline: Outline, vocabulary: Vocabulary, rng: Random) -> Answers:
    """Section G without dependencies."""
    route: Answers = {"route": rng.choice(vocabulary.lists["delivery_routes"])}
    if chance(rng, 65):
        route["reason"] = f"The team knows {outline.area} and has done work like this before."
    return {
        "footprint": outline.footprint,
        "places_covered": list(outline.places),
        "delivery_route_proposed": route,
        "replicable_elsewhere": _replicable(outline, rng),
        "workforce_effect": _workforce(outline, vocabulary, rng),
        "risks": _risks(rng),
        "declaration": {
            "accurate": True,
            "authorised": True,
            "declared_by": rng.choice(phrases.OWNERS),
            "declared_on": (vocabulary.day - timedelta(days=rng.randint(1, 25))).isoformat(),
        },
    }


def dependencies(refs: Sequence[str], returned: Sequence[str], rng: Random) -> list[Answers]:
    """Mostly none; otherwise an earlier scheme, at times one that was returned."""
    if not refs or not chance(rng, 10):
        return []
    kind = pick(rng, {"needs": 6, "bundle": 3, "excludes": 1})
    if chance(rng, 25):
        return [{"external": "A decision on capital by the end of March", "kind": kind}]
    among = returned if returned and chance(rng, 25) else refs
    return [{"scheme_ref": rng.choice(among), "kind": kind}]


def _outcome(
    outline: Outline, metric: Metric, is_up: bool, vocabulary: Vocabulary, rng: Random
) -> Answers:
    least, most = _RANGES.get((metric.unit, metric.is_higher_better), _OTHER_RANGE)
    baseline = rng.randint(least, most)
    change = max(1, round(baseline * rng.uniform(0.03, 0.25) * (0.4 + outline.strength)))
    target = baseline + change if is_up else max(0, baseline - change)
    if metric.unit == "percent":
        target = min(target, 100)
    months = rng.choice((12, 18, 24, 36))
    return {
        "metric_id": metric.id,
        "baseline": baseline,
        "baseline_date": (vocabulary.day - timedelta(days=rng.randint(60, 300))).isoformat(),
        "unit": metric.unit,
        "direction": "increase" if is_up else "decrease",
        "target": target,
        "by_date": (first_day(vocabulary) + timedelta(days=months * 30)).isoformat(),
        "expected_confidence": rung(rng, ("low", "medium", "high"), outline.strength),
    }


def _milestones(outline: Outline, vocabulary: Vocabulary, rng: Random) -> list[Answers]:
    names = phrases.STOP_MILESTONES if outline.kind == "disinvestment" else phrases.MILESTONES
    chosen = sorted(rng.sample(range(len(names)), rng.randint(2, 4)))
    start, owner = first_day(vocabulary), rng.choice(phrases.OWNERS)
    return [
        {
            "name": names[index],
            "date": (start + timedelta(days=60 * index + rng.randint(0, 40))).isoformat(),
            "owner": owner,
        }
        for index in chosen
    ]


def _replicable(outline: Outline, rng: Random) -> Answers:
    plan = rung(rng, tuple(phrases.REPLICATION), outline.strength * 0.8)
    answer = "no" if plan == "duplicates" else pick(rng, {"yes": 8, "no": 1, "not_known": 1})
    return {"answer": answer, "plan": plan, "note": phrases.REPLICATION[plan]}


def _workforce(outline: Outline, vocabulary: Vocabulary, rng: Random) -> list[Answers]:
    """Posts in step with the cost: about one for each 45,000 pounds a year."""
    if outline.kind == "issue_only" or outline.idea.staff not in vocabulary.lists["staff_groups"]:
        return []
    size = (outline.population / 250_000) ** 0.85
    posts = min(5000, max(1, round(outline.idea.cost / 45 * size * rng.uniform(0.5, 1.1))))
    is_release = outline.kind in ("disinvestment", "efficiency_same_for_less")
    source = (
        "released"
        if is_release
        else pick(rng, {"to_recruit": 5, "identified": 3, "in_post": 2, "redeploy": 2})
    )
    return [
        {
            "staff_group": outline.idea.staff,
            "wte": -max(1, posts // 3) if is_release else posts,
            "timing": (first_day(vocabulary) + timedelta(days=rng.randint(0, 250))).isoformat(),
            "source": source,
        }
    ]


def _risks(rng: Random) -> list[Answers]:
    return [
        {
            "type": kind,
            "likelihood": rng.randint(1, 5),
            "impact": rng.randint(2, 5),
            "mitigation": phrases.RISKS[kind],
        }
        for kind in rng.sample(tuple(phrases.RISKS), rng.randint(1, 3))
    ]
