"""What the styles of cells say of their numbers: a percentage, a date, a length of time."""

import re
from dataclasses import dataclass, field
from typing import Final

from app.documents.excel.markup import Attributes, a_parser, damaged, local, run

NUMBER, DAY, LENGTH = "0", "14", "46"
"""A format of each kind that every workbook has: General, a date or time of day, hours."""
MOST_STYLES: Final = 65_536
"""Excel itself takes some 65,000."""
_PERCENTS = frozenset({"9", "10"})
"""The formats 0% and 0.00%, which every workbook has without writing them down."""
_DAYS = frozenset(map(str, (*range(14, 23), 45, 47)))
_LISTS = ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs")
_TOKENS = re.compile(
    r'"[^"]*"|[\\_*].|(?P<length>\[(?:h+|m+|s+)\])|\[[^\]]*\]|(?P<end>;)|(?P<day>[dmyhs])',
    re.IGNORECASE | re.DOTALL,
)


@dataclass(slots=True)
class Styles:
    """The styles of cells: which are percentages, and the kind of each, by its number as text."""

    percents: set[str] = field(default_factory=set)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def times(self) -> frozenset[str]:
        """The styles whose numbers are dates, times or lengths of time."""
        return frozenset(style for style, kind in self.kinds.items() if kind != NUMBER)


def styles_of(part: bytes) -> Styles:
    """The styles of a workbook, from the XML of its part; raises Unreadable where it is damaged."""
    styles, codes, inside = Styles(), dict[str, str](), [""]

    def start(name: str, attributes: Attributes) -> None:
        name = local(name)
        if name in _LISTS:
            inside[0] = name
        elif name == "numFmt" and not inside[0]:
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and inside[0] == "cellXfs":
            _add(styles, attributes.get("numFmtId", NUMBER), codes)
        if max(len(codes), len(styles.kinds)) > MOST_STYLES:
            damaged()

    run(a_parser(start), part)
    return styles


def kind_of(code: str) -> str:
    """The kind of a number format, from its code: NUMBER, DAY or LENGTH."""
    for token in _TOKENS.finditer(code):
        if token.lastgroup:
            return {"length": LENGTH, "day": DAY}.get(token.lastgroup, NUMBER)
    return NUMBER


def _add(styles: Styles, id: str, codes: dict[str, str]) -> None:
    number = str(len(styles.kinds))
    if id in _PERCENTS or "%" in _unquoted(codes.get(id, "")):
        styles.percents.add(number)
    if id in codes:
        styles.kinds[number] = kind_of(codes[id])
    else:
        styles.kinds[number] = DAY if id in _DAYS else LENGTH if id == LENGTH else NUMBER


def _unquoted(code: str) -> str:
    """A format code without the text that it shows as it is."""
    return re.sub(r'"[^"]*"|\\.', "", code)
