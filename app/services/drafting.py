"""A scheme on its team's desk: opened, saved section by section, tried out, submitted."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.access import WRITE_ANY_SCHEME, Principal
from app.domain import scheme as states
from app.domain.ranked import Explanation
from app.domain.round import Round
from app.domain.scheme import Scheme
from app.errors import Changed, LooksPersonal, NotFound
from app.services import schemes as use
from app.services.answers import read_answers, warnings_of
from app.services.desk import Desk, pack_of, reader_of
from app.services.evaluating import evaluate_in_round
from app.services.judging import Judged
from app.services.prepared import DECLARATION
from app.services.rounds import find_round
from app.services.viewing import version_of
from app.store.database import Transaction
from rulebook.pack import Pack
from rulebook.problem import Problem, Refused
from rulebook.schema import SchemeReader, restored
from rulebook.template import Field

MOST_PRUNINGS: Final = 20
"""So often is what is wrong taken out of answers until the rest is right."""
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A scheme with the answers of its newest version, as JSON holds them."""

    round: Round
    pack: Pack
    scheme: Scheme
    answers: Answers


@dataclass(frozen=True, slots=True)
class Saving:
    """Some answers of a scheme that are to be kept.

    `fields` are the questions that were asked, `answers` what is given of them, and `version` is
    the one that they were changed in.
    """

    fields: Collection[str]
    answers: Answers
    version: int
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """A question that two people have answered at the same time."""

    field: Field
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """Two changes of the same answers together. Where they clash, `answers` has mine."""

    answers: Answers
    clashes: tuple[Clash, ...]


class Conflict(Changed):
    """Somebody else has answered the same questions. Where they clash, `answers` has mine."""

    def __init__(self, merged: Merged, scheme: Scheme) -> None:
        self.clashes, self.answers, self.scheme = merged.clashes, merged.answers, scheme
        super().__init__("Somebody else has changed the same answers.")


def open_draft(desk: Desk, transaction: Transaction, code: str, ref: str, who: Principal) -> Draft:
    """A scheme that somebody may change, or could but for its state; else NotFound."""
    round_ = find_round(transaction, code)
    scheme = use.find(transaction, round_, ref, who)
    if scheme.owner != who.organisation and not who.may(WRITE_ANY_SCHEME):
        raise NotFound("There is no scheme with this reference here, or none that you may read.")
    answers = version_of(transaction, scheme, scheme.version, who).answers
    return Draft(round_, pack_of(desk, transaction, round_.pack_sha256), scheme, answers)


def begin_draft(turn: use.Turn, answers: Answers, *, is_confirmed: bool) -> Scheme:
    """Keeps a new draft."""
    checked = read_answers(turn.desk, turn.pack, answers)
    _check_personal(turn.pack, checked, is_confirmed=is_confirmed)
    return use.create(turn, checked)


def save_answers(turn: use.Turn, ref: str, saving: Saving) -> Scheme:
    """Keeps some answers as a new version, beside what others have saved meanwhile.

    Raises Conflict where others have answered the same questions in another way.
    """
    scheme = use.find(turn.transaction, turn.round, ref, turn.who)
    states.check_allowed(scheme, states.SAVE)
    given = saving.answers
    newest = version_of(turn.transaction, scheme, scheme.version, turn.who).answers
    if scheme.version != saving.version:
        base = version_of(turn.transaction, scheme, saving.version, turn.who).answers
        asked = [field for field in turn.pack.template.fields if field.id in saving.fields]
        merged = merge(asked, base, given, newest)
        if merged.clashes:
            raise Conflict(merged, scheme)
        given = merged.answers
    kept = {name: value for name, value in newest.items() if name not in saving.fields}
    new = {name: value for name, value in given.items() if newest.get(name) != value}
    _check_personal(turn.pack, new, is_confirmed=saving.is_confirmed)
    checked = read_answers(turn.desk, turn.pack, {**kept, **given})
    return use.save(turn, ref, scheme.changed_at, checked)


def submit_declared(
    turn: use.Turn, ref: str, expected: int, saving: Saving
) -> tuple[Scheme, Judged]:
    """Keeps the declaration and puts the scheme forward, in one."""
    scheme = use.find(turn.transaction, turn.round, ref, turn.who)
    use.check_unchanged(scheme, expected)
    states.check_allowed(scheme, states.SUBMIT)
    if saving.fields:
        scheme = save_answers(turn, ref, saving)
    return use.submit(turn, ref, scheme.changed_at)


def try_out(
    desk: Desk, transaction: Transaction, draft: Draft, answers: Answers | None = None
) -> Explanation:
    """What the draft would be if it were submitted now, or with other answers. Nothing is kept."""
    given = restored(draft.pack.template, answers or draft.answers)
    return evaluate_in_round(desk, transaction, draft.round, given)


def problems_of(desk: Desk, pack: Pack, answers: Answers) -> tuple[Problem, ...]:
    """What is wrong with answers, each with its place."""
    try:
        reader_of(desk, pack).read(answers)
    except Refused as refusal:
        return refusal.problems
    return ()


def right_answers(reader: SchemeReader, answers: Answers, before: Answers) -> Answers:
    """The answers without those that cannot be taken; where all of one goes, what was there before.

    What is wrong in an item of a list is taken out of the item; an item that cannot be without it
    goes with it.
    """
    found: dict[str, Any] = dict(answers)
    for _ in range(MOST_PRUNINGS):
        try:
            reader.read(found)
        except Refused as refusal:
            for problem in refusal.problems:
                _take_out(found, problem.pointer.split("/")[1:], before)
        else:
            return found
    return before


def _take_out(found: dict[str, Any], steps: list[str], before: Answers) -> None:
    """Takes one answer out, or the item that lacks it."""
    top, *inner = steps or [""]
    if inner and _without(found.get(top), inner):
        found[top] = _without(found[top], inner)
    elif top in before and found.get(top) != before[top]:
        found[top] = before[top]
    else:
        found.pop(top, None)


def _without(value: Any, steps: Sequence[str]) -> Any:
    """A copy of a group or list without the part at a place; None where nothing would be left."""
    step, *inner = steps
    rest = None
    if isinstance(value, Mapping):
        if inner and step in value:
            rest = _without(value[step], inner)
        if step not in value:
            return None
        kept = {name: part for name, part in value.items() if name != step}
        return ({**kept, step: rest} if rest else kept) or None
    if not isinstance(value, list) or not step.isdigit() or int(step) >= len(value):
        return None
    number = int(step)
    rest = _without(value[number], inner) if inner else None
    return [*value[:number], *([rest] if rest else []), *value[number + 1 :]] or None


def merge(fields: Iterable[Field], base: Answers, mine: Answers, theirs: Answers) -> Merged:
    """The changes that were made to `base` by two people, question by question."""
    given: dict[str, Any] = {}
    clashes = []
    for field in fields:
        old, my, their = (of.get(field.id) for of in (base, mine, theirs))
        value = their if my == old else my
        if my not in (old, their) and their != old:
            clashes.append(Clash(field, my, their))
        if value is not None:
            given[field.id] = value
    return Merged(given, tuple(clashes))


def _check_personal(pack: Pack, answers: Answers, *, is_confirmed: bool) -> None:
    found = () if is_confirmed else warnings_of(pack, answers)
    if found:
        raise LooksPersonal("Some text may hold the details of a person. Nothing was saved.", found)


def asked_fields(fields: Sequence[Field]) -> Iterator[Field]:
    """The questions that a form asks: not the declaration, nor what the service itself gives."""
    for field in fields:
        is_given = field.required == "system" and field.type == "reference"
        if not is_given and field.id not in (DECLARATION, use.OWNER):
            yield field
