"""What a draft would be if it were submitted now: beside the form, and never kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, ngettext

from app.documents.letter_changes import goals_in_words
from app.documents.names import named, reason_for_tier, tier_title
from app.domain.ranked import Explanation
from app.web.presenters.faults import Fault, faults_of
from app.web.presenters.lacking import Address, MissingAnswer, missing_answers, top_of
from app.web.presenters.wording import number
from rulebook.classify import Classification
from rulebook.conditions import evaluate
from rulebook.pack import Pack
from rulebook.template import Field

FEW: Final = 5
"""Of more missing answers than these the rest is counted, unless it is but one."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Something within reach, and what would reach it."""

    sentence: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """How many of the questions that need an answer have a whole one."""

    answered: int
    needed: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Trial:
    """`sentence` says it all in short, for those who hear the page."""

    sentence: str
    tier: str
    reason: str
    standing: str
    meter: Meter
    missing: tuple[MissingAnswer, ...]
    more_missing: str
    faults: tuple[Fault, ...]
    goals: tuple[Goal, ...]


def trial(explanation: Explanation, address: Address) -> Trial:
    found, pack = explanation.line.classification, explanation.round.pack
    missing = missing_answers(explanation, address)
    faults = faults_of(explanation, address)
    few = FEW if len(missing) > FEW + 1 else FEW + 1
    more = len(missing) - few
    meter = meter_of(explanation)
    tier = tier_title(pack, explanation.line)
    return Trial(
        sentence=gettext("Tier now: %(tier)s. %(meter)s", tier=tier, meter=meter.sentence),
        tier=tier,
        reason=reason_for_tier(pack, explanation.line),
        standing=_standing(pack, found, faults),
        meter=meter,
        missing=missing[:few],
        more_missing=gettext("And %(count)s more.", count=number(more)) if more > 0 else "",
        faults=faults,
        goals=tuple(Goal(text, tuple(steps)) for text, steps in goals_in_words(explanation)),
    )


def _standing(pack: Pack, found: Classification, faults: Sequence[Fault]) -> str:
    if faults and not found.missing:
        return returned_as_it_stands(len(faults))
    if found.is_returned:
        return gettext("It is not complete: submitted now, it would come back to you.")
    held = [named(pack.gates, gate) for gate in found.failed_gates]
    if held:
        gates = "; ".join(held)
        return gettext("It is complete. It cannot be approved until: %(gates)s.", gates=gates)
    return gettext("It is complete.")


def returned_as_it_stands(rules: int) -> str:
    """Nothing is missing, and still so many rules return the scheme."""
    return ngettext(
        "%(num)s rule returns it as it stands: see “To put right”.",
        "%(num)s rules return it as it stands: see “To put right”.",
        rules,
    )


def meter_of(explanation: Explanation) -> Meter:
    """Counts questions, not parts of them."""
    found, pack = explanation.line.classification, explanation.round.pack
    lacking = {top_of(item.pointer) for item in found.missing}
    needed = {field.id for field in pack.template.fields if _is_needed(field, found)} | lacking
    answered = len(needed - lacking)
    if not lacking:
        return Meter(answered, answered, gettext("All needed answers are there."))
    sentence = ngettext(
        "%(answered)s of %(num)s needed answer is there.",
        "%(answered)s of %(num)s needed answers are there.",
        len(needed),
        answered=number(answered),
    )
    return Meter(answered, len(needed), sentence)


def _is_needed(field: Field, found: Classification) -> bool:
    if field.required_when is not None and evaluate(field.required_when, found.facts.values):
        return True
    return field.required in ("draft", "submit")
