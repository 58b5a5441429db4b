"""What a draft would be if it were submitted now: beside the form, and never kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, ngettext

from app.documents.asking import counts_missing, fields_read
from app.documents.letter_changes import goals_in_words
from app.documents.names import named, reason_for_tier, source_in_words, tier_title
from app.domain.ranked import Explanation
from app.web.navigation import Link
from app.web.presenters.asking import AskedBy, asked_by
from app.web.presenters.wording import number
from rulebook.classify import Classification
from rulebook.conditions import evaluate
from rulebook.explain import Finding
from rulebook.pack import Pack
from rulebook.template import Field

FEW: Final = 5
Address = Callable[[str], str]
"""Gives the address of the question that a JSON pointer names."""


@dataclass(frozen=True, slots=True)
class MissingAnswer:
    """An answer that is missing: a link to its question, what to do, and who asks for it.

    `source` is where the question comes from, `rules` are those that return a scheme without it.
    """

    link: Link
    to_do: str
    source: str
    rules: tuple[AskedBy, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that would return the scheme: why, what to do, and where that comes from."""

    reason: str
    to_do: str
    details: tuple[str, ...]
    links: tuple[Link, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Goal:
    """Something within reach, and what would reach it."""

    sentence: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """How many of the answers that are needed are there; `percent` of 100 is how far it is."""

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
    more = len(missing) - FEW
    meter = meter_of(explanation)
    tier = tier_title(pack, explanation.line)
    return Trial(
        sentence=gettext("Tier now: %(tier)s. %(meter)s", tier=tier, meter=meter.sentence),
        tier=tier,
        reason=reason_for_tier(pack, explanation.line),
        standing=_standing(pack, found),
        meter=meter,
        missing=missing[:FEW],
        more_missing=gettext("And %(count)s more.", count=number(more)) if more > 0 else "",
        faults=faults,
        goals=tuple(Goal(text, tuple(steps)) for text, steps in goals_in_words(explanation)),
    )


def _standing(pack: Pack, found: Classification) -> str:
    if found.is_returned:
        return gettext("It is not complete: submitted now, it would come back to you.")
    held = [named(pack.gates, gate) for gate in found.failed_gates]
    if held:
        gates = "; ".join(held)
        return gettext("It is complete. It cannot be approved until: %(gates)s.", gates=gates)
    return gettext("It is complete.")


def missing_answers(
    explanation: Explanation, address: Address, code: str = ""
) -> tuple[MissingAnswer, ...]:
    """Every answer that is missing, in the order of the template; `code` is that of the round."""
    pack, found = explanation.round.pack, explanation.line.classification
    return tuple(
        MissingAnswer(
            Link(item.label, address(item.pointer)),
            item.to_do,
            "; ".join(source_in_words(pack, source) for source in item.sources),
            asked_by(pack, found, item.pointer, code),
        )
        for item in found.missing
    )


def meter_of(explanation: Explanation) -> Meter:
    """Counts questions, not parts of them."""
    found, pack = explanation.line.classification, explanation.round.pack
    lacking = {item.pointer.split("/")[1] for item in found.missing}
    needed = {field.id for field in pack.template.fields if _is_needed(field, found)} | lacking
    answered = len(needed - lacking)
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


def faults_of(explanation: Explanation, address: Address) -> tuple[Fault, ...]:
    """The rules that return the scheme, but for those that only wait for missing answers."""
    pack, found = explanation.round.pack, explanation.line.classification
    lacking = {item.pointer.split("/")[1] for item in found.missing}
    findings = (explanation.finding(id) for id in found.return_rules)
    return tuple(
        _fault(pack, finding, address)
        for finding in findings
        if finding.answer
        and not counts_missing(pack, finding.rule)
        and not any(field.id in lacking for field in fields_read(pack, finding.rule))
    )


def _fault(pack: Pack, finding: Finding, address: Address) -> Fault:
    links = {address(f"/{field.id}"): field.label for field in fields_read(pack, finding.rule)}
    notes = (note for asked in finding.decisive for note in asked.because)
    return Fault(
        finding.reason,
        finding.rule.to_do,
        tuple(dict.fromkeys(note[:1].upper() + note[1:] for note in notes)),
        tuple(Link(label, href) for href, label in links.items()),
        "; ".join(source_in_words(pack, source) for source in finding.rule.sources),
    )
