"""What a chart shows, with every text in it: the same description is always the same picture.

Texts come from outside. They are put on one line and cut where a picture has no room for them, so
the whole of a name stands in the table beneath.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from app.documents.prose import one_line

WIDE, NARROW = "wide", "narrow"
SIZES: Final = (WIDE, NARROW)
"""For a window with room, and for a telephone: a picture that shrinks cannot be read."""
WIDTHS: Final = {WIDE: 760, NARROW: 270}
"""In pixels at their natural size."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`length` is from 0 up; `text` stands at its end. One `apart` has a colour of its own."""

    label: str
    length: int
    text: str
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from one line on the left, one beneath the other."""

    title: str
    about: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """`across` is pence, above 0; `counts` is the value, of 100, which may end up as `may_be`."""

    across: int
    counts: float
    may_be: float
    kind: int


@dataclass(frozen=True, slots=True)
class Dots:
    """Value against money. `kinds` differ by shape and colour; a dot has the place of its kind."""

    title: str
    about: str
    across: str
    up: str
    kinds: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What counts is `low`; it may become `high`, and `most` is what there is. All of 100."""

    label: str
    low: float
    high: float
    most: float
    text: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a total, each within what it could be at most."""

    title: str
    about: str
    parts: tuple[Part, ...]


Chart: TypeAlias = Bars | Dots | Parts


def shortened(text: str, most: int) -> str:
    """A text on one line, cut after as many signs as there is room for."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
