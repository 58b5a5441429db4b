"""The texts that the cells of a workbook share: cells only give the number of theirs."""

from dataclasses import dataclass, field

from app.documents.excel.markup import Attributes, Parser, a_parser, damaged, local, run

_DEPTHS = {"sst": 1, "si": 2}


@dataclass(slots=True)
class Strings:
    """The XML of the shared texts without what stands around them, and the bytes that each has."""

    body: bytes = b""
    sizes: list[int] = field(default_factory=list)


class _Scan:
    """Measures each text where it stands: directly in the list, never one inside another."""

    def __init__(self) -> None:
        self.parser: Parser = a_parser(self.start, self.end)
        self.sizes: list[int] = []
        self.depth = self.first = self.last = self.at = 0

    def start(self, name: str, _: Attributes) -> None:
        self.depth += 1
        name = local(name)
        if _DEPTHS.get(name, self.depth) != self.depth or (self.depth == 1 and name != "sst"):
            damaged()
        if name == "si":
            self.at = self.parser.CurrentByteIndex
            self.first = self.first or self.at

    def end(self, name: str) -> None:
        self.depth -= 1
        if local(name) == "si":
            self.sizes.append(self.parser.CurrentByteIndex - self.at)
        elif not self.depth:
            self.last = self.parser.CurrentByteIndex


def strings_of(part: bytes) -> Strings:
    """The shared texts, from the XML of their part; raises Unreadable where it is damaged."""
    scan = _Scan()
    run(scan.parser, part)
    return Strings(part[scan.first : scan.last] if scan.first else b"", scan.sizes)
