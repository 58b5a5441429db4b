"""Where pages of a round lead when no round is named."""

from app.edge.current import desk
from app.services.start import newest_round
from app.web.navigation import START, path_to


def address_in_newest_round(endpoint: str) -> str:
    """The page in the round whose dates come last; the start page where there is no round."""
    round_ = desk().database.read(newest_round)
    return path_to(endpoint, code=round_.code) if round_ else path_to(START)
