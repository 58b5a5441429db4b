"""The part of the letter about the score: what adds to it, and what separates neighbours."""

from collections.abc import Iterator

from app.documents.names import named, title_of
from app.documents.prose import heading, wrapped
from app.domain.ranked import SCORE, Explanation, Neighbour
from rulebook.explain import fill
from rulebook.words import listed, pounds
from scoring.score import Part, shown


def score_table(explanation: Explanation) -> Iterator[str]:
    """What each criterion adds to the score, with the level and what gives it."""
    line, ranked, pack = explanation.line, explanation.ranked, explanation.round.pack
    if ranked is None or line.score is None:
        return
    is_by_score = ranked.ranking.rank_by == SCORE
    title = "How it scores" if is_by_score else "What would be lost"
    yield heading(title)
    for group in line.score.group_parts:
        end = group.low if is_by_score else group.high
        name = named(pack.matrix.groups, group.group)
        yield f"{name}: {shown(end)} of {shown(group.share)}"
        for part in group.parts:
            yield from _criterion(explanation, part)


def _criterion(explanation: Explanation, part: Part) -> Iterator[str]:
    low, high = part.counted.low, part.counted.high
    level = f"level {low}" if low == high else f"level {low} to {high}"
    points = (
        shown(part.low) if part.low == part.high else f"{shown(part.low)} to {shown(part.high)}"
    )
    is_held = part.cap is not None and part.levels.high > part.cap
    capped = f" A rule holds it at {part.cap} at most." if is_held else ""
    title = criterion_title(explanation, part.criterion.id)
    text = (
        f"{title}: {level}, {points} of {shown(part.share)}. {why_level(explanation, part)}{capped}"
    )
    yield wrapped(text, "      ", "  - ")


def why_level(explanation: Explanation, part: Part) -> str:
    """What gives a level or, where it is open, which questions would settle it."""
    found = (explanation.line.levels or {})[part.criterion.id]
    pack, sheet = explanation.round.pack, explanation.line.classification.facts
    known = sheet.values
    if found.is_settled:
        return fill(pack, found.rows[-1].because, known)
    asked = [fact for row in found.rows if row.when for fact in row.when.facts]
    open_facts = [spec for id, spec in pack.facts.items() if id in asked and id not in known]
    told = [f"{spec.question}{_because(sheet.because.get(spec.id, ()))}" for spec in open_facts]
    return f"Open, because this is not known: {' '.join(told)}"


def _because(notes: tuple[str, ...]) -> str:
    return f" ({'; '.join(notes)})" if notes else ""


def criterion_title(explanation: Explanation, criterion: str) -> str:
    """The name of a criterion on the scale of the list."""
    spec = explanation.round.pack.matrix.criterion(criterion)
    scale = explanation.ranked.ranking.scale if explanation.ranked else ""
    return (spec.scales[scale].title if scale in spec.scales else "") or spec.title


def neighbours(explanation: Explanation) -> Iterator[str]:
    """What separates the scheme from the one above and the one below."""
    if not explanation.above and not explanation.below:
        return
    yield heading("Why here")
    for place, other in (("Above", explanation.above), ("Below", explanation.below)):
        if other:
            yield from _neighbour(explanation, place, other)


def _neighbour(explanation: Explanation, place: str, other: Neighbour) -> Iterator[str]:
    decided = decided_in_words(explanation, other)
    yield wrapped(f"{place} it: {other.line.ref} {title_of(other.line)}. {decided}", "  ", "- ")
    if other.decided_by != "group" and other.differences:
        yield wrapped(_differences(explanation, other), "    ", "    ")


def _differences(explanation: Explanation, other: Neighbour) -> str:
    """The criteria on which the neighbour has most more and most less: three of each."""
    phrases = []
    for word, sign in (("more", 1), ("less", -1)):
        found = [item for item in other.differences if item.points * sign > 0][:3]
        named_parts = [
            f"{_lower(criterion_title(explanation, item.criterion.id))} ({shown(abs(item.points))})"
            for item in found
        ]
        if named_parts:
            phrases.append(f"{word} for {listed(named_parts)}")
    verb = "has" if _is_by_score(explanation) else "would lose"
    return f"Beside yours it {verb} {f'; it {verb} '.join(phrases)}."


def decided_in_words(explanation: Explanation, other: Neighbour) -> str:
    if not other.decided_by:
        return "The two share a rank."
    if other.decided_by == "group":
        return "The tier decides."
    if other.decided_by == "value":
        return "The score decides." if _is_by_score(explanation) else _losses(explanation, other)
    kind, _, id = other.decided_by.partition(":")
    ranked = explanation.ranked
    breaks = explanation.round.pack.matrix.tie_breaks.get(ranked.ranking.id, ()) if ranked else ()
    title = next((item.title for item in breaks if (item.kind, item.id) == (kind, id)), id)
    return f"The scores are equal; this decides: {_lower(title)}."


def _is_by_score(explanation: Explanation) -> bool:
    return explanation.ranked is not None and explanation.ranked.ranking.rank_by == SCORE


def _losses(explanation: Explanation, other: Neighbour) -> str:
    """The loss for each amount of a neighbour and of the scheme, which decide."""
    ranked, ours, theirs = explanation.ranked, explanation.line.value, other.line.value
    if ranked is None or ours is None or theirs is None:
        return ""
    amount = pounds(ranked.ranking.per_pence)
    return f"It loses {shown(theirs)} for each {amount} released, yours {shown(ours)}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
