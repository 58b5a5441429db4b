"""The rules that return a scheme although nothing is missing that they ask for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext

from app.documents.asking import counts_missing, fields_read
from app.documents.names import source_in_words
from app.domain.ranked import Explanation
from app.web.navigation import Link
from app.web.presenters.lacking import Address, top_of
from rulebook.explain import Asked, Finding
from rulebook.model import FactSpec, When
from rulebook.pack import Pack
from rulebook.template import Field
from rulebook.words import listed

SUMS_OF_PART: Final[Mapping[str, str]] = {"is_main_fund": "gross_cost"}
"""The functions of facts whose notes are sums of one part of the lines, and which part that is."""
YEARS_LEFT_OUT: Final = "years_without_line"
"""The function of facts whose notes are the years that have no line."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that would return the scheme: why, what to do, and where that comes from.

    `links` lead to the questions whose answers are to be changed, those without an answer first.
    """

    reason: str
    to_do: str
    details: tuple[str, ...]
    links: tuple[Link, ...]
    source: str


def faults_of(explanation: Explanation, address: Address) -> tuple[Fault, ...]:
    """The rules that return the scheme, but for those that only wait for missing answers."""
    pack, found = explanation.round.pack, explanation.line.classification
    lacking = {top_of(item.pointer) for item in found.missing}
    findings = (explanation.finding(id) for id in found.return_rules)
    return tuple(
        _fault(explanation, finding, address)
        for finding in findings
        if finding.answer
        and not counts_missing(pack, finding.rule)
        and not any(field.id in lacking for field in fields_to_change(pack, finding))
    )


def fields_to_change(pack: Pack, finding: Finding) -> tuple[Field, ...]:
    """The questions whose answers decide that a rule matches, as far as a team can change them.

    A rule about large schemes reads the cost as well: that is a truth about the scheme, and nobody
    should change it to please the rule. Where nothing that decides can be changed, all of it is
    named.
    """
    deciding = [asked.condition for asked in finding.decisive]
    open_to_change = [
        one for one in deciding if one.fact in pack.facts and _changes(pack, one.fact)
    ]
    when = When(all_of=tuple(open_to_change or deciding))
    narrowed = replace(finding.rule, when=when)
    fields = tuple(fields_read(pack, narrowed)) or tuple(fields_read(pack, finding.rule))
    return tuple({field.id: field for field in fields}.values())


def _changes(pack: Pack, fact: str) -> bool:
    return bool(pack.facts[fact].changes)


def _fault(explanation: Explanation, finding: Finding, address: Address) -> Fault:
    pack, answers = explanation.round.pack, explanation.line.scheme
    fields = sorted(fields_to_change(pack, finding), key=lambda field: bool(answers.get(field.id)))
    notes = (note for asked in finding.decisive for note in _notes(pack, asked))
    return Fault(
        reason=finding.reason,
        to_do=finding.rule.to_do,
        details=tuple(dict.fromkeys(note[:1].upper() + note[1:] for note in notes)),
        links=tuple(Link(field.label, address(f"/{field.id}")) for field in fields),
        source="; ".join(source_in_words(pack, source) for source in finding.rule.sources),
    )


def _notes(pack: Pack, asked: Asked) -> Iterator[str]:
    """What a fact rests on; sums and years say of what they are."""
    spec = pack.facts.get(asked.condition.fact)
    if spec and spec.function == YEARS_LEFT_OUT and asked.because:
        lines = pack.template.find(spec.arguments["lines"])
        name, years = lines.label if lines else "", listed(asked.because)
        yield gettext("%(lines)s: none for %(years)s", lines=name, years=years)
        return
    label = _label(pack, spec) if spec else ""
    for note in asked.because:
        yield f"{label} {note}".strip()


def _label(pack: Pack, spec: FactSpec) -> str:
    """The name of what is summed up for a fact, such as “Gross cost”; or nothing."""
    part = spec.arguments.get("measure") or SUMS_OF_PART.get(spec.function, "")
    lines = spec.arguments.get("lines")
    found = pack.template.find(f"{lines}.{part}") if lines and part else None
    return found.label if found else spec.label if part else ""
