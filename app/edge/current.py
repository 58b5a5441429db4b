"""What a request works with: the desk, the settings, the time, and who asks."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, cast

from flask import current_app, g

from app.access import ANYONE, Principal
from app.domain.ledger import time_text
from app.edge.figures import Figures
from app.services.desk import Desk
from app.settings import Settings

KEPT_UNDER: Final = "prioritise"
RANDOM_BYTES: Final = 10


@dataclass(frozen=True, slots=True)
class Current:
    """What `create_app` gives to every request. `clock` gives the time in UTC."""

    desk: Desk
    settings: Settings
    clock: Callable[[], datetime]
    figures: Figures


def current() -> Current:
    return cast(Current, current_app.extensions[KEPT_UNDER])


def desk() -> Desk:
    return current().desk


def now() -> datetime:
    return current().clock()


def today() -> date:
    """The day where rounds are run, which is not always that of UTC."""
    return desk().day_of(now())


def end_of(day: date) -> str:
    """The last moment of a day where rounds are run, as the ledger writes it."""
    return time_text(datetime.combine(day, time.max, desk().zone))


def local(at: datetime) -> datetime:
    """A moment as clocks show it where rounds are run."""
    return at.astimezone(desk().zone)


def who() -> Principal:
    """Who asks; ANYONE until they have said who they are."""
    return cast(Principal, g.get("who", ANYONE))


def new_bytes() -> bytes:
    """Random bytes for an id."""
    return os.urandom(RANDOM_BYTES)
