"""How long a unit of work that met another one waits before it is done again."""

from collections.abc import Callable
from random import SystemRandom
from time import sleep
from typing import Final, TypeAlias

FIRST_SECONDS: Final = 0.005
MOST_SECONDS: Final = 0.2
Pause: TypeAlias = Callable[[int], None]
"""Waits after an attempt that failed; attempts count from 1."""

_random: Final = SystemRandom()


def longest_pause(attempt: int) -> float:
    """The most seconds after an attempt: twice as many each time, up to MOST_SECONDS."""
    return min(FIRST_SECONDS * (1 << (attempt - 1)), MOST_SECONDS)


def pause_at_random(attempt: int) -> None:
    """Waits any time up to the longest, so that those who met do not meet again."""
    sleep(_random.uniform(0, longest_pause(attempt)))
