"""Which pack somebody reads about, and what its rules found in a round."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.access import PREVIEW_LIST, READ_LIST, Principal
from app.domain.listing import Listing
from app.domain.ranked import Line
from app.domain.round import Round
from app.errors import NotFound
from app.services.desk import Desk, pack_of
from app.services.rounds import find_round
from app.services.standing import listing_at
from app.services.viewing import readable_head
from app.store.database import Transaction
from app.store.rounds import all_rounds, kept_packs
from rulebook.pack import Pack


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the pack of a round, a pack by its id, or neither: then the first one."""

    round: str = ""
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A pack as somebody reads it, with the round that is pinned to it where one was named.

    `listing` is the list of that round, where there is one that the reader may see.
    """

    asked: Asked
    pack: Pack
    round: Round | None = None
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many schemes a rule matched, did not match, and could not be answered for."""

    matched: int = 0
    not_matched: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.matched + self.not_matched + self.unknown


@dataclass(frozen=True, slots=True)
class PackInUse:
    """An edition of a pack, whether it ships with the service, and the rounds pinned to it."""

    pack: Pack
    is_shipped: bool
    rounds: tuple[Round, ...]


def edition_of(desk: Desk, transaction: Transaction, asked: Asked) -> Edition:
    """The pack that is asked for; raises NotFound where there is no such round or pack."""
    if asked.round:
        round_ = find_round(transaction, asked.round)
        return Edition(asked, pack_of(desk, transaction, round_.pack_sha256), round_)
    pack = desk.shipped.get(asked.pack or next(iter(desk.shipped), ""))
    if pack is None:
        raise NotFound("There is no such pack.")
    return Edition(asked, pack)


def edition_with_list(
    desk: Desk, transaction: Transaction, asked: Asked, who: Principal
) -> Edition:
    """The same with the list of the round: as it stands now for those who may preview it, else as
    it was published.
    """
    edition = edition_of(desk, transaction, asked)
    round_ = edition.round
    if round_ is None or not _may_see_list(round_, who):
        return edition
    head = readable_head(transaction, round_, who)
    listing = listing_at(desk, transaction, round_, head, round_.order)
    return Edition(asked, edition.pack, round_, listing)


def packs_in_use(desk: Desk, transaction: Transaction) -> list[PackInUse]:
    """Every edition that ships or was kept, those that ship first."""
    kept = [pack_of(desk, transaction, row["sha256"]) for row in kept_packs(transaction)]
    found = {pack.sha256: pack for pack in (*desk.shipped.values(), *kept)}
    shipped = {pack.sha256 for pack in desk.shipped.values()}
    rounds = all_rounds(transaction)
    return [
        PackInUse(pack, sha256 in shipped, _pinned(rounds, sha256))
        for sha256, pack in found.items()
    ]


def rounds_to_read(transaction: Transaction) -> Sequence[Round]:
    """Every round whose rulebook can be read, by code."""
    return all_rounds(transaction)


def tally(lines: Iterable[Line], rule_id: str) -> Tally | None:
    """What one rule found; None where it was asked of no scheme, such as one not in force."""
    answers = [
        line.classification.findings[rule_id]
        for line in lines
        if rule_id in line.classification.findings
    ]
    if not answers:
        return None
    matched, unknown = answers.count(True), answers.count(None)
    return Tally(matched, len(answers) - matched - unknown, unknown)


def tallies(edition: Edition) -> Mapping[str, Tally | None]:
    """What each rule of the pack found in the round; empty where no list may be seen."""
    if edition.listing is None:
        return {}
    lines = list(edition.listing.ranked.lines)
    return {rule.id: tally(lines, rule.id) for rule in edition.pack.rules}


def _may_see_list(round_: Round, who: Principal) -> bool:
    return who.may(PREVIEW_LIST) or (who.may(READ_LIST) and bool(round_.published_at))


def _pinned(rounds: Iterable[Round], sha256: str) -> tuple[Round, ...]:
    return tuple(round_ for round_ in rounds if round_.pack_sha256 == sha256)
