"""The chart of value against money: a point for each scheme, on a scale that multiplies."""

from collections.abc import Sequence
from typing import Any, Final

import orjson

from app.documents.charts.amounts import money_ticks, short_pounds
from app.documents.charts.described import NARROW, WIDE, Dots, shortened
from app.documents.charts.looks import LINE, Spec, is_narrow, look_of_kind, page

HEIGHTS: Final = {WIDE: 460, NARROW: 430}
POINT_AREAS: Final = {WIDE: 80, NARROW: 60}
LONGEST_NAME: Final = {WIDE: 26, NARROW: 40}
LONGEST_TITLE: Final = 36
FULL: Final = 100


def dots_spec(chart: Dots, size: str) -> Spec:
    """Points, with a line to where a value that is open may end."""
    rows = [
        {"x": dot.across, "counts": dot.counts, "may_be": dot.may_be, "kind": dot.kind}
        for dot in chart.dots
    ]
    amounts = [dot.across for dot in chart.dots]
    ticks = money_ticks(min(amounts), max(amounts))
    x, y = _money_axis(chart.across, ticks, size), _score_axis(chart.up)
    reach = {
        "transform": [{"filter": "datum.counts != datum.may_be"}],
        "mark": {"type": "rule", "color": LINE, "strokeWidth": 1.5},
        "encoding": {"x": x, "y": y, "y2": {"field": "may_be"}},
    }
    points = {
        "mark": {"type": "point", "filled": True, "opacity": 0.85, "size": POINT_AREAS[size]},
        "encoding": {"x": x, "y": y, **_kinds(chart.kinds, size)},
    }
    return page(
        size,
        HEIGHTS[size],
        autosize={"type": "fit", "contains": "padding"},
        padding={"left": 2, "right": 18, "top": 4, "bottom": 4},
        data={"values": rows},
        layer=[reach, points],
    )


def _money_axis(title: str, ticks: Sequence[int], size: str) -> Spec:
    names = {str(tick): short_pounds(tick) for tick in _shown(ticks, size)}
    axis: dict[str, Any] = {
        "title": shortened(title, LONGEST_TITLE),
        "values": [int(tick) for tick in names],
        "labelExpr": f"({orjson.dumps(names).decode()})[datum.value]",
        "labelFlush": False,
    }
    scale = {"type": "log", "domain": [ticks[0], ticks[-1]], "nice": False}
    return {"field": "x", "type": "quantitative", "scale": scale, "axis": axis}


def _shown(ticks: Sequence[int], size: str) -> Sequence[int]:
    """On a narrow screen every other one where there are many."""
    return ticks[::2] if is_narrow(size) and len(ticks) > 5 else ticks


def _score_axis(title: str) -> Spec:
    axis = {"title": shortened(title, LONGEST_TITLE), "values": list(range(0, FULL + 1, 20))}
    return {
        "field": "counts",
        "type": "quantitative",
        "scale": {"domain": [0, FULL]},
        "axis": axis,
    }


def _kinds(kinds: Sequence[str], size: str) -> Spec:
    """Shape and colour of each kind, with one legend for both; none where there is one kind."""
    numbers = list(range(len(kinds)))
    looks = [look_of_kind(number) for number in numbers]
    names = {str(number): shortened(kind, LONGEST_NAME[size]) for number, kind in enumerate(kinds)}
    legend = {
        "orient": "top",
        "title": None,
        "columns": 1 if is_narrow(size) else 4,
        "labelExpr": f"({orjson.dumps(names).decode()})[datum.label]",
        "symbolOpacity": 1,
    }
    shown = legend if len(kinds) > 1 else None
    ranges = {
        "color": [colour for colour, _ in looks],
        "shape": [shape for _, shape in looks],
    }
    return {
        channel: {
            "field": "kind",
            "type": "nominal",
            "scale": {"domain": numbers, "range": values},
            "legend": shown,
        }
        for channel, values in ranges.items()
    }
