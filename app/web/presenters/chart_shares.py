"""The money that a list asks for by place, tier and theme: bars with amounts and shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.documents.charts.amounts import share_text, short_pounds
from app.documents.charts.described import Bar, Bars
from app.documents.shown_list import PLACES_COVERED, THEME, labels_of
from app.domain.shares import (
    EVERY,
    NONE,
    NOT_PLACES,
    SEVERAL,
    Portion,
    by_place,
    by_theme,
    by_tier,
    covering,
)
from app.web.navigation import Link
from app.web.presenters.chart import Figure, Shape
from app.web.presenters.list_filters import NAMES
from app.web.presenters.list_rows import money_in_words
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wording import number
from rulebook.words import listed

PLACE, TIER, THEMES = "place", "tier", "theme"
"""The charts by what money is shared out; each is the name of a filter of the list as well."""


@dataclass(frozen=True, slots=True)
class _Shares:
    """Portions in the order in which they are shown, with their names."""

    kind: str
    shape: Shape
    portions: tuple[Portion, ...]
    labels: Mapping[str, str]

    @property
    def pence(self) -> int:
        return sum(portion.pence for portion in self.portions)

    def name(self, portion: Portion) -> str:
        return self.labels.get(portion.id, portion.id)

    def is_apart(self, portion: Portion) -> bool:
        """Whether it is none of the places, tiers or themes that there are."""
        return portion.id in NOT_PLACES

    def named(self) -> tuple[Portion, ...]:
        return tuple(portion for portion in self.portions if not self.is_apart(portion))

    def share(self, portion: Portion) -> str:
        return share_text(portion.pence, self.pence)

    def amount(self, portion: Portion) -> str:
        return f"{short_pounds(portion.pence)}, {self.share(portion)}"

    def href(self, portion: Portion) -> str:
        """The list of these schemes; empty for what the list has no filter for."""
        if self.is_apart(portion):
            return ""
        return self.shape.list_path(**self.shape.only_list, **{self.kind: portion.id})


def place_figure(shape: Shape) -> Figure:
    """Each scheme is counted once: at its place, or among those for several places."""
    places = labels_of(shape.listing.ranked.pack, PLACES_COVERED)
    labels = {
        **places,
        SEVERAL: gettext("Several places together"),
        EVERY: gettext("All %(number)s places together", number=number(len(places))),
        NONE: gettext("No place given"),
    }
    shares = _Shares(PLACE, shape, _apart_last(by_place(shape.asking, places)), labels)
    notes = (
        gettext(
            "A scheme for one place is counted there. One for several places is counted once, in "
            "a grey bar, and not in each of its places."
        ),
        gettext(
            "The last column of the table is what the list adds up to when it is filtered by that "
            "place: every scheme that covers it, alone or with others. Those amounts overlap."
        ),
    )
    title = gettext("Money by place")
    return _figure(shares, title, _place_headline(shares), notes, has_covering=True)


def tier_figure(shape: Shape) -> Figure:
    """In the order of the tiers."""
    tiers = {tier.id: tier.title for tier in shape.listing.ranked.pack.tiers}
    order = {id: place for place, id in enumerate(tiers)}
    found = sorted(by_tier(shape.asking), key=lambda portion: order.get(portion.id, len(order)))
    shares = _Shares(TIER, shape, tuple(found), {**tiers, NONE: gettext("Tier not known yet")})
    return _figure(shares, gettext("Money by tier"), _headline(shares))


def theme_figure(shape: Shape) -> Figure:
    themes = labels_of(shape.listing.ranked.pack, THEME)
    labels = {**themes, NONE: gettext("No theme given")}
    shares = _Shares(THEMES, shape, _apart_last(by_theme(shape.asking)), labels)
    return _figure(shares, gettext("Money by theme"), _headline(shares))


def _apart_last(portions: Sequence[Portion]) -> tuple[Portion, ...]:
    return tuple(sorted(portions, key=lambda portion: portion.id in NOT_PLACES))


def _figure(
    shares: _Shares,
    title: str,
    headline: str,
    notes: tuple[str, ...] = (),
    *,
    has_covering: bool = False,
) -> Figure:
    return Figure(
        kind=shares.kind,
        title=title,
        headline=headline,
        notes=(*notes, *_unknown(shares)) if shares.pence else _unknown(shares),
        chart=_chart(shares, title, headline) if shares.pence else None,
        table=_table(shares, title, has_covering=has_covering) if shares.portions else None,
        links=tuple(Link(shares.name(one), shares.href(one)) for one in shares.named()),
    )


def _chart(shares: _Shares, title: str, headline: str) -> Bars:
    bars = tuple(
        Bar(shares.name(one), one.pence, shares.amount(one), shares.is_apart(one))
        for one in shares.portions
    )
    return Bars(title, headline, bars)


def _headline(shares: _Shares) -> str:
    """Who asks for the most; all of them where several ask for as much."""
    if not shares.pence:
        return gettext("No scheme gives a cost yet.")
    most = max(portion.pence for portion in shares.portions)
    first = [portion for portion in shares.portions if portion.pence == most]
    names = listed(f"“{shares.name(portion)}”" for portion in first)
    words = {"names": names, "amount": short_pounds(most), "share": shares.share(first[0])}
    if len(first) > 1:
        return gettext("%(names)s ask for the most: %(amount)s each, %(share)s of all.", **words)
    return gettext("%(names)s asks for the most: %(amount)s, %(share)s of all.", **words)


def _place_headline(shares: _Shares) -> str:
    """The place that asks for the most by itself, and what is asked for by several together."""
    named = shares.named()
    if not shares.pence or not named or not named[0].pence:
        return _headline(shares)
    first = [portion for portion in named if portion.pence == named[0].pence]
    words = {
        "names": listed(map(shares.name, first)),
        "amount": short_pounds(first[0].pence),
        "share": shares.share(first[0]),
    }
    if len(first) > 1:
        alone = gettext("Of single places %(names)s ask for most: %(amount)s each.", **words)
    else:
        alone = gettext("Of single places %(names)s asks for most: %(amount)s, %(share)s.", **words)
    return " ".join(filter(None, (alone, _together(shares))))


def _together(shares: _Shares) -> str:
    pence = sum(portion.pence for portion in shares.portions if portion.id in (SEVERAL, EVERY))
    if not pence:
        return ""
    return gettext(
        "Schemes for more places than one ask for %(amount)s, %(share)s of all.",
        amount=short_pounds(pence),
        share=share_text(pence, shares.pence),
    )


def _unknown(shares: _Shares) -> tuple[str, ...]:
    count = sum(portion.unknown for portion in shares.portions)
    if not count:
        return ()
    text = ngettext(
        "%(num)s scheme gives no cost: it is counted among the schemes and adds no money.",
        "%(num)s schemes give no cost: they are counted among the schemes and add no money.",
        count,
    )
    return (text,)


def _table(shares: _Shares, title: str, *, has_covering: bool) -> Table:
    heads = [gettext("Schemes"), gettext("Gross cost"), gettext("Share of all")]
    if has_covering:
        heads.append(gettext("With those shared with others"))
    rows = [_row(shares, portion, has_covering=has_covering) for portion in shares.portions]
    number_of = sum(portion.number for portion in shares.portions)
    sums = [number(number_of), money_in_words(shares.pence), share_text(shares.pence, shares.pence)]
    total = [gettext("All together"), *sums, *([money_in_words(None)] if has_covering else [])]
    columns = [Column(head, is_number=True) for head in heads]
    return Table(
        gettext("%(title)s: gross cost of all years", title=title),
        (Column(str(NAMES[shares.kind])), *columns),
        (*rows, Row(tuple(map(Cell, total)), stands_out=True)),
    )


def _row(shares: _Shares, portion: Portion, *, has_covering: bool) -> Row:
    is_given = portion.unknown < portion.number
    cells = [
        Cell(shares.name(portion), shares.href(portion)),
        Cell(number(portion.number)),
        Cell(money_in_words(portion.pence if is_given else None)),
        Cell(shares.share(portion) if is_given else money_in_words(None)),
    ]
    if has_covering:
        is_place = not shares.is_apart(portion)
        found = covering(shares.shape.asking, portion.id) if is_place else None
        cells.append(Cell(money_in_words(found)))
    return Row(tuple(cells))
