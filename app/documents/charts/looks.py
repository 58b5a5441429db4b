"""How charts look: their colours, shapes and type, and the parts that several kinds share."""

from typing import Any, Final

from app.documents.charts.described import NARROW, WIDTHS

Spec = dict[str, Any]
"""A chart in Vega-Lite."""

FONT: Final = "Arial, sans-serif"
TEXT, GRID, LINE, WHITE = "#212b32", "#d8dde0", "#768692", "#ffffff"
BLUE, BROWN, GREY = "#005eb8", "#b35900", "#5f6f7a"
PALE: Final = "#b3cfea"
"""What may still come; it has a blue edge, which has the contrast."""
COLOURS: Final = (BLUE, BROWN, GREY, TEXT)
"""Each at least 4.5 to 1 on white."""
SHAPES: Final = ("circle", "triangle-up", "square", "diamond", "cross", "triangle-down")
SIZES: Final = {"wide": 15, "narrow": 14}
"""Of the type, in pixels."""


def look_of_kind(number: int) -> tuple[str, str]:
    """Colour and shape of a kind. Two kinds that share a colour do not share a shape."""
    return COLOURS[number % len(COLOURS)], SHAPES[number % len(SHAPES)]


def page(size: str, height: int, **parts: Any) -> Spec:
    """A picture of the natural width of its size, drawn to its edges."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTHS[size],
        "height": height,
        "background": WHITE,
        "config": _config(size),
        **parts,
    }


def is_narrow(size: str) -> bool:
    return size == NARROW


def _config(size: str) -> Spec:
    letters = {"labelFontSize": SIZES[size], "titleFontSize": SIZES[size]}
    tones = {"labelColor": TEXT, "titleColor": TEXT}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "text": {"fontSize": SIZES[size], "color": TEXT, "baseline": "middle", "align": "left"},
        "axis": {
            **letters,
            **tones,
            "gridColor": GRID,
            "domainColor": LINE,
            "tickColor": LINE,
            "titleFontWeight": "normal",
            "titlePadding": 12,
            "labelPadding": 6,
            "labelLimit": 0,
            "titleLimit": 0,
        },
        "legend": {**letters, **tones, "labelLimit": 0, "symbolSize": 110, "rowPadding": 6},
    }
