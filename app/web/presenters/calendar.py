"""The calendar of a round as a table: every stage, with the ones that run marked."""

from datetime import date

from flask_babel import gettext

from app.domain.round import Round, RoundStage
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wording import day, time_left, time_until


def calendar_table(round_: Round, today: date) -> Table:
    return Table(
        caption=gettext("Calendar of the round"),
        columns=(
            Column(gettext("Stage")),
            Column(gettext("From"), is_short=True),
            Column(gettext("To"), is_short=True),
            Column(gettext("Where it stands"), is_short=True),
        ),
        rows=tuple(_row(stage, today) for stage in round_.stages),
    )


def _row(stage: RoundStage, today: date) -> Row:
    texts = (stage.title, day(stage.starts), day(stage.ends), _standing(stage, today))
    return Row(tuple(Cell(text) for text in texts), stands_out=stage.is_open(today))


def _standing(stage: RoundStage, today: date) -> str:
    if stage.is_open(today):
        return gettext("Now. %(left)s", left=time_left(stage.ends, today))
    return time_until(stage.starts, today) if stage.starts > today else gettext("Over")
