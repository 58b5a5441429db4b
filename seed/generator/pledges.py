"""The answers of a made-up scheme on evidence, people, inequalities and value."""

from datetime import timedelta
from random import Random
from typing import Any

from seed.generator import phrases
from seed.generator.draw import chance, pick, rung, some
from seed.generator.links import CORE20
from seed.generator.outline import Outline
from seed.generator.vocabulary import Metric, Vocabulary

Answers = dict[str, Any]
_QUALITY = ("safe", "effective", "experience", "well_led", "sustainable", "equitable")


def pledges(outline: Outline, vocabulary: Vocabulary, is_at_risk: bool, rng: Random) -> Answers:
    """Section D."""
    strength = outline.strength
    answers = {
        "evidence_items": _evidence(vocabulary, strength, rng),
        "intelligence_used": _intelligence(outline, vocabulary, rng),
        "quality_dimension_effects": _quality(outline, rng),
        "primary_secondary_interface": _rated("working", phrases.INTERFACE, strength, rng),
        "coproduction_stage": _coproduction(strength, rng),
        "engagement": _engagement(vocabulary, rng),
        "detriment_statement": _detriment(outline, vocabulary, rng),
        "wider_determinants": _wider(strength, rng),
        "access_equity_effect": _rated("effect", phrases.ACCESS, strength, rng),
        "workforce_development": _rated("effect", phrases.WORKFORCE, strength, rng),
        "inequality_impact": _inequality(outline, rng),
        "core20plus_groups": _core20plus(outline, vocabulary, rng),
        "improvement_methodology": pick(
            rng, {"pdsa": 30, "lean": 15, "ihi_model": 25, "other": 16, "none": 14}
        ),
        "best_use_of_resources": _rated("comparison", phrases.VALUE, strength, rng),
        "qeia_status": (qeia := _qeia(vocabulary, strength, rng)),
    }
    if qeia["stage"] in ("full", "signed"):
        answers["equality_groups_affected"] = some(rng, vocabulary.lists["equality_groups"], 3)
    if is_at_risk:
        answers["resilience_effect"] = _rated("effect", phrases.RESILIENCE, strength, rng)
    if chance(rng, 35):
        answers["research_contribution"] = "We would publish what worked and what did not, and why."
    return answers


def _rated(name: str, ladder: phrases.Ladder, strength: float, rng: Random) -> Answers:
    step = rung(rng, tuple(ladder), strength)
    return {name: step, "explanation": ladder[step]}


def _evidence(vocabulary: Vocabulary, strength: float, rng: Random) -> list[Answers]:
    """One to three items; the list of kinds runs from strong to weak, and the weakest is alone."""
    kinds = vocabulary.lists["evidence_types"][::-1]
    best = rung(rng, kinds, strength)
    more = [] if best == kinds[0] else some(rng, kinds[1 : kinds.index(best)], 2)
    return [
        {
            "type": kind,
            "summary": phrases.EVIDENCE.get(kind, phrases.FALLBACK_EVIDENCE),
            "is_same_population": pick(rng, {"yes": 6, "no": 3, "not_known": 1}),
        }
        for kind in (best, *more)
    ]


def _intelligence(outline: Outline, vocabulary: Vocabulary, rng: Random) -> list[Answers]:
    metric: Metric = vocabulary.metrics[outline.idea.metric]
    percent = rng.randint(4, 28)
    worse = "below" if metric.is_higher_better else "above"
    figures = [
        {
            "indicator": metric.title,
            "value": f"{percent}% {worse} the average of similar areas",
            "comparator": "Similar areas in England",
        },
        {
            "indicator": "Small areas among the most deprived fifth of England",
            "value": f"{outline.deprived_percent}%",
            "comparator": "England, 20%",
        },
    ]
    return figures[: rng.choice((1, 2, 2))]


def _quality(outline: Outline, rng: Random) -> Answers:
    """From -2 to 2 on each dimension: mostly gains, but often losses where a service ends."""
    middle = -0.5 if outline.kind == "disinvestment" else 0.2 + outline.strength
    return {name: max(-2, min(2, round(rng.gauss(middle, 0.7)))) for name in _QUALITY}


def _coproduction(strength: float, rng: Random) -> Answers:
    stage = rung(rng, tuple(phrases.COPRODUCTION), strength)
    heard = "yes" if chance(rng, 70 * strength) else "no"
    return {"stage": stage, "evidence": phrases.COPRODUCTION[stage], "seldom_heard": heard}


def _engagement(vocabulary: Vocabulary, rng: Random) -> Answers:
    dates = sorted(rng.randint(40, 260) for _ in range(rng.randint(1, 3)))
    met = rng.sample(phrases.ENGAGED, len(dates))
    return {
        "dates": [
            {"date": (vocabulary.day - timedelta(days=ago)).isoformat(), "who": who}
            for ago, who in zip(reversed(dates), met, strict=True)
        ],
        "clinical": rng.choice(phrases.CLINICAL_VIEWS),
    }


def _detriment(outline: Outline, vocabulary: Vocabulary, rng: Random) -> Answers:
    level = pick(rng, {"none": 75, "possible": 16, "known": 9})
    if level == "none":
        return {"level": level}
    answers: Answers = {
        "level": level,
        "who": f"People who use the present service in {outline.area}, and its staff.",
        "size": f"About {rng.randint(2, 40) * 10} people a year.",
    }
    if chance(rng, 50):
        answers["mitigation"] = (
            "They move to other care before anything ends, with a named contact."
        )
        answers["agreed_by"] = [rng.choice(vocabulary.organisations).id]
    return answers


def _wider(strength: float, rng: Random) -> Answers:
    role = rung(rng, tuple(phrases.COUNCIL), strength)
    return {"answer": phrases.COUNCIL[role], "council_role": role}


def _inequality(outline: Outline, rng: Random) -> Answers:
    direction = pick(rng, {"positive": 72, "neutral": 18, "negative": 10})
    answers: Answers = {
        "direction": direction,
        "groups": f"{outline.people[:1].upper()}{outline.people[1:]} in the poorest areas.",
        "evidence": rung(rng, ("none", "weak", "modest", "strong"), outline.strength),
    }
    if direction == "positive":
        share = round(rng.gauss(outline.deprived_percent + 25 * outline.strength, 8))
        answers["most_deprived_fifth_percent"] = max(0, min(100, share))
        if chance(rng, 20 + 60 * outline.strength):
            answers["baseline"] = (
                f"A gap of {rng.randint(3, 30)}% between poorest and richest areas."
            )
    elif direction == "negative" and chance(rng, 55):
        answers["mitigation"] = "Transport and outreach for those who would lose most."
    return answers


def _core20plus(outline: Outline, vocabulary: Vocabulary, rng: Random) -> list[str]:
    groups = vocabulary.lists["core20plus_groups"]
    own = CORE20.get(outline.group)
    chosen = {groups[0]} if chance(rng, 45) else set()
    return [id for id in groups if id in chosen or (id == own and outline.strength > 0.3)]


def _qeia(vocabulary: Vocabulary, strength: float, rng: Random) -> Answers:
    stage = rung(rng, ("not_started", "screening", "full", "signed"), strength)
    if stage == "not_started":
        return {"stage": stage}
    done = vocabulary.day - timedelta(days=rng.randint(10, 120))
    answers = {"stage": stage, "date": done.isoformat()}
    return {**answers, "signed_by": "Director of nursing"} if stage == "signed" else answers
