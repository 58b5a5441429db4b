"""What the use cases work with: the database, and what was worked out from it before.

All that is remembered here follows from what never changes (a pack by its fingerprint, a version of
a scheme, a position of a ledger), so that it needs no renewal; only its amount is limited. What
stands together in a round says itself of which position of the ledger it is.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from app.domain.listing import Listing
from app.domain.ranked import Line
from app.domain.round import Round
from app.domain.together import Place
from app.errors import NotFound
from app.settings import LONDON
from app.store.database import Database, Transaction
from app.store.rounds import kept_pack
from rulebook.classifier import Classifier, Prepared, classifier_for
from rulebook.derive.registry import Derived
from rulebook.load import PACKS, load, load_files
from rulebook.pack import Pack
from rulebook.schema import SchemeReader

Value = TypeVar("Value")
VersionKey = tuple[str, str, int]
"""Round, scheme and version."""


class Remembered(Generic[Value]):
    """Values by key, at most `most` of them: the one that was not asked for longest goes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> Value:
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def forget(self) -> None:
        with self._lock:
            self._values.clear()

    def get_or_make(self, key: Hashable, make: Callable[[], Value]) -> Value:
        found = self.get(key)
        return self.put(key, make()) if found is None else found


@dataclass(frozen=True, slots=True)
class Desk:
    """The database and the memory of one process; it may be shared by threads.

    `zone` is where rounds are run: their days begin and end at midnight there.
    """

    database: Database
    shipped: Mapping[str, Pack]
    packs: Remembered[Pack]
    readers: Remembered[SchemeReader]
    classifiers: Remembered[Classifier]
    prepared: Remembered[Prepared]
    lines: Remembered[tuple[tuple[str, Mapping[str, Derived]], Line]]
    listings: Remembered[Listing]
    together: Remembered[Place]
    uses: Remembered[bool]
    zone: ZoneInfo = LONDON
    making: Lock = field(default_factory=Lock)

    def day_of(self, at: datetime) -> date:
        """The day that it is, at a moment, where rounds are run."""
        return at.astimezone(self.zone).date()


def shipped_packs() -> dict[str, Pack]:
    """The packs that the project ships, by id: half a second's work."""
    folders = sorted(folder for folder in PACKS.iterdir() if folder.is_dir())
    return {pack.id: pack for pack in map(load, folders)}


def desk_for(
    database: Database,
    kept_schemes: int,
    shipped: Mapping[str, Pack] | None = None,
    zone: ZoneInfo = LONDON,
) -> Desk:
    """A desk with room for this many schemes, and the packs that the project ships."""
    return Desk(
        database=database,
        shipped=shipped_packs() if shipped is None else shipped,
        packs=Remembered(16),
        readers=Remembered(16),
        classifiers=Remembered(32),
        prepared=Remembered(kept_schemes),
        lines=Remembered(kept_schemes),
        listings=Remembered(4),
        together=Remembered(4),
        uses=Remembered(1_000),
        zone=zone,
    )


def pack_of(desk: Desk, transaction: Transaction, sha256: str) -> Pack:
    """The pack with a fingerprint: one that ships, or one that was kept."""
    for pack in desk.shipped.values():
        if pack.sha256 == sha256:
            return pack

    def load_kept() -> Pack:
        files = kept_pack(transaction, sha256)
        if files is None:
            raise NotFound("This pack is not kept here. GET /api/v1/packs lists those that are.")
        return load_files(files)

    return desk.packs.get_or_make(sha256, load_kept)


def reader_of(desk: Desk, pack: Pack) -> SchemeReader:
    """What checks schemes against the template of a pack."""

    def make() -> SchemeReader:
        return SchemeReader(pack.template, pack.id, pack.version)

    return desk.readers.get_or_make(pack.sha256, make)


def classifier_of(desk: Desk, pack: Pack, day: date, *, is_live: bool) -> Classifier:
    """The classifier of a pack on a day; a live one runs both engines."""
    key = (pack.sha256, day, is_live)
    return desk.classifiers.get_or_make(key, lambda: classifier_for(pack, day, is_live=is_live))


def round_classifier(
    desk: Desk, transaction: Transaction, round_: Round, *, is_live: bool
) -> Classifier:
    """The classifier of the pack that a round is pinned to."""
    pack = pack_of(desk, transaction, round_.pack_sha256)
    return classifier_of(desk, pack, round_.judged_on, is_live=is_live)
