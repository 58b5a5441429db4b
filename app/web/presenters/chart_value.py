"""Value against money: scores against costs, and losses against releases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median_high, median_low
from typing import Final

from flask_babel import gettext, ngettext

from app.access import REVIEW
from app.documents.charts.amounts import share_text, short_pounds
from app.documents.charts.described import Dot, Dots
from app.documents.names import score_in_words, tier_title, title_of
from app.domain.listing import Entry
from app.domain.money import CASH_RELEASED, GROSS_COST
from app.domain.ranked import SCORE
from app.domain.shares import cost_of
from app.edge.current import who
from app.web.navigation import SCHEME, Link, path_to
from app.web.presenters.chart import Figure, Shape
from app.web.presenters.list_rows import money_in_words
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wording import number
from rulebook.pack import RankingList
from scoring.score import shown

PREFIX: Final = "value-"
MOST_ROWS: Final = 250
"""As many schemes stand in the table; the list has them all."""


@dataclass(frozen=True, slots=True)
class _Values:
    """The entries of one list. `drawn` have a score and an amount above zero."""

    shape: Shape
    ranking: RankingList
    entries: tuple[Entry, ...]

    @property
    def is_by_score(self) -> bool:
        return self.ranking.rank_by == SCORE

    @property
    def drawn(self) -> list[Entry]:
        return [entry for entry in self.entries if self.amount(entry) and is_scored(entry)]

    def amount(self, entry: Entry) -> int | None:
        part = GROSS_COST if self.is_by_score else CASH_RELEASED
        return cost_of(entry.line.scheme, part)

    def pence(self, entries: Sequence[Entry]) -> int:
        return sum(self.amount(entry) or 0 for entry in entries)


def value_kinds(lists: Sequence[RankingList]) -> dict[str, RankingList]:
    """The charts of value by their kind: one for each list."""
    return {f"{PREFIX}{item.id}": item for item in lists}


def value_figure(shape: Shape, ranking: RankingList) -> Figure:
    entries = tuple(entry for entry in shape.listing.entries if entry.list == ranking.id)
    values = _Values(shape, ranking, entries)
    drawn, headline = values.drawn, _headline(values)
    title = (
        gettext("Value against cost: %(list)s", list=ranking.title)
        if values.is_by_score
        else gettext("Loss against release: %(list)s", list=ranking.title)
    )
    return Figure(
        kind=f"{PREFIX}{ranking.id}",
        title=title,
        headline=headline,
        notes=tuple(_notes(values)),
        chart=_chart(values, title, headline) if drawn else None,
        table=_table(values) if entries else None,
        links=(
            Link(
                gettext("All schemes of “%(list)s”", list=ranking.title),
                shape.list_path(list=ranking.id),
            ),
        )
        if entries
        else (),
    )


def is_scored(entry: Entry) -> bool:
    """Whether any level of a scheme is settled: else nothing is known of its score."""
    score = entry.line.score
    return score is not None and any(part.counted.is_settled for part in score.parts)


def _ends(values: _Values, entry: Entry) -> tuple[Decimal, Decimal]:
    """The value that counts as it is shown, and what it may be: of a loss the upper end counts."""
    score = entry.line.score
    assert score is not None  # noqa: S101 `is_scored` was asked
    low, high = shown(score.low), shown(score.high)
    return (low, high) if values.is_by_score else (high, low)


def _counted(values: _Values, entry: Entry) -> Decimal:
    return _ends(values, entry)[0]


def _headline(values: _Values) -> str:
    drawn = values.drawn
    if not values.entries:
        return gettext("No scheme stands on this list.")
    if not drawn:
        return (
            gettext("No scheme has both a score and a cost yet.")
            if values.is_by_score
            else gettext("No scheme says yet both what would be lost and what it releases.")
        )
    if len(drawn) == 1:
        return _of_one(values, drawn[0])
    return _of_half(values, drawn)


def _of_one(values: _Values, entry: Entry) -> str:
    words = {"value": str(_counted(values, entry)), "amount": short_pounds(values.pence([entry]))}
    if values.is_by_score:
        return gettext("The one scheme here scores %(value)s and asks for %(amount)s.", **words)
    return gettext("The one scheme here has a loss of %(value)s and releases %(amount)s.", **words)


def _of_half(values: _Values, drawn: Sequence[Entry]) -> str:
    """What the better half asks for or releases: all of those that reach the middle value."""
    found = [_counted(values, entry) for entry in drawn]
    middle = median_high(found) if values.is_by_score else median_low(found)
    better = [
        entry
        for entry, value in zip(drawn, found, strict=True)
        if (value >= middle if values.is_by_score else value <= middle)
    ]
    words = {
        "all": number(len(drawn)),
        "better": number(len(better)),
        "value": str(middle),
        "amount": short_pounds(values.pence(better)),
        "share": share_text(values.pence(better), values.pence(drawn)),
    }
    if values.is_by_score:
        return gettext(
            "Of %(all)s schemes, the %(better)s that score %(value)s or more ask for %(amount)s: "
            "%(share)s of the money.",
            **words,
        )
    return gettext(
        "Of %(all)s schemes, the %(better)s with a loss of %(value)s or less release %(amount)s: "
        "%(share)s of the money.",
        **words,
    )


def _chart(values: _Values, title: str, headline: str) -> Dots:
    kinds = _kinds(values)
    places = {tier: place for place, tier in enumerate(kinds)}
    return Dots(
        title=title,
        about=headline,
        across=gettext("Gross cost, all years")
        if values.is_by_score
        else gettext("Cash released, all years"),
        up=gettext("Score of 100") if values.is_by_score else gettext("Loss of 100"),
        kinds=tuple(kinds.values()),
        dots=tuple(_dot(values, entry, places) for entry in values.drawn),
    )


def _kinds(values: _Values) -> dict[str, str]:
    """Every tier of the pack, so that it always looks the same, and those not known at the end."""
    if not values.is_by_score:
        return {"": values.ranking.title}
    tiers = {tier.id: tier.title for tier in values.shape.listing.ranked.pack.tiers}
    if any(not entry.tier for entry in values.drawn):
        tiers[""] = gettext("Tier not known yet")
    return tiers


def _dot(values: _Values, entry: Entry, places: dict[str, int]) -> Dot:
    counts, may_be = _ends(values, entry)
    kind = places[entry.tier] if values.is_by_score else 0
    return Dot(values.amount(entry) or 0, float(counts), float(may_be), kind)


def _notes(values: _Values) -> Iterator[str]:
    drawn = values.drawn
    if any(entry.line.score and not entry.line.score.is_settled for entry in drawn):
        yield (
            gettext(
                "Where answers leave a score open its lower end counts; a line goes up to where it "
                "may end."
            )
            if values.is_by_score
            else gettext(
                "Where answers leave a loss open its upper end counts; a line goes down to where "
                "it may end."
            )
        )
    if drawn:
        yield gettext(
            "Along the scale of money equal steps multiply, so that small schemes can be told "
            "apart beside large ones."
        )
    yield from _left_out(values)


def _left_out(values: _Values) -> Iterator[str]:
    """What is not drawn, and why: what is not known is not zero."""
    amounts = [values.amount(entry) for entry in values.entries]
    if zero := amounts.count(0):
        yield ngettext(
            "Not drawn: %(num)s scheme whose amount is zero, which this scale does not have.",
            "Not drawn: %(num)s schemes whose amount is zero, which this scale does not have.",
            zero,
        )
    if unknown := amounts.count(None):
        yield ngettext(
            "Not drawn: %(num)s scheme whose amount is not known.",
            "Not drawn: %(num)s schemes whose amount is not known.",
            unknown,
        )
    if unscored := sum(not is_scored(entry) for entry in values.entries):
        yield ngettext(
            "Not drawn: %(num)s scheme of which no criterion is scored yet.",
            "Not drawn: %(num)s schemes of which no criterion is scored yet.",
            unscored,
        )


def _table(values: _Values) -> Table:
    value, amount = (
        (gettext("Score"), gettext("Gross cost"))
        if values.is_by_score
        else (gettext("Loss"), gettext("Cash released"))
    )
    return Table(
        _caption(values),
        (
            Column(gettext("Scheme")),
            Column(gettext("Tier")),
            Column(gettext("%(value)s, of 100", value=value), is_number=True),
            Column(gettext("%(amount)s, all years", amount=amount), is_number=True),
        ),
        tuple(_row(values, entry) for entry in values.entries[:MOST_ROWS]),
    )


def _caption(values: _Values) -> str:
    every = len(values.entries)
    if every <= MOST_ROWS:
        return gettext("%(list)s in the order of the list", list=values.ranking.title)
    return gettext(
        "%(list)s: the first %(shown)s of %(all)s, in the order of the list, which has them all",
        list=values.ranking.title,
        shown=number(MOST_ROWS),
        all=number(every),
    )


def _row(values: _Values, entry: Entry) -> Row:
    line, pack = entry.line, values.shape.listing.ranked.pack
    may_open = who().may(REVIEW) or entry.organisation == who().organisation
    href = path_to(SCHEME, code=values.shape.code, ref=line.ref) if may_open else ""
    return Row(
        (
            Cell(title_of(line), href, line.ref),
            Cell(tier_title(pack, line)),
            Cell(score_in_words(line) if is_scored(entry) else money_in_words(None)),
            Cell(money_in_words(values.amount(entry))),
        )
    )
