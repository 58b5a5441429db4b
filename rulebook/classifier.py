"""A rulebook at work: reads schemes and classifies them, one or many, on one day."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rulebook.classify import Classification, classify, conclude
from rulebook.compile import Book, book_for
from rulebook.derive.registry import Case
from rulebook.engine import Engine, engine_for, side_by_side
from rulebook.facts import FactSheet, case_of, scheme_facts, set_facts
from rulebook.levels import LevelTables, ProvisionalLevel, tables_for
from rulebook.model import Rule
from rulebook.pack import Pack

Scheme = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scheme with the facts that it shows by itself.

    `is_returned` may be set for a scheme that people have returned.
    """

    case: Case
    sheet: FactSheet
    is_returned: bool

    @property
    def ref(self) -> str:
        return self.sheet.ref


@dataclass(frozen=True, slots=True)
class Classifier:
    """The rules of a pack in force on one day, ready to classify.

    `engine` runs the same rules a second time for every scheme that is classified live; without it
    the compiled rules answer alone, as for previews and thousands at once.
    """

    pack: Pack
    day: date
    book: Book
    tables: Mapping[str, LevelTables]
    engine: Engine | None

    def classify(self, schemes: Sequence[Scheme]) -> tuple[Classification, ...]:
        """The classification of each scheme beside the others, in the order given.

        `schemes` are checked answers with distinct references. What only shows beside other schemes
        is derived from all that are given; which are returned is settled first.
        """
        return self.classify_prepared([self.prepare(scheme) for scheme in schemes])

    def prepare(self, scheme: Scheme) -> Prepared:
        """What a scheme shows by itself: it stays the same whichever others stand beside it."""
        case = case_of(self.pack, scheme, self.day)
        sheet = scheme_facts(self.pack, case)
        return Prepared(case, sheet, self._is_returned(sheet))

    def classify_prepared(
        self, beside: Sequence[Prepared], wanted: Collection[str] | None = None
    ) -> tuple[Classification, ...]:
        """The classification of prepared schemes, each beside all that are given.

        With `wanted` only those of these references, in the order given.
        """
        add = self.beside(beside)
        asked = (one for one in beside if wanted is None or one.ref in wanted)
        return tuple(self.conclude(add(one.sheet)) for one in asked)

    def beside(self, others: Sequence[Prepared]) -> Callable[[FactSheet], FactSheet]:
        """Adds to the facts of one of these schemes those that only show beside the others."""
        returned = frozenset(one.ref for one in others if one.is_returned)
        return set_facts(self.pack, [one.case for one in others], returned)

    def levels(self, classification: Classification, scale: str) -> Mapping[str, ProvisionalLevel]:
        """The provisional levels of a scheme on one scale of the matrix."""
        findings = classification.findings
        return self.tables[scale].levels(classification.facts.values, findings)

    def _is_returned(self, sheet: FactSheet) -> bool:
        answers = self.book.evaluate(sheet.values)
        pairs = zip(self.book.rules, answers, strict=True)
        return any(_returns(rule) and answer is not False for rule, answer in pairs)

    def conclude(self, sheet: FactSheet) -> Classification:
        """The classification that follows from facts, with both engines where there are two."""
        if self.engine is None:
            return classify(self.pack, self.book, sheet, self.day)
        agreed = side_by_side(self.pack, self.book, self.engine, sheet.values)
        found = conclude(self.pack, self.book, sheet, agreed.findings, self.day)
        return replace(found, disputed=agreed.disagreements)


def classifier_for(pack: Pack, day: date, *, is_live: bool = True) -> Classifier:
    """The classifier of a pack on a day; live ones run both engines."""
    scales = {scale for criterion in pack.matrix.criteria for scale in criterion.scales}
    return Classifier(
        pack=pack,
        day=day,
        book=book_for(pack, day),
        tables={scale: tables_for(pack.matrix, scale) for scale in sorted(scales)},
        engine=engine_for(pack, day) if is_live else None,
    )


def _returns(rule: Rule) -> bool:
    return rule.then.is_return
