"""Checks that everything in a pack leads somewhere, fits and is used."""

from collections.abc import Iterator, Mapping
from typing import Any

from rulebook.loading.integrity_facts import fact_faults
from rulebook.loading.integrity_ids import repeated_ids
from rulebook.loading.integrity_matrix import head_faults, matrix_faults
from rulebook.loading.integrity_rules import rule_faults
from rulebook.loading.integrity_template import calendar_faults, list_faults, template_faults
from rulebook.loading.unused import find_unused
from rulebook.pack import Pack
from rulebook.problem import Fault


def find_faults(pack: Pack, checked: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong between the files of a pack; `checked` holds each as it was read."""
    yield from repeated_ids(checked)
    yield from head_faults(pack)
    yield from list_faults(checked)
    yield from template_faults(pack, checked)
    yield from fact_faults(pack, checked)
    yield from rule_faults(pack, checked)
    yield from matrix_faults(pack)
    yield from calendar_faults(pack)
    yield from find_unused(pack, checked)
