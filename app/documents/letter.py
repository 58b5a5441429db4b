"""The explanation of one scheme as a letter from a fair colleague."""

from collections.abc import Iterable, Iterator

from app.documents.asking import counts_missing
from app.documents.letter_changes import nearest
from app.documents.letter_rank import neighbours, score_table
from app.documents.names import (
    named,
    ordinal,
    owner_of,
    reason_for_tier,
    score_in_words,
    source_in_words,
    tier_title,
    title_of,
)
from app.documents.prose import heading, wrapped
from app.domain.ranked import SCORE, Explanation
from rulebook.explain import Asked, Finding
from rulebook.words import counted, listed, pounds
from scoring.score import shown


def letter(explanation: Explanation, *, is_full: bool = False) -> str:
    """The letter. With `is_full` it also gives the conditions of every rule that did not match."""
    parts = [
        _head(explanation),
        _where(explanation),
        _returned(explanation),
        _found(explanation),
        nearest(explanation),
        score_table(explanation),
        neighbours(explanation),
        _not_matched(explanation, is_full),
        _foot(explanation),
    ]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part) + "\n"


def _head(explanation: Explanation) -> Iterator[str]:
    line, pack = explanation.line, explanation.round.pack
    yield wrapped(f"{line.ref}  {title_of(line)}")
    if owner := owner_of(pack, line):
        yield owner


def _where(explanation: Explanation) -> Iterator[str]:
    line, pack, ranked = explanation.line, explanation.round.pack, explanation.ranked
    yield heading("Where it stands")
    if line.classification.is_returned:
        tier = tier_title(pack, line).lower()
        yield wrapped(
            "The scheme is returned to you. It is not turned down: it cannot be assessed until "
            f"it is complete. On what we know now its tier would be: {tier}."
        )
    elif ranked is None or line.position is None:
        yield wrapped("A fact that decides its list is not known, so it is not ranked yet.")
    else:
        yield wrapped(place_in_words(explanation))
        yield wrapped(f"Why that tier: {reason_for_tier(pack, line)}")
    held = [named(pack.gates, gate) for gate in line.classification.failed_gates]
    if held and not line.classification.is_returned:
        yield wrapped(
            f"It keeps its place, but it cannot be approved until {listed(_lowered(held))}. "
            "What to do about it stands below."
        )
    unknown = [named(pack.gates, gate) for gate in line.classification.unknown_gates]
    if unknown:
        whether = "; ".join(_lowered(unknown))
        yield wrapped(f"Not known yet, and so not passed, is whether {whether}.")
    yield wrapped(_attributes(explanation))


def _attributes(explanation: Explanation) -> str:
    """What else the rules say of a scheme: its list, who leads it, how it is delivered."""
    pack, found = explanation.round.pack, explanation.line.classification
    return " ".join(
        f"{item.title}: {_lower(named(item.values, found.attributes[item.id]))}."
        for item in pack.attributes
    )


def place_in_words(explanation: Explanation) -> str:
    """The rank, the tier and the score of a scheme in sentences; nothing for one in no list."""
    line, ranked, pack = explanation.line, explanation.ranked, explanation.round.pack
    if ranked is None or line.position is None:
        return ""
    name = f"the list “{ranked.ranking.title}”"
    of = f"of {counted(len(ranked.lines), 'schemes')} on {name}"
    if line.position.rank is None:
        return f"It is on {name}, but it releases no money, so it has no rank."
    tied = f", level with {listed(line.position.tied_with)}" if line.position.tied_with else ""
    place = f"It is {ordinal(line.position.rank)} {of}{tied}."
    tier = tier_title(pack, line).lower()
    if ranked.ranking.rank_by == SCORE:
        text = f"{place} Its tier is {tier}, and its score is {score_in_words(line)} of 100."
        if explanation.round.order == "grouped" and line.position.group_rank:
            text += f" Within its tier it is {ordinal(line.position.group_rank)}."
    else:
        value = shown(line.value) if line.value is not None else "not known"
        text = (
            f"{place} For each {pounds(ranked.ranking.per_pence)} that it releases, {value} points "
            f"of benefit of 100 are lost. Its tier is {tier}."
        )
    if not line.is_fully_scored:
        text += " It is not fully scored: some levels are open, and the less favourable end counts."
    return text


def _returned(explanation: Explanation) -> Iterator[str]:
    found = explanation.line.classification
    if not found.is_returned:
        return
    yield heading("What to give before you submit it again")
    for item in found.missing:
        yield wrapped(f"{item.section}, {item.label}. {item.to_do}", "  ", "- ")
    for id in found.return_rules:
        finding = explanation.finding(id)
        if finding.answer is None:
            yield from _why_not(finding)
        elif not (found.missing and counts_missing(explanation.round.pack, finding.rule)):
            yield wrapped(f"{finding.reason} {finding.rule.to_do} ({id})", "  ", "- ")
            for asked in finding.decisive:
                yield from _asked(asked, set())
            yield from _sources(explanation, finding, "    ")


def _found(explanation: Explanation) -> Iterator[str]:
    """What the rules found, phase by phase, with reasons and sources."""
    pack = explanation.round.pack
    is_begun, told = False, set[str]()
    for phase in pack.phases:
        matched = [
            finding
            for finding in explanation.findings
            if finding.rule.phase == phase.id and finding.answer and not finding.rule.then.is_return
        ]
        if not matched:
            continue
        yield ("\n" if is_begun else "") + heading(phase.title)
        is_begun = True
        for finding in matched:
            yield from _matched(explanation, finding, told)


def _matched(explanation: Explanation, finding: Finding, told: set[str]) -> Iterator[str]:
    """One finding; the sums and names that a fact rests on are told once in a letter."""
    yield wrapped(f"{finding.rule.title} ({finding.rule.id}). {finding.reason}", "  ", "- ")
    for asked in finding.decisive:
        yield from _asked(asked, told)
    if finding.rule.to_do:
        yield wrapped(f"What to do: {finding.rule.to_do}", "    ")
    yield from _sources(explanation, finding, "    ")


def _asked(asked: Asked, told: set[str]) -> Iterator[str]:
    notes = () if asked.condition.fact in told else asked.because
    if not (notes and is_one_or_more(asked)):
        yield wrapped(f"{asked.finds[:1].upper()}{asked.finds[1:]}.", "      ", "    ")
    for note in notes:
        yield wrapped(note, "        ", "      . ")
    told.add(asked.condition.fact)


def is_one_or_more(asked: Asked) -> bool:
    """Whether a condition only asks that there be something, which its notes then name."""
    return asked.condition.op == "at_least" and asked.condition.value == 1


def _sources(explanation: Explanation, finding: Finding, indent: str) -> Iterator[str]:
    pack = explanation.round.pack
    cited = "; ".join(source_in_words(pack, source) for source in finding.rule.sources)
    yield wrapped(f"Source: {cited}", indent + "  ", indent)


def _not_matched(explanation: Explanation, is_full: bool) -> Iterator[str]:
    others = [f for f in explanation.findings if not f.answer]
    open_findings = [f for f in others if f.answer is None]
    if open_findings:
        yield heading("Not known")
        for finding in open_findings:
            yield from _why_not(finding)
    closed = [f for f in others if f.answer is False]
    if open_findings and closed:
        yield ""
    if is_full:
        yield heading("Rules that do not match, and why")
        for finding in closed:
            yield from _why_not(finding)
    elif closed:
        number = counted(len(closed), "rules")
        yield wrapped(f"{number} do not match. Ask for --all to see why each does not.")


def _why_not(finding: Finding) -> Iterator[str]:
    yield wrapped(f"{finding.rule.title} ({finding.rule.id}).", "  ", "- ")
    failed = [asked for asked in finding.decisive if asked.answer is False]
    is_one_of = len(failed) > 1 and all(asked in finding.any_of for asked in failed)
    if is_one_of:
        yield "    It asks for one of these, and none is so:"
    for asked in finding.decisive:
        if asked.answer is None:
            yield wrapped(f"Not known: {asked.question or asked.asks}", "      ", "    ")
        elif is_one_of:
            yield wrapped(f"{asked.asks}; {asked.sees}.", "        ", "      . ")
        else:
            yield wrapped(f"It asks that {asked.asks}; {asked.sees}.", "      ", "    ")


def _foot(explanation: Explanation) -> Iterator[str]:
    pack, line = explanation.round.pack, explanation.line
    yield wrapped(
        f"Judged by “{pack.title}”, version {pack.version} (pack {pack.sha256[:12]}), as of "
        f"{explanation.round.day.isoformat()}. Levels are provisional: they come from the answers "
        "given, and assessors may change them."
    )
    if line.classification.disputed:
        rules = listed(line.classification.disputed)
        yield wrapped(
            f"For review: the two engines differ on {rules}. The compiled answer is used."
        )


def _lowered(items: Iterable[str]) -> list[str]:
    return [_lower(item) for item in items]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
