"""The score of one scheme by criterion, as a chart."""

from collections.abc import Sequence
from functools import partial

from flask_babel import gettext, ngettext

from app.documents.charts.described import Part as DrawnPart
from app.documents.charts.described import Parts
from app.domain.ranked import SCORE, Line, RankedList
from app.web.navigation import path_to
from app.web.presenters.chart import SCORE_CHART, Figure, ShownChart, shown_chart
from rulebook.pack import Pack
from scoring.score import Part, shown

KIND = "score"


def score_figure(pack: Pack, line: Line, ranked: RankedList | None) -> Figure | None:
    """None for a scheme that is not scored. Its table is the one that the page has already."""
    if ranked is None or line.score is None:
        return None
    is_by_score = ranked.ranking.rank_by == SCORE
    title = gettext("Score by criterion") if is_by_score else gettext("Loss by criterion")
    parts = line.score.parts
    headline = _headline(pack, ranked, line, parts)
    drawn = tuple(_part(pack, ranked, part) for part in parts)
    notes = tuple(_notes(line, is_by_score=is_by_score))
    return Figure(KIND, title, headline, notes, Parts(title, headline, drawn), None)


def shown_score(
    pack: Pack, line: Line, ranked: RankedList | None, code: str, position: int
) -> ShownChart | None:
    figure = score_figure(pack, line, ranked)
    if figure is None:
        return None

    address = partial(path_to, SCORE_CHART, code=code, ref=line.ref, position=position)
    return shown_chart(figure, address)


def criterion_on(pack: Pack, ranked: RankedList, id: str) -> str:
    """The name of a criterion on the scale of the list."""
    spec, scale = pack.matrix.criterion(id), ranked.ranking.scale
    return (spec.scales[scale].title if scale in spec.scales else "") or spec.title


def _part(pack: Pack, ranked: RankedList, part: Part) -> DrawnPart:
    low, high, most = shown(part.low), shown(part.high), shown(part.share)
    text = (
        gettext("%(points)s of %(most)s", points=str(low), most=str(most))
        if low == high
        else gettext(
            "%(low)s to %(high)s of %(most)s", low=str(low), high=str(high), most=str(most)
        )
    )
    label = criterion_on(pack, ranked, part.criterion.id)
    return DrawnPart(label, float(low), float(high), float(most), text)


def _headline(pack: Pack, ranked: RankedList, line: Line, parts: Sequence[Part]) -> str:
    """The total, and the criterion that adds most to it."""
    total = _total(line)
    first = max(parts, key=lambda part: part.low)
    if not shown(first.low):
        return total
    most = gettext(
        "Most comes from “%(criterion)s”: %(points)s of %(most)s.",
        criterion=criterion_on(pack, ranked, first.criterion.id),
        points=str(shown(first.low)),
        most=str(shown(first.share)),
    )
    return f"{total} {most}"


def _total(line: Line) -> str:
    assert line.score is not None  # noqa: S101 only what is scored has a chart
    low, high = shown(line.score.low), shown(line.score.high)
    if low == high:
        return gettext("%(points)s of 100 points.", points=str(low))
    return gettext("Between %(low)s and %(high)s of 100 points.", low=str(low), high=str(high))


def _notes(line: Line, *, is_by_score: bool) -> list[str]:
    score = line.score
    most = gettext("The grey bar behind each is the most that the criterion can add.")
    count = sum(part.low != part.high for part in score.parts) if score else 0
    if not count:
        return [most]
    still = ngettext(
        "%(num)s criterion is still open: pale blue is what it may add.",
        "%(num)s criteria are still open: pale blue is what they may add.",
        count,
    )
    counts = (
        gettext("For the rank the lower end of the score counts.")
        if is_by_score
        else gettext("For the rank the upper end of the loss counts.")
    )
    return [most, f"{still} {counts}"]
