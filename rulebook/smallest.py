"""The smallest set of changes of facts that meets every one of several clauses.

Exact. A set that meets a clause that is not met now changes at least one fact that the clause
reads, so the search branches on these facts alone, with one change more in each round. Once all
sets with a change of one fact were tried, that fact stays as it is in the rest: no set is tried
twice. Clauses that share no fact are solved apart: their smallest sets add up to the smallest of
the whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rulebook.model import Facts, Value

Changes = Mapping[str, Value]
"""New values of facts, by fact."""
Moves = Mapping[str, Sequence[Value]]
"""The values that a fact may be given, those to be preferred first; of a fact not in it, none."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Something that must be so, and the facts it depends on."""

    facts: frozenset[str]
    is_met: Callable[[Facts], bool]


Group = Sequence[Clause]
"""Clauses that share facts with each other, and none with other groups."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The smallest changes; None when there are none, or when the search was broken off.

    `impossible` are the groups of clauses that no changes meet, `unsettled` those for which it is
    not known.
    """

    changes: Changes | None
    impossible: tuple[Group, ...] = ()
    unsettled: tuple[Group, ...] = ()


class TooManySteps(Exception):
    """The search takes more steps than it may."""


def smallest(clauses: Sequence[Clause], moves: Moves, facts: Facts, most_steps: int) -> Solution:
    """The smallest changes after which all clauses are met.

    Among equally small ones: those that change the fewest facts that are known now, then those of
    the facts that come first in `moves`, then those of the values that do.
    `most_steps` are taken for each group of clauses that share facts. Where they do not suffice to
    find a set, that is said; where they do not suffice to compare all of one size, the best holds.
    """
    changes: dict[str, Value] = {}
    impossible, unsettled = [], []
    for group in independent(clauses):
        try:
            found = _Search(group, moves, facts, most_steps).smallest()
        except TooManySteps:
            unsettled.append(group)
            continue
        if found is None:
            impossible.append(group)
        else:
            changes |= found
    is_found = not impossible and not unsettled
    return Solution(changes if is_found else None, tuple(impossible), tuple(unsettled))


def independent(clauses: Sequence[Clause]) -> list[Group]:
    """The clauses in groups that share no fact, each in the order given."""
    groups: list[tuple[frozenset[str], list[Clause]]] = []
    for clause in clauses:
        touching = [group for group in groups if group[0] & clause.facts]
        facts = clause.facts.union(*(group[0] for group in touching))
        members = [member for group in touching for member in group[1]]
        groups = [group for group in groups if group not in touching]
        groups.append((facts, [*members, clause]))
    return [members for _, members in groups]


@dataclass(slots=True)
class _Search:
    """The search for one group of clauses. `is_cut` notes that larger sets are left to try."""

    clauses: Group
    moves: Moves
    facts: Facts
    most_steps: int
    steps: int = field(default=0)
    is_cut: bool = field(default=False)

    def smallest(self) -> Changes | None:
        """The best of the smallest sets, or None when there is none of any size."""
        size = 0
        while True:
            self.is_cut = False
            if (found := self._best(size)) is not None:
                return found
            if not self.is_cut:
                return None
            size += 1

    def _best(self, size: int) -> Changes | None:
        """The best set of this size; raises TooManySteps before there is one."""
        best: Changes | None = None
        try:
            for found in self._sets({}, frozenset(), size):
                if best is None or self._rank(found) < self._rank(best):
                    best = found
        except TooManySteps:
            if best is None:
                raise
        return best

    def _sets(self, changed: Changes, kept: frozenset[str], left: int) -> Iterator[Changes]:
        """Every set that adds at most `left` changes, and none of a fact that is `kept`."""
        self.steps += 1
        if self.steps > self.most_steps:
            raise TooManySteps
        now = {**self.facts, **changed}
        unmet = next((clause for clause in self.clauses if not clause.is_met(now)), None)
        if unmet is None:
            yield changed
            return
        free = sorted((unmet.facts & self.moves.keys()) - changed.keys() - kept)
        if left == 0:
            self.is_cut = self.is_cut or bool(free)
            return
        for fact in free:
            for value in self.moves[fact]:
                yield from self._sets({**changed, fact: value}, kept, left - 1)
            kept |= {fact}

    def _rank(self, changes: Changes) -> tuple[int, list[tuple[int, int]]]:
        """What makes one of two equally small sets the better one: less is better."""
        order = list(self.moves)
        places = [(order.index(f), self.moves[f].index(v)) for f, v in changes.items()]
        return sum(fact in self.facts for fact in changes), sorted(places)
