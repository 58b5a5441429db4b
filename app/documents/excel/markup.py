"""The XML of the parts of a workbook, read once and strictly, with nothing kept of it.

All of it is UTF-8, as Excel writes it, and without a document type: what two readers could take
for different things is refused.
"""

from collections.abc import Callable
from typing import Any, Final, NoReturn
from xml.parsers import expat

from app.documents.excel.package import DAMAGED
from app.errors import Unreadable

Attributes = dict[str, str]
Parser = expat.XMLParserType
Start = Callable[[str, Attributes], Any]
End = Callable[[str], Any]
_ENCODINGS: Final = frozenset({"utf-8", "us-ascii", "ascii"})


def damaged(*_: object) -> NoReturn:
    """Refuses the workbook: its XML says what no program for spreadsheets writes."""
    raise Unreadable(DAMAGED)


def a_parser(start: Start | None = None, end: End | None = None, between: str = "") -> Parser:
    """Reads one part. With `between`, names are the namespace, that sign, and the local name."""
    parser = expat.ParserCreate("utf-8", between) if between else expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = damaged
    parser.XmlDeclHandler = _check_encoding
    return parser


def forbid_asides(parser: Parser) -> None:
    """Refuses comments, instructions and CDATA: nobody writes them between cells."""
    parser.CommentHandler = damaged
    parser.ProcessingInstructionHandler = damaged
    parser.StartCdataSectionHandler = damaged


def run(parser: Parser, part: bytes) -> None:
    """Reads a part from its beginning to its end; raises Unreadable where it is damaged."""
    if b"\x00" in part:
        damaged()  # UTF-16, whatever its first line says
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError, OverflowError):
        damaged()


def check(part: bytes) -> None:
    """Refuses a part that is no XML or has a document type; nothing else is read of it."""
    run(a_parser(), part)


def local(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2]


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        damaged()
