"""The part of the letter about the nearest changes: what a team could do, and to what end."""

from collections.abc import Iterator

from app.documents.names import named
from app.documents.prose import heading, wrapped
from app.domain.ranked import Explanation
from rulebook.conditions import NUMBERS
from rulebook.derive.registry import FUNCTIONS
from rulebook.loading.assemble import fact_paths
from rulebook.model import FactSpec, Value
from rulebook.nearest import SUBMIT, Change, NearestChange
from rulebook.pack import Pack
from rulebook.template import Field
from rulebook.words import counted, listed, value_in_words

MOST_NAMED = 4
"""So many missing answers are named at once."""
ASKS_WHETHER_GIVEN = ("is_all_given", "count_given")
"""The functions of facts that only ask whether answers are given, or how many."""


def nearest(explanation: Explanation) -> Iterator[str]:
    """The smallest changes that would complete it, clear each gate or reach a higher tier."""
    if not explanation.changes:
        return
    yield heading("What would change the answer")
    for found in explanation.changes:
        yield from _one_change(explanation, found)


def goals_in_words(explanation: Explanation) -> Iterator[tuple[str, list[str]]]:
    """Each thing that could be reached, in a sentence, and the changes that would reach it."""
    for found in explanation.changes:
        yield _goal_in_words(explanation, found)


def _one_change(explanation: Explanation, found: NearestChange) -> Iterator[str]:
    sentence, changes = _goal_in_words(explanation, found)
    yield wrapped(sentence, "  ", "- ")
    for number, change in enumerate(changes, start=1):
        yield wrapped(change, "     ", f"  {number}. ")


def _goal_in_words(explanation: Explanation, found: NearestChange) -> tuple[str, list[str]]:
    pack = explanation.round.pack
    goal = {
        "submit": "To be complete",
        "gate": f"To clear “{named(pack.gates, found.id)}”",
        "tier": f"To be classed as “{named(pack.tiers, found.id)}”",
    }[found.kind]
    if found.changes is None:
        return f"{goal}: {_out_of_reach(pack, found)}", []
    changes = _not_listed(explanation, found)
    count = counted(len(changes), "changes")
    steps = f"{count} would do it" if changes else "nothing more is needed"
    fewer = "" if found.is_settled else " (there may be a shorter way)"
    return f"{goal}, {steps}{fewer}:", [_change(explanation, change) for change in changes]


def _not_listed(explanation: Explanation, found: NearestChange) -> list[Change]:
    """The changes, without those that giving the missing answers brings about by itself."""
    pack, missing = explanation.round.pack, explanation.line.classification.missing
    pointers = [item.pointer for item in missing]
    return [
        change
        for change in found.changes or ()
        if found.kind != SUBMIT or not _is_listed(pack.facts[change.fact], change, pointers)
    ]


def _is_listed(spec: FactSpec, change: Change, pointers: list[str]) -> bool:
    """Whether a fact only waits for answers that are listed as missing.

    So it is for an answer that is not known, and for what counts or asks whether answers are given.
    Anything else, such as a sum that is wrong, is work of its own.
    """
    if spec.path:
        paths = [spec.path] if change.now is None else []
    elif spec.function in ASKS_WHETHER_GIVEN:
        paths = [*spec.arguments.get("fields", ()), *filter(None, [spec.arguments.get("list")])]
    else:
        paths = []
    return bool(paths) and all(_is_missing("/" + p.replace(".", "/"), pointers) for p in paths)


def _is_missing(place: str, pointers: list[str]) -> bool:
    """Whether the answer at a place, one that holds it, or one inside it is missing."""
    return any(
        pointer == place or place.startswith(f"{pointer}/") or pointer.startswith(f"{place}/")
        for pointer in pointers
    )


def _out_of_reach(pack: Pack, found: NearestChange) -> str:
    if not found.is_settled:
        return "there are too many ways to try them all, and none of those tried would do it."
    facts = listed((pack.facts[fact].label for fact in found.obstacles), "or")
    return "nothing that a team can change would do it" + (f" ({facts})." if facts else ".")


def _change(explanation: Explanation, change: Change) -> str:
    spec = explanation.round.pack.facts[change.fact]
    if change.now is None:
        return " ".join(filter(None, (_to_settle(explanation, change), _would_do(spec, change))))
    if spec.type == "boolean" or not change.to:
        return change.how
    now, to = _value(spec, change.now), _value(spec, change.to[0])
    label = spec.label[:1].upper() + spec.label[1:]
    if spec.type not in NUMBERS:
        now, to = f"“{now}”", f"“{to}”"
    return f"{change.how} ({label} is {now} now; {to} would do.)"


def _to_settle(explanation: Explanation, change: Change) -> str:
    """What to answer so that a fact becomes known: what is missing of what it is worked out from.

    Where nothing is, an answer that was given does not settle it: then the questions are named.
    """
    pack, missing = explanation.round.pack, explanation.line.classification.missing
    spec = pack.facts[change.fact]
    asked = list(_questions_of(pack, spec))
    if spec.path or not asked:
        return change.how
    labels = [f"“{item.label}”" for item in missing if _is_read(spec, item.pointer)]
    if labels:
        more = len(labels) - MOST_NAMED
        named = labels if more <= 0 else [*labels[:MOST_NAMED], f"{more} more"]
        return f"Fill in {listed(named)}."
    return f"Complete {listed(f'“{field.label}”' for field in asked)}, to settle: {spec.question}"


def _questions_of(pack: Pack, spec: FactSpec) -> Iterator[Field]:
    """The questions whose answers a fact is worked out from."""
    seen = set()
    for path in fact_paths(spec):
        field = pack.template.parts.get(path.split(".", maxsplit=1)[0])
        if field and field.id not in seen:
            seen.add(field.id)
            yield field


def _is_read(spec: FactSpec, pointer: str) -> bool:
    """Whether a fact is worked out from the answer that is missing at a pointer."""
    columns = FUNCTIONS[spec.function].columns
    for name, value in spec.arguments.items():
        for path in (value,) if isinstance(value, str) else value if type(value) is tuple else ():
            place = "/" + str(path).replace(".", "/")
            is_part = name not in columns or pointer.rpartition("/")[2] in columns[name]
            if _is_missing(place, [pointer]) and (is_part or not pointer.startswith(f"{place}/")):
                return True
    return False


def _would_do(spec: FactSpec, change: Change) -> str:
    """Which answers would do, unless all would or they cannot be told in few words."""
    answers = [value_in_words(spec, value) for value in change.to]
    every = spec.type in ("choice", "choices") and len(answers) == len(spec.choices)
    if every or spec.type in ("integer", "money") or not answers:
        return ""
    if spec.type == "boolean" and not spec.path:
        return f"It would do if {listed(answers, 'or')}."
    return f"It would do if the answer is: {listed(answers, 'or')}."


def _value(spec: FactSpec, value: Value) -> str:
    """A value after “is”: a bare number where the label says what is counted."""
    is_counted = spec.type == "integer" and spec.label.startswith("the number of ")
    return str(value) if is_counted else value_in_words(spec, value)
