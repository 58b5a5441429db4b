"""The first answers of a made-up scheme: what it is, the issue, and what it answers to."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from seed.generator.draw import chance, pick, some
from seed.generator.links import EXPECTED, LIFE_STAGES, OTHER_STAGE, SYSTEM
from seed.generator.outline import Outline, lower_first
from seed.generator.phrases import (
    AT_RISK,
    CLINICAL_LEADS,
    FINANCE_LEADS,
    LOCAL_SOURCES,
    NEEDS,
    OWNERS,
    QUALIFIERS,
    STOP_QUALIFIERS,
    WAYS,
)
from seed.generator.vocabulary import NationalItem, Priority, Vocabulary

Answers = dict[str, Any]
LONGEST_TITLE = 112
"""Leaves room, below what the template allows, for a number after a title that is used twice."""
_FORMS = {"contract_renewal": "Contract renewal: {}", "issue_only": "For discussion: {}",
          "service_change": "Change of service: {}"}  # fmt: skip


def title(outline: Outline, rng: Random) -> str:
    """What the scheme is called; the fullest form that is not too long."""
    name = _FORMS.get(outline.kind, "{}").format(outline.idea.name)
    more = ""
    if outline.group != outline.idea.group:
        more = f" for {outline.people}"
    elif chance(rng, 40):
        is_stop = outline.kind in ("disinvestment", "efficiency_same_for_less")
        more = f", {rng.choice(STOP_QUALIFIERS if is_stop else QUALIFIERS)}"
    forms = (f"{name}{more}, {outline.area}", f"{name}, {outline.area}")
    return next((form for form in forms if len(form) <= LONGEST_TITLE), name)


def identity(outline: Outline, vocabulary: Vocabulary, rng: Random) -> Answers:
    """Section A without reference and title."""
    idea = outline.idea
    partners = _partners(outline, vocabulary, rng)
    answers = {
        "summary": f"{idea.does} {idea.gain} It is for {outline.people} in {outline.area}.",
        "scheme_kind": outline.kind,
        "material_service_change": "yes" if outline.is_material else "no",
        "submitting_org": outline.organisation.id,
        "submitter_type": outline.submitter,
        "theme": outline.theme,
        "senior_responsible_owner": rng.choice(OWNERS),
        "clinical_care_lead": rng.choice(CLINICAL_LEADS),
        "finance_lead": rng.choice(FINANCE_LEADS),
        "partner_orgs": partners,
        "language_of_submission": "en",
    }
    if outline.lead:
        answers["lead_place"] = outline.lead
    if not partners:
        answers["no_partners_reason"] = "It changes our own work only; we told our partners."
    if outline.is_material:
        answers["significant_change_duty"] = pick(rng, {"yes": 7, "no": 2, "not_known": 1})
    return answers


def issue(outline: Outline, vocabulary: Vocabulary, rng: Random) -> Answers:
    """Section B without the options."""
    words = {"area": outline.area, "share": outline.deprived_percent}
    reach = outline.population * outline.idea.reach / 1000 * rng.uniform(0.6, 1.5)
    answers = {
        "issue_statement": f"{outline.idea.issue} {rng.choice(NEEDS).format(**words)}",
        "issue_sources": some(rng, LOCAL_SOURCES, 4, 1),
        "population_affected": max(20, round(reach / 10) * 10),
        "population_description": f"People we would reach in a year: {outline.people} in "
        f"{outline.area}, most of them in the areas of greatest need.",
        "population_group": outline.group,
        "proposed_intention": f"{outline.idea.does} {rng.choice(WAYS).format(**words)}",
        "timeframe": pick(
            rng, {"within_1_year": 3, "one_to_two_years": 5, "three_to_five_years": 2}
        ),
        "off_track_programme": _off_track(outline, rng),
        "out_of_area_pathway": _border(vocabulary, rng),
    }
    return {**answers, **_risk(outline, vocabulary, rng)}


def options(outline: Outline, is_asked: bool, rng: Random) -> Answers:
    """The options that were considered; often given also when they are not asked for."""
    if not (is_asked or chance(rng, 40)):
        return {}
    name = lower_first(outline.idea.name)
    listed = [
        ("Carry on as now", "do_nothing", "The issue would grow, and costs would come later."),
        (f"As proposed: {name}", "preferred", "It does most for the people who need it."),
        ("A smaller start in one area", "do_minimum", "Safe, but most people would wait longer."),
        ("Buy it from another provider", "alternative", "Dearer, and further from other care."),
    ]
    chosen = listed[: rng.choice((2, 3, 3, 4))]
    return {
        "options_considered": [
            {"name": option, "kind": kind, "reason": reason} for option, kind, reason in chosen
        ]
    }


def answers_to(outline: Outline, vocabulary: Vocabulary, rng: Random) -> Answers:
    """Section C."""
    cited = list(_national(outline, vocabulary, rng))
    answers: Answers = {
        "national_basis": list(dict.fromkeys(item.basis for item in cited)) or ["none"],
        "system_priority_ref": _system(outline, vocabulary, rng),
        "place_priority_ref": _local(
            outline, vocabulary.place_priorities, 15 if outline.is_wide else 58, rng
        ),
        "local_metric_ref": _local(outline, vocabulary.local_metrics, 10, rng),
        "strategic_objectives": some(rng, vocabulary.lists["objectives"], 3, 1),
        "marmot_themes": some(rng, vocabulary.lists["marmot_themes"], 2),
        "enabler_themes": some(rng, vocabulary.enabler_themes, 2),
        "prevention_level": pick(rng, {"primary": 2, "secondary": 4, "tertiary": 4, "acute": 2}),
    }
    if cited:
        answers["national_reference"] = [_reference(item, rng) for item in cited]
        answers["mandate_scope"] = pick(rng, {"full": 6, "part": 2, "exceeds": 2})
    elif chance(rng, 3):
        answers["national_basis"] = ["statutory_compliance"]
        answers["mandate_scope"] = "part"
    if not answers["place_priority_ref"] and chance(rng, 6):
        answers["place_priority_ref"] = [rng.choice(vocabulary.place_priorities).id]
    return answers


def _partners(outline: Outline, vocabulary: Vocabulary, rng: Random) -> list[str]:
    near = [
        body.id
        for body in vocabulary.organisations
        if body.id != outline.organisation.id and not set(body.places).isdisjoint(outline.places)
    ]
    return [] if chance(rng, 6) else some(rng, near, 4, 1)


def _off_track(outline: Outline, rng: Random) -> Answers:
    if chance(rng, 10):
        return {"answer": "yes", "metric": outline.idea.metric}
    return {"answer": "no"}


def _border(vocabulary: Vocabulary, rng: Random) -> Answers:
    answer = pick(rng, {"yes": 14, "no": 78, "not_known": 8})
    if answer != "yes":
        return {"answer": answer}
    systems = some(rng, vocabulary.lists["icss"], 2, 1)
    return {"answer": answer, "systems": systems, "note": "They come for clinics near the border."}


def _risk(outline: Outline, vocabulary: Vocabulary, rng: Random) -> Answers:
    """What is at risk; a contract that ends when it is to be renewed."""
    if outline.kind != "contract_renewal":
        risk = pick(rng, AT_RISK) if chance(rng, 38) else "none"
        return {"service_at_risk": [risk]}
    ends = first_day(vocabulary) + timedelta(days=rng.choice((91, 182, 364)) - 1)
    return {
        "service_at_risk": ["contract_expiring", *some(rng, ("quality", "access"), 1)],
        "contract_end_date": ends.isoformat(),
        "procurement_contract_effect": "It ends; the contracts team agrees the way to a new one.",
    }


def first_day(vocabulary: Vocabulary) -> date:
    """The first day of the first planning year."""
    return date(int(vocabulary.planning_years[0][:4]), 4, 1)


def _national(outline: Outline, vocabulary: Vocabulary, rng: Random) -> Iterator[NationalItem]:
    """Items that the scheme cites: mostly final ones, at times one that is awaited."""
    items = vocabulary.national_items
    cites = [items[id] for id in outline.idea.cites if id in items and items[id].status]
    if cites and chance(rng, 42):
        yield from cites[: rng.choice((1, 2))]
    elif EXPECTED.get(outline.theme) in items and chance(rng, 9):
        yield items[EXPECTED[outline.theme]]


def _reference(item: NationalItem, rng: Random) -> Answers:
    clause = rng.choice(
        (f"Section {rng.randint(1, 6)}.{rng.randint(1, 4)}", f"Page {rng.randint(4, 60)}")
    )
    return {
        "ref": item.id,
        "title": item.title,
        "clause": clause,
        "status": item.status or "expected",
    }


def _system(outline: Outline, vocabulary: Vocabulary, rng: Random) -> list[str]:
    """Priorities of the whole system that suit the theme; now and then one that has ended."""
    known = vocabulary.system_priorities
    if chance(rng, 3):
        ended = [id for id in known if not known[id].counts]
        return some(rng, ended, 1, 1)
    suited = [id for id in SYSTEM.get(outline.theme, ()) if id in known and known[id].counts]
    return some(rng, suited, 2, 1) if chance(rng, 38) else []


def _local(
    outline: Outline, priorities: Iterable[Priority], percent: int, rng: Random
) -> list[str]:
    """Local priorities of the places covered, those that suit the people first."""
    if not chance(rng, percent):
        return []
    near = [one for one in priorities if one.counts and one.place in outline.places]
    words = LIFE_STAGES.get(outline.group, OTHER_STAGE)
    suited = [one.id for one in near if any(word in one.title.lower() for word in words)]
    return some(rng, suited or [one.id for one in near], 2, 1)
