"""Draws charts. The one place that knows the library that does so.

The library runs a JavaScript engine in threads of its own, which do not go along into a process
that is forked: there it would wait for ever. So nothing is drawn before the workers of the server
have begun, and a process that was forked later says so instead of waiting.
"""

import os
from importlib import metadata
from typing import Final

import vl_convert

from app.documents.charts.cleaning import cleaned
from app.documents.charts.described import Bars, Chart, Dots, Parts
from app.documents.charts.looks import Spec
from app.documents.charts.rows import bars_spec, parts_spec
from app.documents.charts.scatter import dots_spec
from app.documents.prose import one_line
from app.domain.ledger import sha256_of

GRAMMAR: Final = "6.4"
"""The version of Vega-Lite, of those that the library brings."""
CLEANED: Final = 1
"""Goes up with every change of what is cleaned away, so that no picture of before is shown."""
_DRAWS_IN: list[int] = []


class CannotDraw(Exception):
    """The library cannot work in this process."""


def digest_of(chart: Chart, size: str) -> str:
    """What a picture follows from, as one hash: all that is seen, how it looks, drawn by what."""
    drawn_by = (CLEANED, GRAMMAR, metadata.version("vl-convert-python"))
    return sha256_of([_spec(chart, size), chart.title, chart.about, drawn_by])


def draw(chart: Chart, size: str) -> str:
    """The picture as SVG: the same description gives the same text in every process."""
    _check_process()
    name = f"chart-{digest_of(chart, size)[:12]}"
    svg = vl_convert.vegalite_to_svg(_spec(chart, size), vl_version=GRAMMAR, allowed_base_urls=[])
    return cleaned(svg, one_line(chart.title), one_line(chart.about), name)


def _spec(chart: Chart, size: str) -> Spec:
    match chart:
        case Bars():
            return bars_spec(chart, size)
        case Parts():
            return parts_spec(chart, size)
        case Dots():
            return dots_spec(chart, size)


def _check_process() -> None:
    if not _DRAWS_IN:
        _DRAWS_IN.append(os.getpid())
    if _DRAWS_IN[0] != os.getpid():
        raise CannotDraw("This process was forked from one that has drawn: it would wait for ever.")
