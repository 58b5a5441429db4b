"""The criteria with their weights, by group, and what separates equal totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from flask_babel import format_decimal, gettext

from app.services.editions import Edition
from app.web.navigation import Link
from app.web.presenters.citing import ShownSource, shown_sources
from app.web.presenters.edition import CRITERION, caption_of, crumbs, path_in
from app.web.presenters.table import Cell, Column, Row, Table
from rulebook.pack import CriterionSpec, MatrixSpec, TieBreakSpec

WHOLE: Final = 100
"""Weights are shown as shares of this."""


@dataclass(frozen=True, slots=True)
class Share:
    """A group of criteria: `width` of 100 is how long its bar is."""

    title: str
    share: str
    about: str
    width: str


@dataclass(frozen=True, slots=True)
class TieBreaks:
    """What separates equal totals on one list, first things first."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriteriaPage:
    """Every criterion, with the weights by group beside them."""

    title: str
    caption: str
    about: str
    shares: tuple[Share, ...]
    table: Table
    tie_breaks: tuple[TieBreaks, ...]
    overlaps: tuple[str, ...]
    sources: tuple[ShownSource, ...]
    breadcrumbs: tuple[Link, ...]


def criteria_page(edition: Edition) -> CriteriaPage:
    matrix = edition.pack.matrix
    return CriteriaPage(
        title=gettext("Criteria and weights"),
        caption=caption_of(edition),
        about=matrix.about,
        shares=_shares(matrix),
        table=_table(edition),
        tie_breaks=_tie_breaks(edition),
        overlaps=tuple(overlap_in_words(matrix, ids, note) for ids, note in matrix.overlaps),
        sources=shown_sources(edition.pack, matrix.sources),
        breadcrumbs=crumbs(edition),
    )


def share_of(matrix: MatrixSpec, criteria: Iterable[CriterionSpec]) -> str:
    """The weight of criteria as a share of 100, to one decimal where it is not whole."""
    return format_decimal(round(_share(matrix, criteria), 1), format="#,##0.#")


def overlap_in_words(matrix: MatrixSpec, ids: Iterable[str], note: str) -> str:
    titles = "; ".join(matrix.criterion(id).title for id in ids)
    return gettext("%(titles)s. %(note)s", titles=titles, note=note)


def _share(matrix: MatrixSpec, criteria: Iterable[CriterionSpec]) -> Decimal:
    total = sum(Fraction(criterion.weight) for criterion in matrix.criteria)
    part = sum((Fraction(criterion.weight) for criterion in criteria), Fraction(0))
    share = part * WHOLE / total
    return Decimal(share.numerator) / Decimal(share.denominator)


def _shares(matrix: MatrixSpec) -> tuple[Share, ...]:
    shares = []
    for group in matrix.groups:
        criteria = [criterion for criterion in matrix.criteria if criterion.group == group.id]
        text = gettext("%(share)s of 100", share=share_of(matrix, criteria))
        width = f"{_share(matrix, criteria):.2f}"
        shares.append(Share(group.title, text, group.about, width))
    return tuple(shares)


def _table(edition: Edition) -> Table:
    matrix = edition.pack.matrix
    titles = {group.id: group.title for group in matrix.groups}
    rows = (
        Row(
            (
                Cell(one.title, path_in(edition, CRITERION, id=one.id), one.question),
                Cell(titles[one.group]),
                Cell(share_of(matrix, [one])),
            )
        )
        for one in matrix.criteria
    )
    columns = (
        Column(gettext("Criterion")),
        Column(gettext("Group"), is_short=True),
        Column(gettext("Weight"), is_number=True),
    )
    return Table(gettext("Every criterion, with its weight of 100"), columns, tuple(rows))


def _tie_breaks(edition: Edition) -> tuple[TieBreaks, ...]:
    pack = edition.pack
    return tuple(
        TieBreaks(
            ranking.title,
            tuple(_step(pack.matrix, one) for one in pack.matrix.tie_breaks[ranking.id]),
        )
        for ranking in pack.lists
        if pack.matrix.tie_breaks.get(ranking.id)
    )


def _step(matrix: MatrixSpec, step: TieBreakSpec) -> str:
    """A step by its title; for a criterion, whether the higher or the lower level goes first."""
    if step.kind != "criterion":
        return step.title
    title = matrix.criterion(step.id).title
    if step.prefer == "high":
        return gettext("%(title)s: the higher level first", title=title)
    return gettext("%(title)s: the lower level first", title=title)
