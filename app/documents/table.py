"""The ranked lists as tables for a terminal: readable in colour, plain when piped."""

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from app.documents.names import (
    column_value,
    measure_heads,
    measures,
    named,
    owner_of,
    tier_title,
    title_of,
)
from app.documents.rows import reason
from app.domain.ranked import SCORE, Line, RankedList, RankedRound
from rulebook.pack import Pack
from rulebook.words import counted, pounds


def print_round(ranked: RankedRound, console: Console) -> None:
    """Every list, what was returned, and what the reader should know about them."""
    for item in ranked.lists:
        if item.lines:
            console.print(_heading(ranked, item))
            console.print(_table(ranked.pack, item))
    for title, lines in (
        ("Returned: not assessed until they are complete", ranked.returned),
        ("Without a list: a fact that decides it is not known", ranked.unplaced),
    ):
        if lines:
            console.print(Text(f"\n{title}", style="bold"))
            console.print(_returned_table(ranked.pack, lines))
    console.print(_foot(ranked))


def _heading(ranked: RankedRound, item: RankedList) -> RenderableType:
    if item.ranking.rank_by == SCORE:
        how = "tier first, then score" if ranked.order == "grouped" else "score, all tiers together"
        how = f"by {how}; a score is of 100, ranked by its lower end"
    else:
        how = f"least benefit lost for each {pounds(item.ranking.per_pence)} released first"
    text = Text(f"\n{item.ranking.title}", style="bold")
    return text.append(f"  {counted(len(item.lines), 'schemes')}, {how}", style="not bold dim")


def _table(pack: Pack, item: RankedList) -> Table:
    table = _new_table()
    table.add_column("Rank", justify="right", no_wrap=True)
    table.add_column("Scheme and reason", ratio=6)
    table.add_column("Tier", ratio=1)
    for head in measure_heads(item.ranking):
        table.add_column(head, justify="right", ratio=1)
    for column in item.ranking.columns:
        is_number = column.id in pack.facts
        table.add_column(column.title, justify="right" if is_number else "left", ratio=1)
    for line in item.lines:
        table.add_row(*_cells(pack, item, line))
    return table


def _title_cell(pack: Pack, line: Line) -> Text:
    text = Text(f"{line.ref}  {title_of(line)}\n", style="bold")
    text.append(f"{owner_of(pack, line)}. {reason(pack, line)}", style="not bold dim")
    flags = [named(pack.flags, flag) for flag in line.classification.flags]
    return text.append(f" Note: {'; '.join(flags)}.", style="not bold dim") if flags else text


def _cells(pack: Pack, item: RankedList, line: Line) -> list[RenderableType]:
    tied = "=" if line.position and line.position.tied_with else ""
    return [
        Text(f"{line.rank}{tied}" if line.rank else "–"),
        _title_cell(pack, line),
        Text(tier_title(pack, line)),
        *map(Text, measures(item.ranking, line)),
        *(Text(column_value(pack, column.id, line)) for column in item.ranking.columns),
    ]


def _returned_table(pack: Pack, lines: tuple[Line, ...]) -> Table:
    table = _new_table()
    table.add_column("Scheme", no_wrap=True)
    table.add_column("Title", ratio=2)
    table.add_column("Why", ratio=4)
    for line in lines:
        table.add_row(line.ref, Text(title_of(line)), Text(reason(pack, line)))
    return table


def _new_table() -> Table:
    return Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, expand=True, leading=0)


def _foot(ranked: RankedRound) -> Text:
    pack = ranked.pack
    text = Text(f"\n{pack.title}, version {pack.version}, as of {ranked.day.isoformat()}. ")
    text.append(f"Pack {pack.sha256[:12]}. Levels are provisional, from the answers of the teams. ")
    if disputed := [line.ref for line in ranked.disputed]:
        text.append(f"For review, because the two engines differ: {', '.join(disputed)}.")
    return text
