"""Checks that everything in a pack leads somewhere, fits and is used."""

from collections.abc import Iterator, Mapping
from typing import Any

from rulebook.integrity_facts import MOST_FACTS, fact_faults
from rulebook.integrity_ids import repeated_ids
from rulebook.integrity_matrix import head_faults, matrix_faults
from rulebook.integrity_rules import (
    LARGEST_NUMBER,
    MOST_RULES_IN_A_PHASE,
    rule_faults,
    value_fault,
)
from rulebook.integrity_template import calendar_faults, list_faults, template_faults
from rulebook.model import Pack
from rulebook.problem import Fault
from rulebook.unused import find_unused

__all__ = ["LARGEST_NUMBER", "MOST_FACTS", "MOST_RULES_IN_A_PHASE", "find_faults", "value_fault"]


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
