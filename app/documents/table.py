"""The ranked lists as tables for a terminal: readable in colour, plain when piped."""

from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from app.documents.markdown import foot_in_words, notes, order_in_words
from app.documents.names import (
    column_value,
    measure_heads,
    measures,
    owner_of,
    tier_title,
    title_of,
)
from app.documents.rows import reason
from app.domain.ranked import SCORE, Line, RankedList, RankedRound
from rulebook.pack import Pack
from rulebook.words import counted, pounds

WIDE = 120
"""From this many columns on a figure has a column of its own."""
LEAST_FOR_SCHEME = 40
"""With less than this left for the scheme and the reason the compact form is easier to read."""
WIDEST_PHRASE = 16
"""A phrase in a column of its own is wrapped beyond this; its words and figures never are."""
GAP = 2


def print_round(ranked: RankedRound, console: Console) -> None:
    """Every list, what was returned, and what the reader should know about them."""
    for item in ranked.lists:
        if item.lines:
            console.print(_heading(ranked, item))
            console.print(_table(ranked.pack, item, console.width))
    for title, lines in (
        ("Returned: not assessed until they are complete", ranked.returned),
        ("Without a list: a fact that decides it is not known", ranked.unplaced),
    ):
        if lines:
            console.print(Text(f"\n{title}", style="bold"))
            console.print(_returned_table(ranked.pack, lines, console.width))
    console.print(Text(f"\n{foot_in_words(ranked)}"))


def _heading(ranked: RankedRound, item: RankedList) -> RenderableType:
    how = f"{counted(len(item.lines), 'schemes')}, {order_in_words(ranked, item)}"
    text = Text(f"\n{item.ranking.title}", style="bold")
    return text.append(f"  {how}", style="not bold dim")


def _table(pack: Pack, item: RankedList, width: int) -> Table:
    """A wide table where the words and figures of every column have room, else a compact one."""
    heads = ["Tier", *measure_heads(item.ranking), *(c.title for c in item.ranking.columns)]
    cells = [_figures(pack, item, line) for line in item.lines]
    widths = [
        _width_for(head, column)
        for head, column in zip(heads, zip(*cells, strict=True), strict=True)
    ]
    ranks = [_rank(line) for line in item.lines]
    rank_width = max(map(len, ["Rank", *ranks]))
    taken = sum(width + GAP for width in (rank_width, *widths))
    if width < WIDE or width - taken < LEAST_FOR_SCHEME:
        return _compact_table(pack, item, ranks, rank_width)
    table = _new_table()
    table.add_column("Rank", justify="right", width=rank_width)
    table.add_column("Scheme and reason", ratio=1)
    for head, column_width, is_number in zip(heads, widths, _are_numbers(pack, item), strict=True):
        table.add_column(Text(head), width=column_width, justify="right" if is_number else "left")
    for line, rank, row in zip(item.lines, ranks, cells, strict=True):
        text = _title(line).append(_reason(pack, line), style="not bold dim")
        table.add_row(Text(rank), text, *map(Text, row))
    return table


def _compact_table(pack: Pack, item: RankedList, ranks: list[str], rank_width: int) -> Table:
    """Two columns: all figures stand in a line under the title."""
    table = _new_table()
    table.add_column("Rank", justify="right", width=rank_width)
    table.add_column("Scheme", ratio=1)
    for line, rank in zip(item.lines, ranks, strict=True):
        text = _title(line).append(f"{_figure_line(pack, item, line)}\n", style="not bold")
        table.add_row(Text(rank), text.append(_reason(pack, line), style="not bold dim"))
    return table


def _figures(pack: Pack, item: RankedList, line: Line) -> list[str]:
    """The tier, what the list is ranked by, and the columns that the pack asks for."""
    columns = (column_value(pack, column.id, line) for column in item.ranking.columns)
    return [tier_title(pack, line), *measures(item.ranking, line), *columns]


def _figure_line(pack: Pack, item: RankedList, line: Line) -> str:
    columns = (f"{c.title}: {column_value(pack, c.id, line)}" for c in item.ranking.columns)
    return " ".join(f"{part}." for part in (tier_title(pack, line), _measure(item, line), *columns))


def _measure(item: RankedList, line: Line) -> str:
    total, *price = measures(item.ranking, line)
    if item.ranking.rank_by == SCORE:
        return f"Score {total}"
    if line.value is None:
        return f"Loss {total}; {price[0]}"
    return f"Loss {total}; for each {pounds(item.ranking.per_pence)} {price[0]}"


def _are_numbers(pack: Pack, item: RankedList) -> list[bool]:
    columns = item.ranking.columns
    return [
        False,
        *(True for _ in measure_heads(item.ranking)),
        *(c.id in pack.facts for c in columns),
    ]


def _width_for(head: str, values: Iterable[str]) -> int:
    """The width at which no word or figure of a column is cut."""
    shown = list(values)
    longest_word = max(len(word) for text in (head, *shown) for word in text.split() or [""])
    return max(longest_word, min(max(map(len, shown)), WIDEST_PHRASE))


def _rank(line: Line) -> str:
    tied = "=" if line.position and line.position.tied_with else ""
    return f"{line.rank}{tied}" if line.rank else "–"


def _title(line: Line) -> Text:
    return Text(f"{line.ref}  {title_of(line)}\n", style="bold")


def _reason(pack: Pack, line: Line) -> str:
    noted = notes(pack, line)
    return f"{owner_of(pack, line)}. {reason(pack, line)}" + (f" Note: {noted}." if noted else "")


def _returned_table(pack: Pack, lines: tuple[Line, ...], width: int) -> Table:
    table = _new_table()
    if width < WIDE:
        table.add_column("Scheme", ratio=1)
        for line in lines:
            table.add_row(_title(line).append(reason(pack, line), style="not bold dim"))
        return table
    table.add_column("Scheme", width=min(max(len(line.ref) for line in lines), LEAST_FOR_SCHEME))
    table.add_column("Title", ratio=2)
    table.add_column("Why", ratio=4)
    for line in lines:
        table.add_row(Text(line.ref), Text(title_of(line)), Text(reason(pack, line)))
    return table


def _new_table() -> Table:
    return Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, expand=True, leading=0)
