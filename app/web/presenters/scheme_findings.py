"""What the rules found of a scheme, phase by phase: what matched, what did not, what is open."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from app.documents.letter import is_one_or_more
from app.domain.ranked import Explanation
from app.web.navigation import link_to
from app.web.presenters.citing import ShownSource, short_sources
from app.web.presenters.edition import RULE
from rulebook.explain import Asked, Finding
from rulebook.pack import Pack


@dataclass(frozen=True, slots=True)
class Detail:
    """What a scheme shows, and the sums or names that it rests on."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One rule: its reason or why not, what the scheme shows, and where the rule comes from.

    `href` leads to the rule where its page is built.
    """

    rule: str
    href: str
    title: str
    reason: str
    details: tuple[Detail, ...]
    to_do: str
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """A phase of the rulebook with the findings of one answer."""

    title: str
    findings: tuple[ShownFinding, ...]


def matched(explanation: Explanation, code: str) -> tuple[ShownPhase, ...]:
    return _phases(explanation, code, [f for f in explanation.findings if f.answer])


def not_known(explanation: Explanation, code: str) -> tuple[ShownPhase, ...]:
    return _phases(explanation, code, [f for f in explanation.findings if f.answer is None])


def not_matched(explanation: Explanation, code: str) -> tuple[ShownPhase, ...]:
    return _phases(explanation, code, [f for f in explanation.findings if f.answer is False])


def _phases(
    explanation: Explanation, code: str, findings: Iterable[Finding]
) -> tuple[ShownPhase, ...]:
    pack, by_phase = explanation.round.pack, dict[str, list[ShownFinding]]()
    told = set[str]()
    for finding in findings:
        by_phase.setdefault(finding.rule.phase, []).append(_finding(pack, code, finding, told))
    return tuple(
        ShownPhase(phase.title, tuple(by_phase[phase.id]))
        for phase in pack.phases
        if phase.id in by_phase
    )


def _finding(pack: Pack, code: str, finding: Finding, told: set[str]) -> ShownFinding:
    rule = finding.rule
    link = link_to(RULE, rule.id, id=rule.id, round=code)
    return ShownFinding(
        rule=rule.id,
        href=link.href if link else "",
        title=rule.title,
        reason=finding.reason if finding.answer else "",
        details=_seen(finding, told) if finding.answer else _why_not(finding),
        to_do=rule.to_do if finding.answer else "",
        sources=short_sources(pack, rule.sources) if finding.answer else (),
    )


def _seen(finding: Finding, told: set[str]) -> tuple[Detail, ...]:
    """What holds, and the names and sums that it rests on: each told once."""
    found: list[Detail] = []
    for asked in finding.decisive:
        notes = () if asked.condition.fact in told else asked.because
        if notes and is_one_or_more(asked):
            found += map(Detail, notes)
        else:
            found.append(Detail(f"{asked.finds[:1].upper()}{asked.finds[1:]}.", notes))
        told.add(asked.condition.fact)
    return tuple(found)


def _why_not(finding: Finding) -> tuple[Detail, ...]:
    failed = [asked for asked in finding.decisive if asked.answer is False]
    is_one_of = len(failed) > 1 and all(asked in finding.any_of for asked in failed)
    texts = tuple(_not_so(asked, is_one_of=is_one_of) for asked in finding.decisive)
    if is_one_of:
        return (Detail(gettext("It asks for one of these, and none is so:"), texts),)
    return tuple(map(Detail, texts))


def _not_so(asked: Asked, *, is_one_of: bool) -> str:
    if asked.answer is None:
        return gettext("Not known: %(question)s", question=asked.question or asked.asks)
    words = {"asks": asked.asks, "sees": asked.sees}
    if is_one_of:
        return gettext("%(asks)s; %(sees)s.", **words)
    return gettext("It asks that %(asks)s; %(sees)s.", **words)
