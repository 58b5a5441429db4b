"""Draws from tables: by chance, by weight, and along a ladder from weak to strong."""

from collections.abc import Mapping, Sequence
from random import Random


def chance(rng: Random, percent: float) -> bool:
    """True in `percent` of a hundred draws."""
    return rng.random() * 100 < percent


def pick(rng: Random, weights: Mapping[str, int]) -> str:
    """A key, as often as its weight says."""
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def rung(rng: Random, ladder: Sequence[str], strength: float) -> str:
    """A step of a ladder that runs from weak to strong, near `strength`, from 0 to 1."""
    step = round(rng.gauss(strength * (len(ladder) - 1), 1.0))
    return ladder[min(max(step, 0), len(ladder) - 1)]


def some(rng: Random, items: Sequence[str], most: int, least: int = 0) -> list[str]:
    """From `least` to `most` different items, in their own order, never more than there are."""
    wanted = rng.sample(range(len(items)), min(rng.randint(least, most), len(items)))
    return [items[index] for index in sorted(wanted)]


def rounded(pounds: float, step: int = 1000) -> int:
    """Pounds to whole pence, rounded to `step` pounds."""
    return round(pounds / step) * step * 100
