"""The bare bones of a made-up scheme: what it is about, whose it is, where, and for whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from seed.generator.draw import chance, pick
from seed.generator.ideas import CARE, Idea
from seed.generator.ideas_enablers import ENABLERS
from seed.generator.ideas_mind import MIND
from seed.generator.ideas_releases import RELEASES, SAME_FOR_LESS
from seed.generator.links import TEAMS
from seed.generator.phrases import OPEN_GROUPS, PEOPLE, TARGETS
from seed.generator.vocabulary import Organisation, Vocabulary

KINDS = {"investment": 50, "service_change": 13, "disinvestment": 15,
         "efficiency_same_for_less": 11, "contract_renewal": 5, "issue_only": 6}  # fmt: skip
"""How many of a hundred schemes are of each kind."""
MATERIAL = {"investment": 20, "service_change": 85, "disinvestment": 65,
            "efficiency_same_for_less": 20, "contract_renewal": 15, "issue_only": 0}  # fmt: skip
"""How many of a hundred schemes of a kind change a service materially."""
SUBMITTERS = {"place_partnership": 34, "provider": 22, "provider_collaborative": 12,
              "transformation_programme": 14, "enabler_programme": 16, "icb_corporate": 9,
              "other": 9}  # fmt: skip
FOOTPRINTS = {
    "place_partnership": {"place": 85, "multi_place": 15},
    "provider": {"place": 60, "multi_place": 32, "collaborative": 8},
    "provider_collaborative": {"collaborative": 65, "multi_place": 30, "beyond_ics": 5},
    "transformation_programme": {"system": 60, "multi_place": 32, "beyond_ics": 8},
    "enabler_programme": {"system": 65, "multi_place": 35},
    "icb_corporate": {"system": 75, "multi_place": 25},
    "other": {"place": 88, "multi_place": 12},
}
_IDEAS: Mapping[str, Mapping[str, tuple[Idea, ...]]] = {
    "disinvestment": RELEASES,
    "efficiency_same_for_less": SAME_FOR_LESS,
    "contract_renewal": {**CARE, **MIND},
    "service_change": {**CARE, **MIND},
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What can be drawn from: ideas by kind of scheme, and teams by theme and kind of submitter."""

    vocabulary: Vocabulary
    ideas: Mapping[str, tuple[tuple[str, Idea], ...]]
    teams: Mapping[str, Mapping[str, tuple[Organisation, ...]]]


@dataclass(frozen=True, slots=True)
class Outline:
    """What all answers of a scheme hang on; `strength`, from 0 to 1, is how good it is.

    `places` holds every place for a footprint that covers all. `lead` is empty without one.
    """

    kind: str
    theme: str
    idea: Idea
    organisation: Organisation
    submitter: str
    footprint: str
    places: tuple[str, ...]
    lead: str
    group: str
    people: str
    area: str
    population: int
    deprived_percent: int
    is_material: bool
    strength: float

    @property
    def is_wide(self) -> bool:
        return not self.lead and self.footprint != "multi_place"


def catalogue_of(vocabulary: Vocabulary) -> Catalogue:
    """What the vocabulary allows; raises ValueError when it fits no idea of some kind."""
    everything = {**CARE, **MIND, **ENABLERS}
    ideas = {kind: tuple(_usable(vocabulary, _IDEAS.get(kind, everything))) for kind in KINDS}
    if lacking := [kind for kind, found in ideas.items() if not found]:
        raise ValueError(f"The vocabulary fits no idea for schemes of the kind {lacking[0]}.")
    return Catalogue(vocabulary, ideas, {id: _teams(vocabulary, id) for id in vocabulary.themes})


def outline(catalogue: Catalogue, rng: Random) -> Outline:
    """The next scheme, in outline."""
    vocabulary = catalogue.vocabulary
    kind = pick(rng, KINDS)
    theme, idea = rng.choice(catalogue.ideas[kind])
    teams = catalogue.teams[theme]
    submitter = pick(rng, {team: SUBMITTERS.get(team, 9) for team in teams})
    organisation = rng.choice(teams[submitter])
    footprint = pick(rng, FOOTPRINTS.get(submitter, FOOTPRINTS["other"]))
    places = _places(vocabulary, organisation, footprint, rng)
    is_one = footprint == "place"
    group = _group(vocabulary, kind, idea, rng)
    population, deprived = _numbers(vocabulary, places)
    return Outline(
        kind=kind,
        theme=theme,
        idea=idea,
        organisation=organisation,
        submitter=submitter,
        footprint=footprint,
        places=places,
        lead=places[0] if is_one else _home(organisation),
        group=group,
        people=PEOPLE.get(group) or lower_first(vocabulary.groups[group]),
        area=vocabulary.area
        if footprint in vocabulary.wide_footprints
        else _area(vocabulary, places),
        population=population,
        deprived_percent=deprived,
        is_material=chance(rng, MATERIAL[kind]),
        strength=rng.uniform(0.15, 0.95),
    )


def lower_first(text: str) -> str:
    """The text as it goes on inside a sentence; a first word such as NHS or ADHD stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _usable(
    vocabulary: Vocabulary, ideas: Mapping[str, tuple[Idea, ...]]
) -> Iterator[tuple[str, Idea]]:
    for theme, several in ideas.items():
        for idea in several if theme in vocabulary.themes else ():
            if idea.group in vocabulary.groups and idea.metric in vocabulary.metrics:
                yield theme, idea


def _teams(vocabulary: Vocabulary, theme: str) -> Mapping[str, tuple[Organisation, ...]]:
    """The bodies that suit a theme, by kind of submitter; all of them where none is named."""
    named = set(TEAMS.get(theme, ()))
    fitting = [body for body in vocabulary.organisations if body.id in named]
    teams: dict[str, tuple[Organisation, ...]] = {}
    for body in fitting or vocabulary.organisations:
        team = body.type if body.type in vocabulary.submitters else vocabulary.submitters[-1]
        teams[team] = (*teams.get(team, ()), body)
    return teams


def _home(organisation: Organisation) -> str:
    return organisation.places[0] if organisation.type == "place_partnership" else ""


def _places(
    vocabulary: Vocabulary, organisation: Organisation, footprint: str, rng: Random
) -> tuple[str, ...]:
    everywhere = tuple(vocabulary.places)
    if footprint in vocabulary.wide_footprints:
        return everywhere
    first = rng.choice(organisation.places or everywhere)
    if footprint == "place":
        return (first,)
    others = [id for id in everywhere if id != first]
    chosen = {first, *rng.sample(others, min(rng.choice((1, 1, 2, 3)), len(others)))}
    return tuple(id for id in everywhere if id in chosen)


def _group(vocabulary: Vocabulary, kind: str, idea: Idea, rng: Random) -> str:
    """The people of the idea, or some of them that the scheme is aimed at."""
    is_open = (
        kind not in ("disinvestment", "efficiency_same_for_less") and idea.group in OPEN_GROUPS
    )
    if not (is_open and chance(rng, 60)):
        return idea.group
    target = rng.choice(TARGETS)
    return target if target in vocabulary.groups else idea.group


def _numbers(vocabulary: Vocabulary, places: tuple[str, ...]) -> tuple[int, int]:
    """The population of the places, and the share of deprived small areas, weighed by it."""
    found = [vocabulary.places[id] for id in places]
    people = sum(place.population for place in found)
    deprived = sum(place.population * place.deprived_percent for place in found)
    return people, round(deprived / people)


def _area(vocabulary: Vocabulary, places: tuple[str, ...]) -> str:
    *most, last = [vocabulary.places[id].title for id in places]
    return f"{', '.join(most)} and {last}" if most else last
