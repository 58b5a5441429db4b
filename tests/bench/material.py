"""What the benchmarks work on: the pack that ships, its samples, and made-up schemes by a seed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from app.services.reading import read_schemes
from app.services.vocabulary import vocabulary_from
from rulebook.classifier import Classifier, classifier_for
from rulebook.load import load, named_pack
from rulebook.model import Facts
from rulebook.pack import Pack
from rulebook.schema import SchemeReader
from seed.generator.schemes import generate

Scheme = Mapping[str, Any]

SEED = 1
MISSING_PERCENT = 5
"""So many facts are taken out of made-up schemes, beside those that they lack by themselves."""

_SAMPLES = Path(__file__).parents[2] / "seed" / "samples"


@cache
def pack() -> Pack:
    """The pack that ships."""
    return load(named_pack("cheshire_merseyside"))


@cache
def bulk_classifier() -> Classifier:
    """The compiled rules alone, as for thousands of schemes."""
    return classifier_for(pack(), pack().calendar.judged_on, is_live=False)


@cache
def live_classifier() -> Classifier:
    """Both engines, as for one scheme that somebody waits for."""
    return classifier_for(pack(), pack().calendar.judged_on, is_live=True)


def raw_schemes(count: int) -> list[dict[str, Any]]:
    """Made-up schemes as plain values; the same each time."""
    vocabulary = vocabulary_from(pack(), pack().calendar.judged_on)
    return list(generate(vocabulary, count, SEED))


@cache
def made_up_schemes(count: int) -> tuple[Scheme, ...]:
    """Made-up schemes, checked."""
    reader = SchemeReader(pack().template)
    return tuple(reader.read(scheme) for scheme in raw_schemes(count))


@cache
def sample_schemes() -> tuple[Scheme, ...]:
    """The samples that were written by hand, checked."""
    given = read_schemes([_SAMPLES], SchemeReader(pack().template))
    if given.problems:
        raise ValueError(f"The samples cannot be read: {given.problems[0]}")
    return given.schemes


@cache
def facts_with_gaps(count: int) -> tuple[Facts, ...]:
    """The facts of made-up schemes, some taken out at random: the same ones each time."""
    rng = Random(SEED)  # noqa: S311 the same gaps each time; nothing secret is made
    return tuple(
        {
            id: value
            for id, value in found.facts.values.items()
            if rng.randrange(100) >= MISSING_PERCENT
        }
        for found in bulk_classifier().classify(made_up_schemes(count))
    )
