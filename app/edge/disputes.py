"""Notes a submission on which the two rule engines differed: it must not pass unseen."""

from app.domain.ranked import Line
from app.edge.figures import Figures
from app.edge.journal import LOGGER


def note_dispute(figures: Figures, line: Line) -> None:
    """Counts and logs the rules on which the engines differed, where there are any."""
    rules = line.classification.disputed
    if rules:
        figures.disputed.inc()
        LOGGER.warning("the engines differ on %s: %s", line.ref, ", ".join(rules))
