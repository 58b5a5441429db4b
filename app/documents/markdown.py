"""The ranked lists as Markdown: a table for each list."""

import re
from collections.abc import Iterable, Sequence

from app.documents.names import (
    column_value,
    measure_heads,
    measures,
    tier_title,
    title_of,
)
from app.documents.prose import one_line
from app.documents.rows import reason
from app.domain.ranked import Line, RankedList, RankedRound
from rulebook.pack import Pack

_SIGNS = re.compile(r"[\\`*\[\]<>|~]|&(?=#?\w+;)|\b_|_\b")
"""What Markdown or HTML would act on."""


def as_markdown(ranked: RankedRound) -> str:
    """A Markdown table for each list, and for what stands in none."""
    pack = ranked.pack
    parts = [_list(pack, item) for item in ranked.lists]
    parts += [_others("Returned", pack, ranked.returned)] if ranked.returned else []
    parts += [_others("Without a list", pack, ranked.unplaced)] if ranked.unplaced else []
    return "\n".join(parts)


def _list(pack: Pack, item: RankedList) -> str:
    columns = item.ranking.columns
    titles = [column.title for column in columns]
    heads = ["Rank", "Scheme", "Title", "Tier", *measure_heads(item.ranking), *titles, "Why"]
    rows = [
        [
            str(line.rank or ""),
            line.ref,
            title_of(line),
            tier_title(pack, line),
            *measures(item.ranking, line),
            *(column_value(pack, column.id, line) for column in columns),
            reason(pack, line),
        ]
        for line in item.lines
    ]
    return _table(item.ranking.title, heads, rows)


def _others(title: str, pack: Pack, lines: Sequence[Line]) -> str:
    rows = [[line.ref, title_of(line), reason(pack, line)] for line in lines]
    return _table(title, ["Scheme", "Title", "Why"], rows)


def _table(title: str, heads: list[str], rows: Iterable[list[str]]) -> str:
    lines = [f"## {title}", "", _row(heads), _row(["---"] * len(heads)), *map(_row, rows)]
    return "\n".join([*lines, ""])


def _row(cells: Iterable[str]) -> str:
    safe = (_SIGNS.sub(r"\\\g<0>", one_line(cell)) for cell in cells)
    return f"| {' | '.join(safe)} |"
