"""The lines of a list in tables: one for each tier, each other list, and what is on none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

from flask_babel import gettext, ngettext

from app.access import REVIEW
from app.documents.markdown import notes
from app.documents.names import (
    measure_heads,
    measures,
    named,
    owner_of,
    rule_of_tier,
    tier_title,
    title_of,
)
from app.documents.rows import reason
from app.documents.shown_list import (
    COST,
    FLAGS,
    HOLDS,
    MEASURE,
    OFFSET,
    ORGANISATION,
    PLACES,
    RELEASE,
    TIER,
    USUAL_COLUMNS,
    held_until,
    list_title,
    not_known_gates,
    offset_in_words,
    places_in_words,
)
from app.domain.listing import Entry
from app.domain.money import CASH_RELEASED, GROSS_COST, money_by_year
from app.domain.ranked import SCORE, Line
from app.domain.shown import Total
from app.edge.current import who
from app.web.navigation import SCHEME, link_to
from app.web.presenters.citing import ShownSource, short_sources
from app.web.presenters.list_place import place_in_words
from app.web.presenters.wording import number
from rulebook.pack import Pack, RankingList
from rulebook.words import pounds


@dataclass(frozen=True, slots=True)
class ListColumn:
    """The head of a column of a list."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class ListCell:
    """What stands in a cell, line by line."""

    lines: tuple[str, ...]
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class ListLine:
    """A scheme on a list. `why` is its reason, `place` why it stands just there.

    `href` is empty for who may not open its page, which has the sources: then they stand here.
    """

    rank: str
    title: str
    href: str
    about: tuple[str, ...]
    why: str
    place: str
    sources: tuple[ShownSource, ...]
    cells: tuple[ListCell, ...]


@dataclass(frozen=True, slots=True)
class ListTable:
    """Lines that stand under one heading. `over` is the heading of the list, once for each.

    One with many columns is crowded: long words break in it, so that it stays on the page.
    """

    over: str
    caption: str
    about: str
    columns: tuple[ListColumn, ...]
    lines: tuple[ListLine, ...]
    is_crowded: bool


@dataclass(frozen=True, slots=True)
class ListShape:
    """How lists are shown: in which round, by which pack, with which columns, in which order.

    `above` has the line above each on its list, by reference.
    """

    code: str
    pack: Pack
    columns: tuple[str, ...]
    years: tuple[str, ...]
    is_by_tier: bool
    above: Mapping[str, Line]

    def columns_of(self, item: RankingList | None) -> tuple[str, ...]:
        """Those that were chosen. Unless they were, a list by loss shows what is released."""
        if self.columns != USUAL_COLUMNS or item is None or item.rank_by == SCORE:
            return self.columns
        return tuple(RELEASE if column == COST else column for column in self.columns)


MOST_COLUMNS: Final = 9
"""With more of them beside rank and scheme, whole words do not fit on a window of 1,280 pixels."""
LinesOf = Callable[[Entry], Iterable[str]]
"""What stands in a cell of a line."""
Columns = Sequence[tuple[ListColumn, LinesOf]]


def list_tables(
    shape: ListShape, entries: Sequence[Entry], totals: Iterable[Total]
) -> tuple[ListTable, ...]:
    """The entries of a page in their order."""
    counts = {total.list: total.number for total in totals}
    tables: list[ListTable] = []
    for id, found in groupby(entries, key=lambda entry: entry.list):
        over = f"{list_title(shape.pack, id)}: {number(counts[id])}"
        for tier, lines in groupby(found, key=lambda entry: _group(shape, entry)):
            tables.append(_table(shape, id, tier, tuple(lines), over))
            over = ""
    return tuple(tables)


def _group(shape: ListShape, entry: Entry) -> str | None:
    """The tier under whose heading a line stands; None where there is no such heading."""
    item = _ranking(shape.pack, entry.list)
    is_by_score = item is not None and item.rank_by == SCORE
    return entry.tier if shape.is_by_tier and is_by_score else None


def _table(
    shape: ListShape, id: str, tier: str | None, entries: tuple[Entry, ...], over: str
) -> ListTable:
    item = _ranking(shape.pack, id)
    count = ngettext("%(num)s scheme on this page", "%(num)s schemes on this page", len(entries))
    title = "" if tier is None and over else _table_title(shape, id, tier)
    columns = tuple(_columns(shape, item, has_tier=tier is None))
    return ListTable(
        over=over,
        caption=f"{title} ({count})" if title else count,
        about=_about(shape.pack, tier),
        columns=tuple(column for column, _ in columns),
        lines=tuple(_line(shape, item, columns, entry) for entry in entries),
        is_crowded=len(columns) > MOST_COLUMNS,
    )


def _table_title(shape: ListShape, id: str, tier: str | None) -> str:
    return list_title(shape.pack, id) if tier is None else named(shape.pack.tiers, tier)


def _about(pack: Pack, tier: str | None) -> str:
    if tier is None:
        return ""
    return next((item.about for item in pack.tiers if item.id == tier), "")


def _ranking(pack: Pack, id: str) -> RankingList | None:
    return next((item for item in pack.lists if item.id == id), None)


def _line(shape: ListShape, item: RankingList | None, columns: Columns, entry: Entry) -> ListLine:
    line, pack = entry.line, shape.pack
    may_open = who().may(REVIEW) or entry.organisation == who().organisation
    link = link_to(SCHEME, "", code=shape.code, ref=line.ref) if may_open else None
    about = {
        ORGANISATION: owner_of(pack, line),
        PLACES: places_in_words(pack, entry.places),
    }
    shown = [text for column, text in about.items() if text and column in shape.columns]
    return ListLine(
        rank=_rank(entry),
        title=title_of(line),
        href=link.href if link else "",
        about=(line.ref, *shown),
        why=reason(pack, line),
        place=place_in_words(pack, item, line, shape.above.get(line.ref)) if item else "",
        sources=() if link else _sources(pack, line),
        cells=tuple(
            ListCell(tuple(filter(None, lines_of(entry))), column.is_number)
            for column, lines_of in columns
        ),
    )


def _sources(pack: Pack, line: Line) -> tuple[ShownSource, ...]:
    """Where the rule that gives the tier comes from."""
    rule = rule_of_tier(pack, line)
    return short_sources(pack, rule.sources) if rule else ()


def _rank(entry: Entry) -> str:
    place = entry.line.position
    if place is None or place.rank is None:
        return "–"
    return f"{number(place.rank)}=" if place.tied_with else number(place.rank)


def _columns(
    shape: ListShape, item: RankingList | None, *, has_tier: bool
) -> Iterator[tuple[ListColumn, LinesOf]]:
    """The columns beside rank and scheme, each with what stands in it."""
    pack, chosen = shape.pack, shape.columns_of(item)
    if TIER in chosen and has_tier:
        yield ListColumn(gettext("Tier")), lambda entry: (tier_title(pack, entry.line),)
    if MEASURE in chosen and item:
        yield from _measured(item)
    if COST in chosen:
        yield from _money(GROSS_COST, gettext("Gross cost"), shape.years)
    if RELEASE in chosen:
        yield from _money(CASH_RELEASED, gettext("Cash released"), shape.years)
    if OFFSET in chosen:
        yield ListColumn(gettext("Offset")), lambda entry: (offset_in_words(pack, entry.line),)
    if HOLDS in chosen and item:
        yield ListColumn(gettext("Held until")), lambda entry: _gates(pack, entry)
    if FLAGS in chosen and item:
        yield ListColumn(gettext("Flags")), lambda entry: _flags(pack, entry)


def _measured(item: RankingList) -> Iterator[tuple[ListColumn, LinesOf]]:
    for at, head in enumerate(measure_heads(item)):
        yield ListColumn(head, is_number=True), partial(_measure, item, at)


def _measure(item: RankingList, at: int, entry: Entry) -> tuple[str]:
    return (measures(item, entry.line)[at],)


def _money(part: str, title: str, years: Iterable[str]) -> Iterator[tuple[ListColumn, LinesOf]]:
    for year in years:
        yield ListColumn(f"{title} {whole(year)}", is_number=True), partial(_in_year, part, year)


def _in_year(part: str, year: str, entry: Entry) -> tuple[str]:
    return (money_in_words(money_by_year(entry.line.scheme, part).get(year)),)


def whole(year: str) -> str:
    """A financial year that does not break at its hyphen."""
    return year.replace("-", "\N{NON-BREAKING HYPHEN}")


def money_in_words(pence: int | None) -> str:
    """Whole pounds; a dash where nothing was given."""
    if pence is None:
        return "–"
    return pounds(pence)


def _gates(pack: Pack, entry: Entry) -> list[str]:
    unknown = [
        gettext("Not known yet whether %(gate)s", gate=_lower(gate))
        for gate in not_known_gates(pack, entry.line)
    ]
    return [*held_until(pack, entry.line), *unknown]


def _flags(pack: Pack, entry: Entry) -> list[str]:
    return notes(pack, entry.line).split("; ")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
