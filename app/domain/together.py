"""The schemes that stand in a round, with what only shows among them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from app.domain.ledger import EMPTY, Head
from app.domain.scheme import Scheme
from rulebook.classifier import Prepared
from rulebook.facts import Beside


@dataclass(slots=True)
class Together:
    """The schemes that stood in a round when `head` was the end of its ledger, by their ids."""

    beside: Beside
    head: Head = EMPTY
    standing: dict[str, tuple[Scheme, Prepared]] = field(default_factory=dict)

    def in_order(self) -> list[tuple[Scheme, Prepared]]:
        """The schemes by reference, each as it was prepared."""
        return sorted(self.standing.values(), key=lambda pair: pair[0].ref)

    def move(
        self, head: Head, gone: Iterable[Scheme], come: Iterable[tuple[Scheme, Prepared]]
    ) -> None:
        """Moves on to a later end of the ledger; who comes takes the place of who was there."""
        for scheme in gone:
            if self.standing.pop(scheme.scheme_id, None):
                self.beside.take(scheme.ref)
        for scheme, one in come:
            self.standing[scheme.scheme_id] = (scheme, one)
            self.beside.put(one.case, is_returned=one.is_returned)
        self.head = head


@dataclass(slots=True)
class Place:
    """Where the schemes of a round are kept together. One at a time works with them."""

    lock: Lock = field(default_factory=Lock)
    held: Together | None = None
