"""Rounds for the tests of app: village halls, the samples, and made-up schemes."""

import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.ranked import Line, RankedRound
from app.services.ranking import rank_schemes
from app.services.reading import read_schemes
from app.services.vocabulary import vocabulary_from
from rulebook.classifier import classifier_for
from rulebook.pack import Pack
from rulebook.schema import SchemeReader
from scoring.rank import Order
from seed.generator.schemes import generate
from tests.builders import changed, main_pack, tiny_pack

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "seed" / "samples"


def a_hall(ref: str = "VH-001", **changes: Any) -> dict[str, Any]:
    """A complete application of the tiny pack: a work that scores 5/8.5 for its visitors."""
    hall: dict[str, Any] = {
        "scheme_ref": ref,
        "name": "Mend the roof",
        "hall": "UP_1",
        "deed_kind": "mend",
        "dangers": ["none"],
        "keys": {"held": "yes", "since": "2020-01-01"},
        "bills": [{"what": "Slates", "year": "2024-25"}],
        "cost": 50_000,
        "visitors": 100,
        "agreed": True,
    }
    return changed(hall, **changes)


def a_closing(ref: str, saving: int, **changes: Any) -> dict[str, Any]:
    """A hall that closes and so stands on the list of partings."""
    return a_hall(ref, deed_kind="close", saving=saving, **changes)


def ranked(pack: Pack, schemes: Iterable[Any], order: Order = "grouped") -> RankedRound:
    """The round of schemes that are given as plain values."""
    reader = SchemeReader(pack.template)
    classifier = classifier_for(pack, pack.calendar.judged_on, is_live=False)
    return rank_schemes(classifier, [reader.read(scheme) for scheme in schemes], order)


def ranked_halls(*halls: dict[str, Any], order: Order = "grouped") -> RankedRound:
    return ranked(tiny_pack(), halls, order)


def line_of(round_: RankedRound, ref: str) -> Line:
    line = round_.find(ref)
    assert line is not None
    return line


def places(round_: RankedRound, list_id: str) -> list[tuple[str, int | None]]:
    """The references and ranks of a list, in its order."""
    found = next(item for item in round_.lists if item.ranking.id == list_id)
    return [(line.ref, line.rank) for line in found.lines]


@cache
def samples() -> RankedRound:
    """The round of the samples, with both engines at work."""
    pack = main_pack()
    given = read_schemes([SAMPLES], SchemeReader(pack.template))
    assert given.problems == ()
    return rank_schemes(classifier_for(pack, pack.calendar.judged_on), given.schemes)


@cache
def made_up(count: int, seed: int = 1) -> tuple[dict[str, Any], ...]:
    pack = main_pack()
    return tuple(generate(vocabulary_from(pack, pack.calendar.judged_on), count, seed))


def prioritise(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a person would, with output as text."""
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
