"""The samples keep their scores and ranks: a change of weight, level or tie-break shows here."""

from pathlib import Path

import pytest

from app.domain.ranked import Line
from rulebook.reader import read_yaml
from scoring.score import shown
from tests.app.rounds import line_of, samples

EXPECTED = Path(__file__).parents[2] / "seed" / "expected"
REFS = sorted(line.ref for line in samples().lines)


def in_words(line: Line) -> str | None:
    if line.score is None:
        return None
    low, high = shown(line.score.low), shown(line.score.high)
    return str(low) if low == high else f"{low} to {high}"


@pytest.mark.parametrize("ref", REFS)
def test_a_sample_has_the_score_and_rank_that_are_written_down(ref: str) -> None:
    line, file = line_of(samples(), ref), EXPECTED / f"{ref}.yaml"
    written = read_yaml(file.read_bytes(), file.name).value
    assert in_words(line) == written.get("score")
    assert line.rank == written.get("rank")
