"""What an uploaded workbook would do to the schemes of its team: worked out, and nothing kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from app.access import WRITE_ANY_SCHEME, Principal
from app.documents.excel.check import Checked, check_uploaded
from app.documents.excel.read import read_workbook
from app.documents.excel.told import Told
from app.documents.excel.uploaded import Uploaded, UploadedScheme
from app.documents.excel.write import filled
from app.domain.ranked import Line
from app.domain.round import Round
from app.domain.scheme import FROM_STATES, SAVE, check_allowed
from app.errors import Invalid, NotNow, Unreadable
from app.services.answers import warnings_of
from app.services.desk import Desk, classifier_of, pack_of, reader_of
from app.services.drafting import Answers, Clash, merge
from app.services.own_schemes import OwnScheme, own_schemes
from app.services.references import REFERENCE, check_ref, free_refs, ref_taken
from app.services.rounds import find_round
from app.services.schemes import OWNER
from app.services.together import beside_others
from app.store.database import Transaction
from app.store.ledger import head_of
from app.store.schemes import Viewer, count_by_state, scheme_by_ref, versions_of
from rulebook.pack import Pack
from rulebook.problem import Problem
from rulebook.schema import plain, restored
from rulebook.template import Field

MOST_SCHEMES: Final = 500
"""As many schemes are taken from one workbook; the API takes more, in parts."""
NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
"""What a row would do: make a scheme, change one, change nothing, or it cannot be taken."""


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer the workbook changes; None is no answer."""

    field: Field
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of a row: `kind` is one of NEW, CHANGED, SAME and WRONG.

    `answers` are those that would be kept, where answers clash those of the workbook. `ref` is the
    reference that the scheme has or would get. `twin` is another scheme of the team with the same
    title. `line` is what the rules say of it beside the schemes of the round.
    """

    row: UploadedScheme
    kind: str
    told: tuple[Told, ...]
    ref: str = ""
    answers: Answers | None = None
    own: OwnScheme | None = None
    changes: tuple[Change, ...] = ()
    clashes: tuple[Clash, ...] = ()
    warnings: tuple[Told, ...] = ()
    twin: str = ""
    line: Line | None = None

    @property
    def number(self) -> int:
        """The row of the sheet that it is."""
        return self.row.row

    @property
    def is_ready(self) -> bool:
        """Whether it can be submitted as it is, as far as its answers and its state go."""
        is_open = self.own is None or self.own.can_change
        return is_open and self.line is not None and not self.line.classification.is_returned


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """A workbook whose answers are read and checked, and the pack that it follows."""

    pack: Pack
    uploaded: Uploaded
    checked: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a workbook would do. `told` is all that is wrong, by sheet, row and column."""

    read: ReadWorkbook
    rows: tuple[Planned, ...]
    told: tuple[Told, ...]

    def count(self, kind: str) -> int:
        return sum(1 for row in self.rows if row.kind == kind)


def team_workbook(desk: Desk, transaction: Transaction, code: str, who: Principal) -> bytes:
    """The workbook with the schemes of a team that can be changed now."""
    round_ = find_round(transaction, code)
    pack = pack_of(desk, transaction, round_.pack_sha256)
    own = [one for one in own_schemes(transaction, round_.round_id, who) if one.can_change]
    versions = {one.scheme.ref: one.scheme.version for one in own}
    return filled(pack, [one.answers for one in own], versions)


def count_changeable(transaction: Transaction, code: str, who: Principal) -> tuple[Round, int]:
    """A round, and how many of the team's schemes in it can be changed now."""
    round_ = find_round(transaction, code)
    counts = count_by_state(transaction, round_.round_id, Viewer(who.organisation, False))
    return round_, sum(counts.get(state, 0) for state in FROM_STATES[SAVE])


def read_upload(desk: Desk, pack: Pack, data: bytes, organisation: str) -> ReadWorkbook:
    """The schemes of a workbook; raises WrongKind, Unreadable or Invalid for a whole file.

    A scheme that does not say whose it is, is of this organisation.
    """
    uploaded = read_workbook(data, pack)
    if not uploaded.schemes:
        raise Unreadable(
            "The workbook has no scheme in it. Give each scheme a row on the sheet Schemes."
        )
    if len(uploaded.schemes) > MOST_SCHEMES:
        raise Unreadable(
            f"The workbook has {len(uploaded.schemes):,} schemes, and {MOST_SCHEMES} are taken at "
            "once. Split it into several workbooks."
        )
    for scheme in uploaded.schemes:
        scheme.answers.setdefault(OWNER, organisation)
    return ReadWorkbook(pack, uploaded, check_uploaded(uploaded, reader_of(desk, pack)))


def plan(
    desk: Desk, transaction: Transaction, round_: Round, read: ReadWorkbook, who: Principal
) -> Plan:
    """What would become of each row now."""
    planning = _Planning(desk, transaction, round_, read, who)
    rows = _with_lines(planning, [planning.planned(one) for one in read.checked])
    told = [*read.uploaded.problems, *(told for row in rows for told in row.told)]
    return Plan(read, tuple(rows), tuple(read.uploaded.in_order(told)))


class _Planning:
    """One workbook beside the schemes that its team has."""

    def __init__(
        self,
        desk: Desk,
        transaction: Transaction,
        round_: Round,
        read: ReadWorkbook,
        who: Principal,
    ) -> None:
        self.desk, self.transaction, self.round = desk, transaction, round_
        self.read, self.who = read, who
        owned = list(own_schemes(transaction, round_.round_id, who))
        self.own = {one.scheme.ref: one for one in owned}
        self.titles = {one.title.casefold(): one.scheme.ref for one in owned}
        given = {(one.answers or {}).get(REFERENCE) for one in read.checked}
        free = free_refs(transaction, round_, who.organisation)
        self.free = (ref for ref in free if ref not in given)  # no two rows have one

    def planned(self, checked: Checked) -> Planned:
        row = checked.scheme
        if checked.answers is None:
            return Planned(row, WRONG, checked.told)
        answers = orjson.loads(orjson.dumps(plain(checked.answers)))
        own = self.own.get(answers.get(REFERENCE, ""))
        try:
            planned = self._change(row, answers, own) if own else self._new(row, answers)
        except _Wrong as wrong:
            return Planned(row, WRONG, (row.tell(wrong.problem),))
        return replace(planned, warnings=self._warnings(planned))

    def _new(self, row: UploadedScheme, answers: dict[str, Any]) -> Planned:
        owner = answers[OWNER]
        if owner != self.who.organisation and not self.who.may(WRITE_ANY_SCHEME):
            message = f"You write for {self.who.organisation}. Give this organisation."
            raise _Wrong(message, OWNER)
        ref = answers.get(REFERENCE, "")
        if ref:
            self._check_ref(ref, owner)
        twin = self.titles.get(str(answers.get("title", "")).casefold(), "")
        return Planned(row, NEW, (), ref or next(self.free), answers, twin=twin)

    def _check_ref(self, ref: str, owner: str) -> None:
        try:
            check_ref(ref, owner, self.who)
        except Invalid as refused:
            raise _Wrong(str(refused), REFERENCE) from None
        if scheme_by_ref(self.transaction, self.round.round_id, ref):
            raise _Wrong(str(ref_taken(ref)), REFERENCE)

    def _change(self, row: UploadedScheme, answers: dict[str, Any], own: OwnScheme) -> Planned:
        ref = own.scheme.ref
        base = self._base(ref, own)
        if answers[OWNER] != own.scheme.owner:
            raise _Wrong(f"This cannot be changed. It stays {own.scheme.owner}.", OWNER)
        fields = tuple(self.read.pack.template.fields)
        merged = merge(fields, base, answers, own.answers)
        changes = tuple(_changes(fields, own.answers, merged.answers))
        if not changes:
            return Planned(row, SAME, (), ref, own.answers, own)
        try:
            check_allowed(own.scheme, SAVE)
        except NotNow as refused:
            raise _Wrong(str(refused), REFERENCE) from None
        return Planned(row, CHANGED, (), ref, merged.answers, own, changes, merged.clashes)

    def _base(self, ref: str, own: OwnScheme) -> Answers:
        """The answers that the workbook was filled with; without them blank cells mean nothing."""
        version = self.read.uploaded.versions.get(ref, 0)
        found = own_version(self.transaction, own, version)
        if found is None:
            raise _Wrong(
                f"The scheme {ref} is there already, and this workbook was not filled with its "
                "answers. Download the workbook with your schemes and change it there; or clear "
                "its reference to make another scheme.",
                REFERENCE,
            )
        return found

    def _warnings(self, planned: Planned) -> tuple[Told, ...]:
        """Text that looks personal, where it is new."""
        before = planned.own.answers if planned.own else {}
        answers = planned.answers or {}
        new = {name: value for name, value in answers.items() if before.get(name) != value}
        return tuple(planned.row.tell_all(warnings_of(self.read.pack, new)))


class _Wrong(Exception):
    """A row that cannot be taken, because of one of its answers."""

    def __init__(self, message: str, field: str) -> None:
        self.problem = Problem(message, f"/{field}", code="not_taken")


def own_version(transaction: Transaction, own: OwnScheme, version: int) -> Answers | None:
    """The answers of an earlier version of a scheme; None where there is no such version."""
    if version == own.scheme.version:
        return own.answers
    key = (own.scheme.scheme_id, version)
    row = versions_of(transaction, own.scheme.round_id, [key]).get(key)
    return orjson.loads(row["answers"]) if row else None


def _changes(
    fields: Iterable[Field], before: Answers, after: Mapping[str, Any]
) -> Iterator[Change]:
    for field in fields:
        old, new = before.get(field.id), after.get(field.id)
        if old != new:
            yield Change(field, old, new)


def _with_lines(planning: _Planning, rows: Sequence[Planned]) -> list[Planned]:
    """The rows with what the rules say of each beside the schemes of the round, and each other."""
    pack, round_ = planning.read.pack, planning.round
    classifier = classifier_of(planning.desk, pack, round_.judged_on, is_live=False)
    given = {
        row.ref: {**row.answers, REFERENCE: row.ref} for row in rows if row.answers is not None
    }
    new = [classifier.prepare(restored(pack.template, one)) for one in given.values()]
    desk, transaction = planning.desk, planning.transaction
    now = head_of(transaction, round_.round_id)
    with beside_others(desk, transaction, round_, now, now.position, new) as beside:
        sheets = [beside.add(one.sheet) for one in new]
    lines = {
        one.ref: Line(one.case.answers, classifier.conclude(sheet))
        for one, sheet in zip(new, sheets, strict=True)
    }
    return [replace(row, line=lines.get(row.ref)) for row in rows]
