"""One criterion: its question, its weight, the anchors of its levels, and its table."""

from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext

from app.documents.names import named
from app.domain.ranked import SCORE
from app.errors import NotFound
from app.services.editions import Edition
from app.web.navigation import Link
from app.web.presenters.citing import ShownSource, shown_sources
from app.web.presenters.criteria import overlap_in_words, share_of
from app.web.presenters.edition import CRITERIA, caption_of, crumbs, link_in
from app.web.presenters.rule_words import reason_in_words, shown_of
from app.web.presenters.table import Column
from app.web.presenters.wide_table import WideCell, WideTable
from rulebook.pack import CriterionSpec, Pack, Row, Scale

NO_CRITERION = lazy_gettext("There is no such criterion in this rulebook.")


@dataclass(frozen=True, slots=True)
class ShownScale:
    """How a list is read on this criterion; `rows` is None where no table gives a level."""

    title: str
    about: str
    anchors: WideTable
    rows: WideTable | None


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """A criterion, whole."""

    title: str
    caption: str
    question: str
    group: str
    group_about: str
    weight: str
    scales: tuple[ShownScale, ...]
    overlaps: tuple[str, ...]
    sources: tuple[ShownSource, ...]
    edition: str
    breadcrumbs: tuple[Link, ...]


def criterion_page(edition: Edition, id: str) -> CriterionPage:
    """Raises NotFound where the matrix has no such criterion."""
    matrix = edition.pack.matrix
    found = next((one for one in matrix.criteria if one.id == id), None)
    if found is None:
        raise NotFound(str(NO_CRITERION))
    return CriterionPage(
        title=found.title,
        caption=gettext("Criterion"),
        question=found.question,
        group=named(matrix.groups, found.group),
        group_about=next(one.about for one in matrix.groups if one.id == found.group),
        weight=gettext("%(share)s of 100", share=share_of(matrix, [found])),
        scales=tuple(_scale(edition, found, name) for name in found.scales),
        overlaps=tuple(
            overlap_in_words(matrix, ids, note) for ids, note in matrix.overlaps if id in ids
        ),
        sources=shown_sources(edition.pack, found.sources),
        edition=caption_of(edition),
        breadcrumbs=crumbs(edition, link_in(edition, gettext("Criteria and weights"), CRITERIA)),
    )


def _scale(edition: Edition, criterion: CriterionSpec, name: str) -> ShownScale:
    scale = criterion.scales[name]
    lists = [ranking for ranking in edition.pack.lists if ranking.scale == name]
    titles = ", ".join(ranking.title for ranking in lists)
    is_loss = any(ranking.rank_by != SCORE for ranking in lists)
    return ShownScale(
        title=gettext("%(list)s: %(what)s", list=titles, what=scale.title or criterion.title),
        about=_about(edition.pack, is_loss=is_loss),
        anchors=_anchors(scale),
        rows=_rows(edition, scale) if scale.rows else None,
    )


def _about(pack: Pack, *, is_loss: bool) -> str:
    top = str(pack.matrix.top_level)
    if is_loss:
        return gettext("Level 0 is nothing lost, level %(top)s is the most lost.", top=top)
    return gettext("Level %(top)s is the best, level 0 the least.", top=top)


def _anchors(scale: Scale) -> WideTable:
    """From the top level down; points where a level has others than its number."""
    columns = [Column(gettext("Level"), is_short=True), Column(gettext("What it means"))]
    if scale.points:
        columns.append(Column(gettext("Points"), is_number=True))
    rows = []
    for level, anchor in reversed(list(enumerate(scale.anchors))):
        cells = [WideCell(str(level)), WideCell(anchor)]
        if scale.points:
            cells.append(WideCell(str(scale.points[level])))
        rows.append(tuple(cells))
    return WideTable(gettext("What each level means"), tuple(columns), tuple(rows))


def _rows(edition: Edition, scale: Scale) -> WideTable:
    columns = (
        Column(gettext("Level"), is_short=True),
        Column(gettext("What the scheme shows")),
        Column(gettext("In short")),
    )
    rows = tuple(_row(edition, row) for row in scale.rows)
    return WideTable(gettext("The level before anyone has assessed it"), columns, rows)


def _row(edition: Edition, row: Row) -> tuple[WideCell, ...]:
    shows = (
        WideCell(lists=shown_of(edition, row.when))
        if row.when
        else WideCell(gettext("Where no row above holds"))
    )
    because = reason_in_words(edition.pack, row.because)
    return (WideCell(str(row.level)), shows, WideCell(because))
