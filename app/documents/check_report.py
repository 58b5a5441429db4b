"""The report of a check of a pack."""

from collections.abc import Iterator

from app.documents.prose import heading, wrapped
from rulebook.check import Report
from rulebook.coverage import Coverage
from rulebook.pack import Pack
from rulebook.words import counted


def report(pack: Pack, found: Report, *, with_coverage: bool = False) -> str:
    """What the check found, as text; with every checklist item when it is asked for."""
    return "\n".join(_lines(pack, found, with_coverage)) + "\n"


def _lines(pack: Pack, found: Report, with_coverage: bool) -> Iterator[str]:
    yield f"{pack.title}, version {pack.version}, SHA-256 {pack.sha256}"
    fields = sum(1 for _ in pack.template.fields)
    yield (
        f"{counted(len(pack.rules), 'rules')}, {counted(len(pack.facts), 'facts')}, "
        f"{counted(fields, 'fields')}, {len(pack.matrix.criteria)} criteria, "
        f"{counted(found.examples, 'examples')}, all run."
    )
    yield ""
    if found.problems:
        yield heading("To be mended")
        yield from (wrapped(problem, "  ", "- ") for problem in found.problems)
    else:
        yield "Nothing has to be mended: every example gives its answer, every rule can match, and"
        yield "nothing is unused or without a source."
    if found.notes:
        yield ""
        yield heading("For your judgement: overlaps, settled by the declared order")
        yield from (wrapped(note, "  ", "- ") for note in found.notes)
    yield ""
    yield from _coverage(found.coverage, with_coverage)


def _coverage(coverage: Coverage, is_full: bool) -> Iterator[str]:
    total = len(coverage.covered.keys() | coverage.later.keys()) + len(coverage.open)
    if not total:
        yield "The pack has no checklist."
        return
    yield heading("Coverage of the checklist")
    yield (
        f"{len(coverage.covered)} of {counted(total, 'items')} are cited by the pack, "
        f"{len(coverage.later)} are left to later parts in whole or in part, "
        f"{len(coverage.open)} are open."
    )
    for id, part in coverage.later.items():
        share = "in part " if id in coverage.covered else ""
        yield wrapped(f"{id}: left {share}to {part}", "  ", "- ")
    if is_full:
        for id, names in coverage.covered.items():
            yield wrapped(f"{id}: {', '.join(names)}", "  ", "- ")
