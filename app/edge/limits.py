"""How much one caller may ask for: a bucket of requests that fills again at a steady pace."""

from collections import OrderedDict
from datetime import datetime
from math import ceil
from threading import Lock
from typing import Final

from app.errors import TooMany

MOST_CALLERS: Final = 10_000


class Limits:
    """Buckets by caller, in this process. Each holds one minute's worth."""

    def __init__(self, per_minute: int) -> None:
        """`per_minute` requests for each caller; 0 is no limit."""
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        self._lock = Lock()

    def take(self, caller: str, now: datetime) -> None:
        """Takes one request from the bucket of a caller; raises TooMany where it is empty."""
        if self._per_minute == 0:
            return
        with self._lock:
            left, since = self._buckets.pop(caller, (float(self._per_minute), now))
            pace = self._per_minute / 60
            passed = max((now - since).total_seconds(), 0.0)
            left = min(left + passed * pace, float(self._per_minute))
            enough = left >= 1
            self._buckets[caller] = (left - 1 if enough else left, now)
            if len(self._buckets) > MOST_CALLERS:
                self._buckets.popitem(last=False)
        if not enough:
            seconds = ceil((1 - left) / pace)
            raise TooMany(f"That is too many requests. Try again in {seconds} s.", seconds)
