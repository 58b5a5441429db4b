"""An import with submission, each row classified by both engines, and where a row's time goes.

script/bench importing

The parts are measured one by one on the same schemes; what is left of the whole is keeping them:
rows, events and their hashes, what shows beside the other schemes, and the answer.
"""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import orjson

from app.documents.rows import line_as_values
from app.domain.ranked import Line
from app.services.prepared import checked
from app.services.ranking import score_line
from rulebook.reader import read_json
from rulebook.schema import SchemeReader, plain
from tests.app.callers import ROUND
from tests.bench.material import live_classifier, pack, raw_schemes
from tests.bench.serving import service_on
from tests.bench.timing import MILLI, print_table, show_figure

SCHEMES = 2_000
ROUNDS = 3


def main() -> None:
    lines = [orjson.dumps(scheme) for scheme in raw_schemes(SCHEMES)]
    clock, processor = min((_import(lines) for _ in range(ROUNDS)), key=lambda taken: taken[1])
    rows = [
        [what, f"{show_figure(seconds)} s", f"{show_figure(SCHEMES / seconds)} a second"]
        for what, seconds in (("by the clock", clock), ("of the processor", processor))
    ]
    title = f"Import and submission of {SCHEMES:,} schemes, the quickest of {ROUNDS}"
    print_table(title, ["time", "taken", "rate"], rows)
    _print_parts(lines, processor / SCHEMES)


def _import(lines: Sequence[bytes]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    with tempfile.TemporaryDirectory() as folder:
        everyone = service_on(Path(folder) / "bulk.db").caller("QYG", "administrator")
        address = f"{ROUND}/imports?action=submit&accept_warnings=true"
        clock, processor = perf_counter(), process_time()
        answer = everyone.post(address, b"\n".join(lines), Content_Type="application/x-ndjson")
        summary = orjson.loads(answer.get_data().splitlines()[-1])
        taken = perf_counter() - clock, process_time() - processor
    if summary["kept"] != len(lines):
        raise RuntimeError(f"Kept were {summary['kept']} schemes.")
    return taken


def _print_parts(lines: Sequence[bytes], whole: float) -> None:
    classifier, reader, parts = live_classifier(), SchemeReader(pack().template), {}
    given, parts["reading the line, strictly"] = _each(
        lambda line: read_json(line, "").value, lines
    )
    answers, parts["checking the scheme"] = _each(reader.read, given)
    texts, parts["its answers as JSON"] = _each(
        lambda one: orjson.dumps(plain(one)).decode(), answers
    )
    kept, parts["taking them from what is kept"] = _each(
        lambda text: checked(pack(), text, None), texts
    )
    prepared, parts["facts of the scheme"] = _each(classifier.prepare, kept)
    add = classifier.beside(prepared)
    sheets = [add(one.sheet) for one in prepared]
    found, parts["both engines and what follows"] = _each(classifier.conclude, sheets)
    bare = [Line(scheme, each) for scheme, each in zip(kept, found, strict=True)]
    scored, parts["levels and score"] = _each(lambda line: score_line(classifier, line), bare)
    _, parts["its findings as JSON"] = _each(
        lambda line: orjson.dumps(line_as_values(pack(), line)), scored
    )
    parts["keeping it, beside the others"] = whole - sum(parts.values())
    rows = [
        [name, f"{show_figure(seconds * MILLI)} ms", f"{100 * seconds / whole:.0f} %"]
        for name, seconds in [*parts.items(), ("**a row**", whole)]
    ]
    print_table("Where a row's time goes, of the processor", ["part", "one row", "share"], rows)


def _each(work: Callable[[Any], Any], values: Sequence[Any]) -> tuple[list[Any], float]:
    """What becomes of each value, and the seconds for one: the least of several rounds."""
    taken, results = list[float](), list[Any]()
    for _ in range(ROUNDS):
        before = process_time()
        results = [work(value) for value in values]
        taken.append((process_time() - before) / len(values))
    return results, min(taken)


if __name__ == "__main__":
    main()
