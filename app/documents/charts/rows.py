"""Charts of rows: a name, a bar and what it stands for. On a narrow screen the name is above."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.documents.charts.described import NARROW, WIDE, Bars, Parts, shortened
from app.documents.charts.looks import BLUE, GREY, GRID, PALE, Spec, page
from app.documents.prose import one_line

LINE: Final = 18
"""From one line of a name to the next, in pixels."""
MOST_LINES: Final = 2
LONGEST_TEXT: Final = 24


@dataclass(frozen=True, slots=True)
class _Room:
    """How rows are drawn, in pixels: bars reach from `left` to `right`, text stands behind."""

    left: int
    right: int
    thickness: int
    gap: int
    signs: int
    is_beneath: bool


ROOMS: Final = {
    WIDE: _Room(280, 610, 18, gap=16, signs=36, is_beneath=False),
    NARROW: _Room(0, 155, 14, gap=16, signs=36, is_beneath=True),
}
"""`gap` is between rows; `signs` is how long a line of a name may be."""


def bars_spec(chart: Bars, size: str) -> Spec:
    """Bars with their names and amounts."""
    rows = [
        {"start": 0, "end": bar.length, "text": bar.text, "colour": GREY if bar.is_apart else BLUE}
        for bar in chart.bars
    ]
    most = max(bar.length for bar in chart.bars)
    fill = {"field": "colour", "type": "nominal", "scale": None}
    layers = [_bar(size, "start", "end", most, fill), _text(size, "end", most)]
    return _rows(size, [bar.label for bar in chart.bars], rows, layers)


def parts_spec(chart: Parts, size: str) -> Spec:
    """Bars within the most that each could be: what counts is full, what may still come is pale."""
    rows = [
        {"start": 0, "low": part.low, "high": part.high, "most": part.most, "text": part.text}
        for part in chart.parts
    ]
    most = max(part.most for part in chart.parts)
    still_open = _bar(size, "low", "high", most, {"value": PALE})
    still_open["mark"] |= {"stroke": BLUE, "strokeWidth": 1}
    still_open["transform"] = [{"filter": "datum.high > datum.low"}]
    layers = [
        _bar(size, "start", "most", most, {"value": GRID}),
        still_open,
        _bar(size, "start", "low", most, {"value": BLUE}),
        _text(size, "most", most),
    ]
    return _rows(size, [part.label for part in chart.parts], rows, layers)


def _rows(size: str, labels: Sequence[str], rows: Sequence[Spec], layers: Iterable[Spec]) -> Spec:
    """Each row takes as much height as its name needs."""
    room, top = ROOMS[size], 0
    lines: list[Spec] = []
    for row, label in zip(rows, labels, strict=True):
        wrapped = _wrapped(label, room.signs)
        name = LINE * len(wrapped)
        height = name + room.thickness + 4 if room.is_beneath else max(name, room.thickness)
        bar_top = top + (name + 4 if room.is_beneath else (height - room.thickness) / 2)
        name_top = top if room.is_beneath else top + (height - name) / 2
        lines += [
            {"y": name_top + LINE * (n + 0.5), "label": line} for n, line in enumerate(wrapped)
        ]
        row |= {"top": bar_top, "bottom": bar_top + room.thickness}
        row |= {
            "middle": bar_top + room.thickness / 2,
            "text": shortened(row["text"], LONGEST_TEXT),
        }
        top += height + room.gap
    names = {
        "data": {"values": lines},
        "mark": "text",
        "encoding": {"x": {"value": 0}, "y": _pixel("y"), "text": {"field": "label"}},
    }
    return page(
        size,
        top - room.gap,
        autosize="none",
        padding=0,
        data={"values": list(rows)},
        layer=[names, *layers],
    )


def _wrapped(label: str, signs: int) -> Sequence[str]:
    return textwrap.wrap(
        one_line(label), signs, max_lines=MOST_LINES, placeholder="…", break_on_hyphens=False
    ) or [""]


def _bar(size: str, start: str, end: str, most: float, fill: Spec) -> Spec:
    encoding = {
        "x": _across(size, start, most),
        "x2": {"field": end},
        "y": _pixel("top"),
        "y2": {"field": "bottom"},
        "color": fill,
    }
    return {"mark": {"type": "rect"}, "encoding": encoding}


def _text(size: str, end: str, most: float) -> Spec:
    """What stands behind the end of a bar."""
    across = _across(size, end, most)
    encoding = {"x": across, "y": _pixel("middle"), "text": {"field": "text"}}
    return {"mark": {"type": "text", "dx": 8}, "encoding": encoding}


def _across(size: str, field: str, most: float) -> dict[str, Any]:
    scale = {"domain": [0, most], "range": [ROOMS[size].left, ROOMS[size].right]}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _pixel(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}
