"""The samples in seed/samples, read and classified together as of the day of the round."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from rulebook.classifier import classifier_for
from rulebook.classify import Classification
from rulebook.reader import read_yaml
from rulebook.schema import SchemeReader
from tests.builders import main_pack

SEED = Path(__file__).parents[2] / "seed"
REFS = sorted(file.stem for file in (SEED / "samples").glob("*.yaml"))


@cache
def read_samples() -> tuple[Mapping[str, Any], ...]:
    """The checked answers of all samples, by the names of their files."""
    reader = SchemeReader(main_pack().template)
    files = [SEED / "samples" / f"{ref}.yaml" for ref in REFS]
    return tuple(reader.read(read_yaml(file.read_bytes(), file.name).value) for file in files)


@cache
def classified_samples() -> Mapping[str, Classification]:
    """All samples, classified together on the day of the round, by reference."""
    pack = main_pack()
    found = classifier_for(pack, pack.calendar.judged_on).classify(read_samples())
    return {classification.ref: classification for classification in found}
