"""The ranked lists as Markdown: a table for each list, and the words that stand round one."""

import re
from collections.abc import Iterable, Sequence

from app.documents.names import (
    column_value,
    measure_heads,
    measures,
    named,
    tier_title,
    title_of,
)
from app.documents.prose import one_line
from app.documents.rows import reason
from app.domain.ranked import SCORE, Line, RankedList, RankedRound
from rulebook.pack import Pack
from rulebook.words import pounds

_SIGNS = re.compile(r"[\\`*\[\]<>|~]|&(?=#?\w+;)|\b_|_\b")
"""What Markdown or HTML would act on."""


def as_markdown(ranked: RankedRound) -> str:
    """A Markdown table for each list, and for what stands in none; what judged them at the foot."""
    pack = ranked.pack
    parts = [_list(ranked, item) for item in ranked.lists]
    parts += [_others("Returned", pack, ranked.returned)] if ranked.returned else []
    parts += [_others("Without a list", pack, ranked.unplaced)] if ranked.unplaced else []
    return "\n".join([*parts, f"{_safe(foot_in_words(ranked))}\n"])


def order_in_words(ranked: RankedRound, item: RankedList) -> str:
    """How a list is ordered."""
    if item.ranking.rank_by != SCORE:
        return f"least benefit lost for each {pounds(item.ranking.per_pence)} released first"
    how = "tier first, then score" if ranked.order == "grouped" else "score, all tiers together"
    return f"by {how}; a score is of 100, ranked by its lower end"


def foot_in_words(ranked: RankedRound) -> str:
    """What judged a round, and what its reader should know."""
    pack = ranked.pack
    parts = [
        f"{pack.title}, version {pack.version}, as of {ranked.day.isoformat()}.",
        f"Pack {pack.sha256[:12]}. Levels are provisional, from the answers of the teams.",
    ]
    if disputed := [line.ref for line in ranked.disputed]:
        parts.append(f"For review, because the two engines differ: {', '.join(disputed)}.")
    return " ".join(parts)


def notes(pack: Pack, line: Line) -> str:
    """The titles of the flags of a scheme."""
    return "; ".join(named(pack.flags, flag) for flag in line.classification.flags)


def _list(ranked: RankedRound, item: RankedList) -> str:
    pack, columns = ranked.pack, item.ranking.columns
    titles = [column.title for column in columns]
    heads = [
        "Rank",
        "Scheme",
        "Title",
        "Tier",
        *measure_heads(item.ranking),
        *titles,
        "Why",
        "Notes",
    ]
    rows = [
        [
            str(line.rank or ""),
            line.ref,
            title_of(line),
            tier_title(pack, line),
            *measures(item.ranking, line),
            *(column_value(pack, column.id, line) for column in columns),
            reason(pack, line),
            notes(pack, line),
        ]
        for line in item.lines
    ]
    order = order_in_words(ranked, item)
    return _table(item.ranking.title, heads, rows, f"{order[:1].upper()}{order[1:]}.")


def _others(title: str, pack: Pack, lines: Sequence[Line]) -> str:
    rows = [[line.ref, title_of(line), reason(pack, line)] for line in lines]
    return _table(title, ["Scheme", "Title", "Why"], rows)


def _table(title: str, heads: list[str], rows: Iterable[list[str]], about: str = "") -> str:
    above = [f"## {_safe(title)}", "", *([_safe(about), ""] if about else [])]
    lines = [*above, _row(heads), _row(["---"] * len(heads)), *map(_row, rows)]
    return "\n".join([*lines, ""])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_safe, cells))} |"


def _safe(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", one_line(text))
