"""Takes 1,000 and 10,000 schemes from file to ranks, each run in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, TypeVar

import orjson

from app.domain.ranked import Line
from app.services.ranking import rank_lines, rank_schemes
from app.services.reading import read_schemes
from rulebook.classify import classify
from rulebook.facts import case_of, scheme_facts, set_facts
from rulebook.schema import SchemeReader
from tests.bench.material import Scheme, bulk_classifier, pack, raw_schemes
from tests.bench.timing import print_table, show_figure

COUNTS = (1_000, 10_000)
ROUNDS = 3

Figures = dict[str, float]
Result = TypeVar("Result")


def main() -> None:
    with TemporaryDirectory() as folder:
        runs = {count: _runs(count, Path(folder) / f"{count}.json") for count in COUNTS}
    for what, unit in (("seconds", "s"), ("peak", "MiB")):
        names = [name for name in runs[COUNTS[0]][0] if name.startswith(what)]
        rows = [
            [name.split(": ")[1], *(_middle(runs[count], name) for count in COUNTS)]
            for name in names
        ]
        heads = [f"{count:,} schemes, {unit}" for count in COUNTS]
        title = f"A whole run, {what}, median (min to max) of {ROUNDS} processes"
        print_table(title, ["", *heads], rows)


def _runs(count: int, file: Path) -> list[Figures]:
    file.write_bytes(orjson.dumps(raw_schemes(count)))
    return [{**_child("whole", file), **_child("parts", file)} for _ in range(ROUNDS)]


def _child(what: str, file: Path) -> Figures:
    command = [sys.executable, "-m", "tests.bench.whole", what, str(file)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def _middle(runs: list[Figures], name: str) -> str:
    low, *_, high = values = sorted(run[name] for run in runs)
    middle = values[len(values) // 2]
    return f"{show_figure(middle)} ({show_figure(low)} to {show_figure(high)})"


def run_whole(file: Path) -> Figures:
    """From a file to a ranked round, by the service; how much memory was held at most by then."""
    figures: Figures = {"peak: with the modules": _peak()}
    _, figures["seconds: the pack is loaded"] = _timed(bulk_classifier)
    figures["peak: with the pack"] = _peak()
    schemes, figures["seconds: the file is read and checked"] = _timed(lambda: _read(file))
    figures["peak: with the schemes, read and checked"] = _peak()
    _, figures["seconds: classified, scored and ranked"] = _timed(
        lambda: rank_schemes(bulk_classifier(), schemes)
    )
    figures["peak: with the ranked round"] = _peak()
    return figures


def run_parts(file: Path) -> Figures:
    """What `rank_schemes` does, part by part."""
    classifier, figures = bulk_classifier(), {}
    schemes = _read(file)
    name = "seconds: of that, "
    cases = [case_of(pack(), scheme, classifier.day) for scheme in schemes]
    sheets, figures[f"{name}facts of each scheme"] = _timed(
        lambda: [scheme_facts(pack(), case) for case in cases]
    )
    full, figures[f"{name}facts across schemes"] = _timed(
        lambda: list(map(set_facts(pack(), cases, frozenset()), sheets))
    )
    found, figures[f"{name}rules and what follows"] = _timed(
        lambda: [classify(pack(), classifier.book, sheet, classifier.day) for sheet in full]
    )
    scale = pack().lists[0].scale
    _, figures[f"{name}levels"] = _timed(
        lambda: [classifier.levels(each, scale) for each in found if not each.is_returned]
    )
    lines = [Line(scheme, each) for scheme, each in zip(schemes, found, strict=True)]
    _, with_levels = _timed(lambda: rank_lines(classifier, lines, "grouped"))
    figures[f"{name}score and rank"] = with_levels - figures[f"{name}levels"]
    return figures


def _read(file: Path) -> tuple[Scheme, ...]:
    given = read_schemes([file], SchemeReader(pack().template))
    assert not given.problems
    return given.schemes


def _timed(call: Callable[[], Result]) -> tuple[Result, float]:
    before = perf_counter()
    result = call()
    return result, perf_counter() - before


def _peak() -> float:
    """The most memory that this process has held, in MiB (Linux)."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


_RUNS: dict[str, Callable[[Path], Any]] = {"whole": run_whole, "parts": run_parts}

if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(_RUNS[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()
